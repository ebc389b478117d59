namespace RealtimeEmotion.Bench;

/// <summary>The command line as its users run it: what <c>./emotion</c> built.</summary>
internal static class BuiltCommandLine
{
    /// <summary>Its path, or null, with a word on standard error, where nothing was built.</summary>
    internal static string? Find()
    {
        // artifacts/bin/RealtimeEmotion.Bench/release -> artifacts/emotion
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "emotion", OperatingSystem.IsWindows() ? "emotion.exe" : "emotion"));
        if (File.Exists(path))
            return path;
        Console.Error.WriteLine("emotion: left out (run ./emotion --version first, which builds it)");
        return null;
    }
}
