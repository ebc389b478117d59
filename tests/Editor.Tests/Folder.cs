namespace RealtimeEmotion.Editor.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("editor-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
