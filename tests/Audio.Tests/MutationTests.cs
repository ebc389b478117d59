using System.Diagnostics;
using CsCheck;
using RealtimeEmotion.Audio.Fading;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Fades;
using Xunit;
using static RealtimeEmotion.Audio.Tests.WavBytes;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>
/// Valid files with bytes changed at random: nothing but <see cref="InputException"/> comes out, in bounded time and memory.
/// </summary>
public sealed class MutationTests : IDisposable
{
    private const long MostBytes = 40_000_000;
    private const int MostMilliseconds = 20_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("wav")]
    [InlineData("rf64")]
    [InlineData("w64")]
    [InlineData("extensible")]
    public void WAV(string kind)
    {
        var data = new byte[600];
        new Random(1).NextBytes(data);
        var valid = kind switch
        {
            "rf64" => Rf64("RF64", Format(1, 2, 44100, 24), data, null, Chunk("LIST", new byte[7])),
            "w64" => Wave64(Format(3, 1, 44100, 32), data, Wave64Chunk("LIST", new byte[7])),
            "extensible" => Riff(Chunk("fmt ", Extensible(3, 3, 96000, 64, 64)), Chunk("fact", new byte[4]), Chunk("data", data)),
            _ => Riff(Chunk("bext", new byte[11]), Chunk("fmt ", Format(1, 2, 44100, 16)), Chunk("data", data), Chunk("cue ", new byte[28])),
        };
        Mutations(valid, 120).Sample(file =>
        {
            Bounded(() => Drain(AudioFile.OpenWav(new MemoryStream(file), "x")));
            Bounded(() => Drain(AudioFile.OpenWav(new PipeLike(file, 100), "x")));
            var request = new FadeRequest { FadeIn = FadeTime.FromSamples(20), FadeOut = FadeTime.FromSamples(20) };
            Bounded(() =>
            {
                using var source = new ByteSource(new PipeLike(file, 1000), "x");
                using var sink = new MemoryStream();
                using var output = new FadeOutput(sink, "sink");
                FadeFile.Streamed(source, output, request, default);
                Assert.Equal(file.Length, sink.Length);
            });
            Bounded(() =>
            {
                File.WriteAllBytes(_folder["in.wav"], file);
                // What turned into another kind of file is another test's.
                using var bytes = new ByteSource(AudioFile.OpenRead(_folder["in.wav"]), "x");
                if (EditableSound.TryRead(bytes, null) is null)
                    return;
                FadeFile.Run(_folder["in.wav"], _folder["out.wav"], request);
                Assert.Equal(file.Length, new FileInfo(_folder["out.wav"]).Length);
            });
        }, iter: 1500, threads: 1);
    }

    [Theory]
    [InlineData("a.aiff", "", 100, 600)]
    [InlineData("a.flac", "", 0, 600)]
    [InlineData("a.mp3", "", 0, 400)]
    [InlineData("a.ogg", "-c:a libvorbis", 0, 150)]
    [InlineData("a.opus", "", 0, 300)]
    public void Other_decoders(string name, string options, int withinFirst, int iterations)
    {
        Programs.Require("ffmpeg");
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Noise(12000), 48000, 2, SampleEncoding.Pcm16);
        Programs.Run("ffmpeg", ["-v", "error", "-i", _folder["in.wav"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), _folder[name]]);
        var valid = File.ReadAllBytes(_folder[name]);
        Mutations(valid, withinFirst == 0 ? valid.Length : withinFirst).Sample(file =>
        {
            File.WriteAllBytes(_folder["x"], file);
            Bounded(() =>
            {
                using var bytes = new ByteSource(AudioFile.OpenRead(_folder["x"]), "x");
                // ffmpeg's own troubles are not ours, and starting it hundreds of times takes long.
                if (AudioSniffer.Recognise(bytes) is AudioKind.Mp4 or AudioKind.Adts or AudioKind.OggOther or AudioKind.OggVorbisSurround or AudioKind.OtherByFfmpeg)
                    return;
                Drain(AudioFile.Open(_folder["x"]));
            });
        }, iter: iterations, threads: 1);
    }

    [Fact]
    public void Noise() => Gen.Byte.Array[0, 400].Sample(file =>
    {
        Bounded(() => Drain(AudioFile.OpenWav(new MemoryStream(file), "x")));
        Bounded(() => Drain(AudioFile.OpenWav(new MemoryStream([.. "RIFF\0\0\0\0WAVE"u8, .. file]), "x")));
    }, iter: 3000, threads: 1);

    /// <summary>One to eight changed bytes near the front, and perhaps the end cut off.</summary>
    private static Gen<byte[]> Mutations(byte[] valid, int within) =>
        Gen.Select(
            Gen.Select(Gen.Int[0, Math.Min(within, valid.Length) - 1], Gen.Frequency((2, Gen.Byte), (1, Gen.Const((byte)0)), (1, Gen.Const((byte)255)))).Array[1, 8],
            Gen.Frequency((3, Gen.Const(valid.Length)), (1, Gen.Int[0, valid.Length])),
            (changes, length) =>
            {
                var file = (byte[])valid.Clone();
                foreach (var (at, value) in changes)
                    file[at] = value;
                return file[..length];
            });

    private static void Drain(IAudioSource source)
    {
        using (source)
        {
            var block = new float[64 * source.Channels];
            var frames = 0L;
            for (int read; (read = source.Read(block)) > 0; frames += read)
                Assert.InRange(frames, 0, 10_000_000);
            _ = (source.Warning, source.Format, source.LengthFrames);
        }
    }

    private static void Bounded(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var begin = Stopwatch.GetTimestamp();
        try
        {
            action();
        }
        catch (InputException fault)
        {
            Assert.NotEmpty(fault.Problem);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        // A hang, not a slow machine.
        Assert.InRange(Stopwatch.GetElapsedTime(begin).TotalMilliseconds, 0, MostMilliseconds);
    }
}
