using System.Buffers.Binary;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using Xunit;
using static RealtimeEmotion.Audio.Tests.WavBytes;

namespace RealtimeEmotion.Audio.Tests;

public sealed class WavReadingTests
{
    private static readonly int[] Ramp = [0, 1, -1, 1000, -1000, 32767, -32768, 5];

    public static TheoryData<string> Containers => ["RIFF", "RF64", "BW64", "W64", "RIFX", "extensible", "odd chunks", "odd chunks without padding", "ADTL behind"];

    [Theory]
    [MemberData(nameof(Containers))]
    public void Every_container_gives_the_same_samples(string container)
    {
        var format = Format(1, 2, 48000, 16);
        var data = Shorts(Ramp);
        var file = container switch
        {
            "RF64" or "BW64" => Rf64(container, format, data),
            "W64" => Wave64(format, data, Wave64Chunk("LIST", new byte[5])),
            "RIFX" => Rifx(format, data),
            "extensible" => Riff(Chunk("fmt ", Extensible(1, 2, 48000, 16, 16)), Chunk("data", data)),
            "odd chunks" => Riff(Chunk("LIST", new byte[13]), Chunk("fmt ", format), Chunk("odd ", new byte[1]), Chunk("data", data)),
            "odd chunks without padding" => Riff(Chunk("LIST", new byte[13], pad: false), Chunk("fmt ", format), Chunk("odd ", [7], pad: false), Chunk("data", data)),
            "ADTL behind" => Riff(Chunk("fmt ", format), Chunk("data", data), Chunk("LIST", new byte[12])),
            _ => Riff(Chunk("fmt ", format), Chunk("data", data)),
        };
        foreach (var stream in (Stream[])[new MemoryStream(file), new PipeLike(file)])
        {
            using var source = AudioFile.OpenWav(stream, "test");
            Assert.Equal((48000, 2, 4L), (source.SampleRate, source.Channels, source.LengthFrames));
            Assert.Equal("WAV, 16-bit PCM", source.Format);
            Assert.Equal(Ramp.Select(sample => sample / 32768f), ReadAll(source));
            Assert.Null(source.Warning);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_pipe_of_unknown_length_is_read_to_its_end(uint size)
    {
        var file = Riff("RIFF", size, Chunk("fmt ", Format(3, 1, 44100, 32)), Chunk("data", Floats(0.5f, -0.25f, 0.125f), size));
        using var source = AudioFile.OpenWav(new PipeLike(file, 5), "test");
        Assert.Null(source.LengthFrames);
        Assert.Equal([0.5f, -0.25f, 0.125f], ReadAll(source));
        Assert.Null(source.Warning);
    }

    [Fact]
    public void Twenty_bits_in_three_bytes_and_twenty_four_in_four_are_left_justified()
    {
        byte[] three = [0x00, 0x00, 0x40]; // 0.5
        using var twenty = AudioFile.OpenWav(new MemoryStream(Riff(Chunk("fmt ", Extensible(1, 1, 44100, 24, 20)), Chunk("data", three))), "test");
        Assert.Equal([0.5f], ReadAll(twenty));
        byte[] four = [0x00, 0x00, 0x00, 0xC0]; // -0.5
        using var wide = AudioFile.OpenWav(
            new MemoryStream(Riff(Chunk("fmt ", Format(1, 1, 44100, 24, blockAlign: 4)), Chunk("data", four))), "test");
        Assert.Equal([-0.5f], ReadAll(wide));
    }

    [Fact]
    public void Every_A_law_and_mu_law_code_is_what_G711_says()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        foreach (var (tag, expand) in ((int, Func<int, int>)[])[(6, ALaw), (7, MuLaw)])
        {
            using var source = AudioFile.OpenWav(new MemoryStream(Riff(Chunk("fmt ", Format(tag, 1, 8000, 8)), Chunk("data", codes))), "test");
            Assert.Equal(Enumerable.Range(0, 256).Select(code => expand(code) / 32768f), ReadAll(source));
        }

        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(code, CompandedSample.ToALaw(ALaw(code)));
            // Mu-law has two zeros; the positive one is written.
            Assert.Equal(code == 0x7F ? 0xFF : code, CompandedSample.ToMuLaw(MuLaw(code)));
        }
    }

    [Fact]
    public void NaN_and_infinity_are_data_and_count_as_nothing_in_the_mono_mix()
    {
        using var folder = new TemporaryFolder();
        float[] samples = [float.NaN, 0.5f, float.PositiveInfinity, 0.5f, float.NegativeInfinity, float.NaN];
        File.WriteAllBytes(folder["nan.wav"], Riff(Chunk("fmt ", Format(3, 2, 44100, 32)), Chunk("data", Floats(samples))));
        Assert.Equal(samples, AudioReading.ReadInterleaved(folder["nan.wav"], out _, out _));
        Assert.Equal([0.25f, 0.25f, 0], AudioReading.ReadMono(folder["nan.wav"], out _));
    }

    [Fact]
    public void Any_cut_into_reads_gives_the_same_samples()
    {
        var samples = Enumerable.Range(0, 3000).Select(i => (i * 7919 + 3) % 65536 - 32768).ToArray();
        var file = Pcm16(3, 44100, samples);
        using var whole = AudioFile.OpenWav(new MemoryStream(file), "test");
        var expected = ReadAll(whole);
        foreach (var frames in (int[])[1, 2, 17, 999, 100000])
        {
            using var source = AudioFile.OpenWav(new PipeLike(file, 11), "test");
            var block = new float[frames * 3 + 2];
            var got = new List<float>();
            for (int read; (read = source.Read(block)) > 0;)
                got.AddRange(block.AsSpan(0, read * 3));
            Assert.Equal(expected, got);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    public void One_to_64_channels(int channels)
    {
        using var source = AudioFile.OpenWav(new MemoryStream(Pcm16(channels, 44100, new int[channels * 3])), "test");
        Assert.Equal((channels, 3L), (source.Channels, source.LengthFrames));
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(22050)]
    [InlineData(192000)]
    [InlineData(384000)]
    public void Rates_of_8_to_384_kHz(int rate)
    {
        using var source = AudioFile.OpenWav(new MemoryStream(Pcm16(1, rate, 1, 2)), "test");
        Assert.Equal(rate, source.SampleRate);
    }

    [Fact]
    public void Compressed_WAV_in_a_pipe_is_refused_by_name()
    {
        var file = Riff(Chunk("fmt ", Format(2, 1, 44100, 4)), Chunk("data", new byte[100]));
        var fault = Assert.Throws<InputException>(() => AudioFile.OpenWav(new MemoryStream(file), "x.wav"));
        Assert.Equal("x.wav: is a WAV that holds Microsoft ADPCM, which cannot be read from a pipe. Give it as a file.", fault.Message);
    }

    internal static float[] ReadAll(IAudioSource source)
    {
        var all = new List<float>();
        var block = new float[source.Channels * 100];
        for (int frames; (frames = source.Read(block)) > 0;)
            all.AddRange(block.AsSpan(0, frames * source.Channels));
        return [.. all];
    }

    private static byte[] Rifx(byte[] format, byte[] data)
    {
        var little = Riff("RIFX", null, Chunk("fmt ", format), Chunk("data", data));
        var file = little.ToArray();
        foreach (var (at, width) in ((int, int)[])[(4, 4), (16, 4), (20, 2), (22, 2), (24, 4), (28, 4), (32, 2), (34, 2), (40, 4)])
            Array.Reverse(file, at, width);
        for (var at = 44; at < file.Length; at += 2)
            Array.Reverse(file, at, 2);
        Assert.Equal(data.Length, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(40)));
        return file;
    }

    // By the tables of G.711 spelled out segment by segment.
    private static int ALaw(int code)
    {
        var bits = code ^ 0x55;
        int[] starts = [0, 256, 512, 1024, 2048, 4096, 8192, 16384];
        int[] steps = [16, 16, 32, 64, 128, 256, 512, 1024];
        var segment = bits >> 4 & 7;
        var value = starts[segment] + steps[segment] * (bits & 15) + steps[segment] / 2;
        return (bits & 0x80) != 0 ? value : -value;
    }

    private static int MuLaw(int code)
    {
        var bits = ~code & 0xFF;
        int[] starts = [0, 132, 396, 924, 1980, 4092, 8316, 16764];
        var segment = bits >> 4 & 7;
        var value = starts[segment] + (8 << segment) * (bits & 15);
        return (bits & 0x80) != 0 ? -value : value;
    }
}
