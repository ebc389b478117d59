using System.Globalization;
using RealtimeEmotion.Audio.Fading;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Bench;

/// <summary>
/// A ten-minute stereo file, 5 s in and 8 s out, end to end: <c>cp</c> as the floor, ffmpeg, sox, and ours in this
/// process, as the smallest program around it, and as the command line where that is built.
/// </summary>
internal static class FadeComparison
{
    private const int Rate = 44100;
    private const int Seconds = 600;
    private const int In = 5;
    private const int Out = 8;

    private static readonly FadeRequest Request = new() { FadeIn = FadeTime.FromSeconds(In), FadeOut = FadeTime.FromSeconds(Out) };

    internal static int Run(string[] arguments)
    {
        var repetitions = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        var folder = Directory.CreateTempSubdirectory("fade-comparison").FullName;
        try
        {
            foreach (var encoding in (SampleEncoding[])[SampleEncoding.Pcm16, SampleEncoding.IeeeFloat32])
                Compare(folder, encoding, repetitions);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static void WriteNoise(string path, SampleEncoding encoding)
    {
        var random = new Random(1);
        using var writer = new WavWriter(path, Rate, 2, encoding, (long)Rate * Seconds);
        var block = new float[Rate * 2];
        for (var second = 0; second < Seconds; second++)
        {
            foreach (ref var sample in block.AsSpan())
                sample = random.NextSingle() - 0.5f;
            writer.Write(block);
        }

        writer.Complete();
    }

    private static void Compare(string folder, SampleEncoding encoding, int repetitions)
    {
        var input = Path.Combine(folder, "in.wav");
        WriteNoise(input, encoding);
        // Everybody writes over the output of its own last run, as everybody's second run would.
        string To(string name) => Path.Combine(folder, name + ".wav");
        var contest = new Contest($"fade of 10 minutes stereo, {new PcmFormat(encoding, false, 2, Rate).Name}", repetitions);
        var codec = encoding == SampleEncoding.Pcm16 ? "pcm_s16le" : "pcm_f32le";
        var outStart = $"{Seconds - Out}";
        contest.AddProgram("cp", "cp", input, To("cp"));
        contest.AddProgram(
            "ffmpeg afade", "ffmpeg", "-v", "error", "-y", "-i", input, "-af", $"afade=t=in:d={In}:curve=tri,afade=t=out:st={outStart}:d={Out}:curve=tri", "-c:a", codec, To("ffmpeg"));
        contest.AddProgram("sox fade", "sox", "-D", input, To("sox"), "fade", "t", $"{In}", $"{Seconds}", $"{Out}");
        contest.Add("ours, in process", () => FadeFile.Run(input, To("ours"), Request));
        if (BuiltCommandLine.Find() is { } emotion)
            contest.AddProgram("emotion fade", emotion, "fade", input, To("emotion"), "--fade-in", $"{In}s", "--fade-out", $"{Out}s", "--quiet");
        contest.Run(Seconds);
    }
}
