using System.Diagnostics;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>Other programs that tests ask for help.</summary>
internal static class Programs
{
    /// <summary>Skips the test where a program is not installed.</summary>
    public static void Require(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
        if (!found)
            Assert.Skip($"{program} is not installed");
    }

    /// <summary>Runs a program to its end; returns what it wrote to standard output.</summary>
    public static byte[] Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error.Result}");
        return output.ToArray();
    }

    /// <summary>Decodes by ffmpeg to 32-bit floats.</summary>
    public static float[] DecodeByFfmpeg(string path, params string[] decoder)
    {
        var bytes = Run("ffmpeg", ["-v", "error", .. decoder, "-i", path, "-f", "f32le", "-"]);
        var samples = new float[bytes.Length / 4];
        Buffer.BlockCopy(bytes, 0, samples, 0, samples.Length * 4);
        return samples;
    }
}
