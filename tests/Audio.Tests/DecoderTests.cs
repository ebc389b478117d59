using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>Every decoder beside ffmpeg's, sample by sample.</summary>
public sealed class DecoderTests
{
    /// <summary>Name, what ffmpeg is told, the largest difference.</summary>
    public static TheoryData<string, string, double> Encodings => new()
    {
        { "a.mp3", "-b:a 192k", 1e-5 },
        { "joint.mp3", "-b:a 256k -joint_stereo 1", 1e-5 },
        { "mpeg2.mp3", "-ar 22050 -ac 1 -b:a 56k", 1e-5 },
        { "mpeg25.mp3", "-ar 11025 -b:a 32k", 1e-5 },
        { "untagged.mp3", "-b:a 192k -write_xing 0", 1e-5 },
        { "layer2.mp2", "", 5e-5 }, // ffmpeg's is of 16 bits
        { "a.ogg", "-c:a libvorbis", 1e-5 },
        { "mono.ogg", "-c:a libvorbis -ac 1", 1e-5 },
        { "surround.ogg", "-c:a libvorbis -ac 6", 0 },
        // Concentus works in fixed point, as the reference decoder may, and ffmpeg's own does not.
        { "a.opus", "", 1e-3 },
        { "surround.opus", "-ac 6 -mapping_family 1", 1e-3 },
        { "a.flac", "", 0 },
        { "best.flac", "-compression_level 12", 0 },
        { "least.flac", "-compression_level 0", 0 },
        { "24.flac", "-sample_fmt s32", 0 },
        { "mono.flac", "-ac 1", 0 },
        { "surround.flac", "-ac 6", 0 },
        { "tagged.flac", "-metadata comment=long", 0 },
        { "a.aiff", "", 0 },
        { "24.aiff", "-c:a pcm_s24be", 0 },
        { "little.aiff", "-c:a pcm_s16le -f aiff", 0 },
        { "float.aiff", "-c:a pcm_f32be", 0 },
        { "8.aiff", "-c:a pcm_s8", 0 },
        { "double.aiff", "-c:a pcm_f64be", 0 },
        { "alaw.aiff", "-c:a pcm_alaw", 0 },
        { "a.w64", "", 0 },
        { "a.wav", "-c:a pcm_s24le", 0 },
        { "rf64.wav", "-rf64 always", 0 },
        { "alaw.wav", "-c:a pcm_alaw", 0 },
        { "mulaw.wav", "-c:a pcm_mulaw", 0 },
        { "double.wav", "-c:a pcm_f64le", 0 },
        { "adpcm.wav", "-c:a adpcm_ms", 0 },
        { "a.m4a", "", 0 },
        { "a.aac", "", 0 },
        { "a.caf", "", 0 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Decodes_as_ffmpeg_does(string name, string options, double tolerance)
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        var rate = 44100;
        var sound = TestSignal.Sines(3 * rate + 123, 2, rate);
        var noise = TestSignal.Noise(sound.Length);
        for (var i = 0; i < sound.Length; i++)
            sound[i] = 0.8f * sound[i] + 0.05f * noise[i] * (i / 20000 % 2);
        WavWriter.WriteAll(folder["in.wav"], sound, rate, 2);
        Programs.Run("ffmpeg", ["-v", "error", "-i", folder["in.wav"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), folder[name]]);
        // A name that lies: the contents decide.
        File.Move(folder[name], folder["renamed.dat"]);
        var expected = Programs.DecodeByFfmpeg(folder["renamed.dat"], name.EndsWith(".opus", StringComparison.Ordinal) ? ["-c:a", "libopus"] : []);
        var got = AudioReading.ReadInterleaved(folder["renamed.dat"], out _, out var channels);
        Assert.Equal(expected.Length / channels, got.Length / channels);
        var worst = 0f;
        for (var i = 0; i < got.Length; i++)
            worst = Math.Max(worst, Math.Abs(expected[i] - got[i]));
        Assert.InRange(worst, 0, tolerance);
        using var source = AudioFile.Open(folder["renamed.dat"]);
        Assert.Null(source.Warning);
        if (source.LengthFrames is { } length)
            Assert.Equal(got.Length / channels, length);
    }

    [Fact]
    public void An_MP3_of_few_bits_differs_at_most_around_its_short_blocks()
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        var sound = TestSignal.Sines(4 * 44100, 2, 44100);
        var noise = TestSignal.Noise(sound.Length);
        for (var i = 0; i < sound.Length; i++)
            sound[i] = 0.8f * sound[i] + 0.05f * noise[i] * (i / 20000 % 2);
        WavWriter.WriteAll(folder["in.wav"], sound, 44100, 2);
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], "-b:a", "128k", folder["a.mp3"]);
        var expected = Programs.DecodeByFfmpeg(folder["a.mp3"]);
        var got = AudioReading.ReadInterleaved(folder["a.mp3"], out _, out _);
        Assert.Equal(expected.Length, got.Length);
        // NLayer 3.0.1 decodes some short blocks of MPEG-1 wrongly, which ffmpeg and mpg123 agree upon: a few
        // milliseconds around an attack.
        var differing = expected.Zip(got).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-5);
        Assert.InRange(differing, 0, got.Length / 20);
    }

    [Fact]
    public void Speech_in_Opus_is_what_the_reference_decoder_makes_of_it()
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Sines(3 * 48000, 1, 48000), 48000);
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], "-b:a", "16k", "-application", "voip", folder["a.opus"]);
        var expected = Programs.DecodeByFfmpeg(folder["a.opus"], "-c:a", "libopus");
        var got = AudioReading.ReadMono(folder["a.opus"], out var rate);
        Assert.Equal((48000, expected.Length), (rate, got.Length));
        for (var i = 0; i < got.Length; i++)
            Assert.InRange(Math.Abs(expected[i] - got[i]), 0, 2e-3);
    }

    [Fact]
    public void An_MP3_has_the_length_it_was_made_from()
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Sines(100_001, 1, 44100), 44100);
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], folder["a.mp3"]);
        using var source = AudioFile.Open(folder["a.mp3"]);
        Assert.Equal(100_001, source.LengthFrames);
        // Aligned with the original: the strongest correlation is where it should be.
        var decoded = AudioReading.ReadMono(folder["a.mp3"], out _);
        var original = AudioReading.ReadMono(folder["in.wav"], out _);
        for (var i = 20_000; i < 80_000; i++)
            Assert.InRange(Math.Abs(decoded[i] - original[i]), 0, 0.05);
    }

    [Fact]
    public void An_MP3_behind_a_large_picture_is_found()
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Sines(44100, 1, 44100), 44100);
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], "-id3v2_version", "0", folder["a.mp3"]);
        var picture = new byte[300_000];
        byte[] tag = [.. "ID3"u8, 4, 0, 0, (byte)(picture.Length >> 21), (byte)(picture.Length >> 14 & 127), (byte)(picture.Length >> 7 & 127), (byte)(picture.Length & 127)];
        File.WriteAllBytes(folder["b.mp3"], [.. tag, .. picture, .. File.ReadAllBytes(folder["a.mp3"])]);
        Assert.Equal(AudioReading.ReadMono(folder["a.mp3"], out _), AudioReading.ReadMono(folder["b.mp3"], out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_tag_in_front_of_an_MP3_costs_no_memory_whatever_size_it_claims(int tags)
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Sines(44100, 1, 44100), 44100);
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], "-id3v2_version", "0", folder["a.mp3"]);
        var sound = File.ReadAllBytes(folder["a.mp3"]);
        byte[] empty = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0];
        byte[] huge = [.. "ID3"u8, 4, 0, 0, 127, 127, 127, 127];
        byte[] front = [.. Enumerable.Repeat(empty, tags - 1).SelectMany(tag => tag)];
        File.WriteAllBytes(folder["b.mp3"], [.. front, .. empty, .. sound]);
        Assert.Equal(AudioReading.ReadMono(folder["a.mp3"], out _), AudioReading.ReadMono(folder["b.mp3"], out _));

        File.WriteAllBytes(folder["c.mp3"], [.. front, .. huge, .. sound]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InputException>(() => AudioReading.ReadMono(folder["c.mp3"], out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Theory]
    [InlineData("mp3")]
    [InlineData("ogg")]
    [InlineData("opus")]
    [InlineData("flac")]
    [InlineData("aiff")]
    public void What_is_cut_off_is_read_up_to_there(string extension)
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Noise(480_000), 48000);
        var whole = folder["whole." + extension];
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], whole);
        var bytes = File.ReadAllBytes(whole);
        var cut = folder["cut." + extension];
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        using var source = AudioFile.Open(cut);
        var frames = WavReadingTests.ReadAll(source).Length;
        Assert.InRange(frames, 180_000, 300_000);
        if (extension is "flac" or "aiff")
            Assert.NotNull(source.Warning);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5000)]
    public void A_vorbis_file_whose_end_is_trimmed_ends_there(int trimmed)
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Noise(140_000), 48000);
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], "-c:a", "libvorbis", folder["a.ogg"]);
        var whole = AudioReading.ReadMono(folder["a.ogg"], out _);
        var bytes = File.ReadAllBytes(folder["a.ogg"]);
        OggPages.TrimEnd(bytes, trimmed);
        File.WriteAllBytes(folder["b.ogg"], bytes);
        using var source = AudioFile.Open(folder["b.ogg"]);
        Assert.Equal(whole.Length - trimmed, source.LengthFrames);
        Assert.Equal(whole[..^trimmed], WavReadingTests.ReadAll(source));
    }

    [Theory]
    [InlineData("opus")]
    [InlineData("flac")]
    public void Damage_in_the_middle_is_passed_over_and_remarked_on(string extension)
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Noise(5 * 48000), 48000);
        var path = folder["a." + extension];
        Programs.Run("ffmpeg", "-v", "error", "-i", folder["in.wav"], path);
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2, 200).Fill(0x5A);
        File.WriteAllBytes(path, bytes);
        using var source = AudioFile.Open(path);
        Assert.InRange(WavReadingTests.ReadAll(source).Length, 3.5 * 48000, 5 * 48000);
        Assert.Contains("damaged", source.Warning);
    }

    [Fact]
    public void Without_ffmpeg_one_is_told_what_to_install()
    {
        using var folder = new TemporaryFolder();
        byte[] m4a = [0, 0, 0, 0x20, .. "ftypM4A "u8, .. new byte[100]];
        File.WriteAllBytes(folder["a.m4a"], m4a);
        var path = Environment.GetEnvironmentVariable("RTE_FFMPEG");
        try
        {
            Environment.SetEnvironmentVariable("RTE_FFMPEG", folder["nowhere"]);
            var fault = Assert.Throws<InputException>(() => AudioFile.Open(folder["a.m4a"]));
            Assert.Equal(
                $"{folder["a.m4a"]}: is M4A, which is read by ffmpeg, which is not installed. Install ffmpeg (Debian, Ubuntu: apt install "
                + "ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or convert the file to WAV.",
                fault.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("RTE_FFMPEG", path);
        }
    }

    [Fact]
    public void What_ffmpeg_cannot_decode_either_is_said_in_its_words()
    {
        Programs.Require("ffmpeg");
        using var folder = new TemporaryFolder();
        byte[] m4a = [0, 0, 0, 0x20, .. "ftypM4A "u8, .. new byte[100]];
        File.WriteAllBytes(folder["a.m4a"], m4a);
        var fault = Assert.Throws<InputException>(() => AudioFile.Open(folder["a.m4a"]));
        Assert.Equal(folder["a.m4a"], fault.Subject);
        Assert.StartsWith("cannot be decoded by ffmpeg (", fault.Problem);
        Assert.Equal("check that the file plays, or convert it to WAV", fault.Remedy);
    }

    [Fact]
    public void A_32_bit_FLAC_and_odd_widths_are_exact()
    {
        Programs.Require("flac");
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["in.wav"], TestSignal.Noise(20000), 44100, 2, SampleEncoding.Pcm24);
        Programs.Run("flac", "-s", "-o", folder["a.flac"], folder["in.wav"]);
        Assert.Equal(AudioReading.ReadInterleaved(folder["in.wav"], out _, out _), AudioReading.ReadInterleaved(folder["a.flac"], out _, out _));
    }
}
