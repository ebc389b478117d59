using System.Globalization;
using NAudio.Wave;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine.Buffers;

namespace RealtimeEmotion.Bench;

/// <summary>Ten minutes of stereo WAV decoded and mixed to mono, beside NAudio and ffmpeg.</summary>
internal static class DecodeComparison
{
    private const int Seconds = 600;
    private const int BlockFrames = 8192;

    internal static int Run(string[] arguments)
    {
        var repetitions = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        var folder = Directory.CreateTempSubdirectory("decode-comparison").FullName;
        try
        {
            foreach (var encoding in (SampleEncoding[])[SampleEncoding.Pcm16, SampleEncoding.Pcm24, SampleEncoding.IeeeFloat32])
            {
                var path = Path.Combine(folder, $"{encoding}.wav");
                FadeComparison.WriteNoise(path, encoding);
                var contest = new Contest($"decode and mix 10 minutes stereo, {encoding}", repetitions);
                contest.Add("ours", () => Ours(path));
                contest.Add("NAudio", () => NAudio(path));
                contest.AddProgram("ffmpeg", "ffmpeg", "-v", "error", "-y", "-i", path, "-ac", "1", "-f", "f32le", "/dev/null");
                contest.Run(Seconds);
                Compressed(folder, path, encoding, repetitions);
                File.Delete(path);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Noise is the worst that a lossless codec can meet; the lossy ones do not care much.
    private static void Compressed(string folder, string wav, SampleEncoding encoding, int repetitions)
    {
        if (encoding != SampleEncoding.Pcm16)
            return;
        foreach (var extension in (string[])["flac", "mp3", "ogg", "opus"])
        {
            var path = Path.Combine(folder, "in." + extension);
            var contest = new Contest($"decode and mix 10 minutes stereo, {extension}", Math.Min(repetitions, 3));
            try
            {
                using var encoder = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-y", "-i", wav, path]);
                encoder.WaitForExit();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return;
            }

            contest.Add("ours", () => Ours(path));
            contest.AddProgram("ffmpeg", "ffmpeg", "-v", "error", "-y", "-i", path, "-ac", "1", "-f", "f32le", "/dev/null");
            contest.Run(Seconds);
            File.Delete(path);
        }
    }

    private static void Ours(string path)
    {
        using var source = AudioFile.Open(path);
        var block = new float[BlockFrames * source.Channels];
        var mono = new float[BlockFrames];
        for (int frames; (frames = source.Read(block)) > 0;)
            ChannelMix.ToMono(block.AsSpan(0, frames * source.Channels), source.Channels, mono.AsSpan(0, frames));
    }

    private static void NAudio(string path)
    {
        using var reader = new WaveFileReader(path);
        var samples = reader.ToSampleProvider();
        var block = new float[BlockFrames * 2];
        var mono = new float[BlockFrames];
        for (int read; (read = samples.Read(block)) > 0;)
            ChannelMix.ToMono(block.AsSpan(0, read), 2, mono.AsSpan(0, read / 2));
    }
}
