using RealtimeEmotion.Engine.Tests.Models;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>A temporary folder with what a test needs; gone with the test.</summary>
public sealed class Workshop : IDisposable
{
    public Workshop()
    {
        Folder = Directory.CreateTempSubdirectory("emotion-cli-").FullName;
        Model = Write("tiny.onnx", TinyModel.Bytes());
        Song = Write("song.wav", Wav.Pcm16(44100, 2, Wav.Music(44100, 6, 2)));
    }

    public string Folder { get; }

    /// <summary>A model whose answers do not matter.</summary>
    public string Model { get; }

    /// <summary>Six seconds of stereo.</summary>
    public string Song { get; }

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (string folder in Directory.EnumerateDirectories(Folder))
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Directory.Delete(Folder, recursive: true);
    }
}
