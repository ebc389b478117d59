using RealtimeEmotion.Engine;
using Xunit;
using static RealtimeEmotion.Audio.Tests.WavBytes;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>Headers lie: what the best tools read is read and remarked on; the rest is refused with a reason.</summary>
public sealed class HeaderLiesTests
{
    private static readonly byte[] Stereo = Format(1, 2, 44100, 16);

    [Fact]
    public void A_size_beyond_the_end_is_cut()
    {
        var file = Riff(Chunk("fmt ", Stereo), Chunk("data", Shorts(1, 2, 3, 4), size: 4000));
        Tolerated(file, 2, "its header promises 1000 frames and it holds 2");
        // A pipe finds out at the end.
        using var pipe = AudioFile.OpenWav(new PipeLike(file), "pipe");
        Assert.Equal(4, WavReadingTests.ReadAll(pipe).Length);
        Assert.Equal("its header promises 1000 frames and it ends after 2", pipe.Warning);
    }

    [Fact]
    public void A_frame_cut_in_its_middle_is_left_out() =>
        Tolerated(
            Riff(Chunk("fmt ", Stereo), Chunk("data", [.. Shorts(1, 2), 9], size: 8, pad: false))[..^1], 1,
            "its header promises 2 frames and it holds 1; its last 1 bytes are no whole frame and are left out");

    [Fact]
    public void A_size_of_zero_before_samples_means_to_the_end() =>
        Tolerated(
            Riff(Chunk("fmt ", Stereo), Chunk("data", Shorts(1, 2, 3, 4, 5, 6), size: 0)), 3,
            "its header says that it holds no sound; everything to its end is taken");

    [Fact]
    public void A_size_of_zero_before_another_chunk_means_zero() =>
        Tolerated(Riff(Chunk("fmt ", Stereo), Chunk("data", []), Chunk("LIST", new byte[10])), 0, null);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(64)]
    public void A_wrong_block_alignment_is_computed_anew(int blockAlign) =>
        Tolerated(
            Riff(Chunk("fmt ", Format(3, 2, 44100, 32, blockAlign)), Chunk("data", Floats(1, 2, 3, 4))), 2,
            $"its header says {blockAlign} bytes a frame, which cannot be; 8 are taken");

    [Fact]
    public void A_wrong_RIFF_size_and_a_wrong_byte_rate_do_not_matter()
    {
        var format = Format(1, 2, 44100, 16);
        format[8] ^= 0x55;
        Tolerated(Riff("RIFF", 3, Chunk("fmt ", format), Chunk("data", Shorts(1, 2))), 1, null);
    }

    [Fact]
    public void A_cut_extensible_header_is_taken_for_PCM() =>
        Tolerated(
            Riff(Chunk("fmt ", Extensible(1, 2, 44100, 16, 16)[..18]), Chunk("data", Shorts(1, 2))), 1,
            "its extensible fmt chunk is cut short and is taken for PCM");

    [Theory]
    [InlineData(0, 44100, "says that it has 0 channels", "Export it again")]
    [InlineData(65, 44100, "has 65 channels; 64 are the most", "Export the channels that you need")]
    [InlineData(2, 7999, "has a sample rate of 7999 Hz, outside 8000 to 384000 Hz", "Convert it to 44100 Hz")]
    [InlineData(2, 384001, "has a sample rate of 384001 Hz, outside 8000 to 384000 Hz", "Convert it to 44100 Hz")]
    [InlineData(2, 0, "has a sample rate of 0 Hz, outside 8000 to 384000 Hz", "Convert it to 44100 Hz")]
    [InlineData(2, -1, "has a sample rate of 4294967295 Hz, outside 8000 to 384000 Hz", "Convert it to 44100 Hz")]
    public void What_cannot_be_is_refused(int channels, int rate, string problem, string remedy) =>
        Refused(Riff(Chunk("fmt ", Format(1, channels, rate, 16)), Chunk("data", Shorts(1, 2))), problem, remedy);

    [Theory]
    [InlineData(1, 0, "holds 0-bit PCM samples")]
    [InlineData(1, 64, "holds 64-bit PCM samples")]
    [InlineData(3, 16, "holds 16-bit floating-point samples")]
    public void Widths_that_are_none_are_refused(int tag, int bits, string problem)
    {
        var file = Riff(Chunk("fmt ", Format(tag, 1, 44100, bits)), Chunk("data", new byte[8]));
        Assert.Contains(problem, Assert.Throws<InputException>(() => AudioFile.OpenWav(new MemoryStream(file), "x")).Message);
    }

    [Fact]
    public void Samples_before_their_format_are_refused() =>
        Refused(
            Riff(Chunk("data", Shorts(1, 2)), Chunk("fmt ", Stereo)),
            "has no fmt chunk before its data, so nobody can tell what its samples are", "Export it again");

    [Fact]
    public void A_file_without_format_or_data_is_refused()
    {
        Refused(Riff(), "ends before its fmt chunk, so it holds no sound", "Copy or export it again");
        Refused(Riff(Chunk("fmt ", Stereo)), "has no data chunk, so it holds no sound", "Copy or export it again");
        Refused(Riff(Chunk("fmt ", Stereo[..10])), "has a fmt chunk that is cut short", "Copy or export it again");
    }

    [Fact]
    public void A_desert_of_zeros_after_the_header_ends_the_search()
    {
        var file = new byte[1 << 20];
        Riff().CopyTo(file, 0);
        Refused(file, "has no data chunk among its first 4096 chunks", "Copy or export it again");
    }

    [Fact]
    public void Wave64_sizes_that_lead_nowhere_end()
    {
        var file = Wave64(Stereo, Shorts(1, 2));
        file.AsSpan(40 + 16, 8).Fill(0xFF); // the fmt chunk's size: -1
        Assert.Throws<InputException>(() => AudioFile.OpenWav(new MemoryStream(file), "x"));
        file.AsSpan(40 + 16, 7).Fill(0xFF);
        file[40 + 23] = 0x7F; // the largest there is
        Assert.Throws<InputException>(() => AudioFile.OpenWav(new MemoryStream(file), "x"));
    }

    [Fact]
    public void An_RF64_that_promises_too_much_is_cut() =>
        Tolerated(
            Rf64("RF64", Stereo, Shorts(1, 2, 3, 4), dataSize: 1L << 40), 2,
            "its header promises 274877906944 frames and it holds 2");

    private static void Tolerated(byte[] file, long frames, string? warning)
    {
        using var source = AudioFile.OpenWav(new MemoryStream(file), "x.wav");
        Assert.Equal(frames, source.LengthFrames);
        Assert.Equal(frames, WavReadingTests.ReadAll(source).Length / source.Channels);
        Assert.Equal(warning, source.Warning);
    }

    private static void Refused(byte[] file, string problem, string remedy)
    {
        foreach (var stream in (Stream[])[new MemoryStream(file), new PipeLike(file, 1000)])
        {
            var fault = Assert.Throws<InputException>(() => AudioFile.OpenWav(stream, "x.wav"));
            Assert.Equal($"x.wav: {problem}. {remedy}.", fault.Message);
        }
    }
}
