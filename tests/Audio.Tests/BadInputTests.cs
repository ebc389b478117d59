using RealtimeEmotion.Engine;
using Xunit;
using static RealtimeEmotion.Audio.Tests.WavBytes;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>What users give by mistake, and what they are told.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_file() => Refused([], "is empty", "Copy or export it again");

    [Fact]
    public void A_file_that_does_not_exist()
    {
        var fault = Assert.Throws<InputException>(() => AudioFile.Open(_folder["no.wav"]));
        Assert.Equal($"{_folder["no.wav"]}: does not exist. Check the name.", fault.Message);
        Assert.Equal(" : does not exist. Check the name.", Assert.Throws<InputException>(() => AudioFile.Open(" ")).Message);
        Assert.Contains("does not exist", Assert.Throws<InputException>(() => AudioFile.Open(_folder["no/where.wav"])).Message);
    }

    [Fact]
    public void A_folder()
    {
        var fault = Assert.Throws<InputException>(() => AudioFile.Open(_folder.Path));
        Assert.Equal($"{_folder.Path}: is a folder, not a sound file. Name a file in it.", fault.Message);
    }

    [Fact]
    public void A_text_named_wav() => Refused(
        "Dear diary,\ntoday I renamed a file."u8.ToArray(),
        "is text and not sound (it begins with \"Dear diary,\")", "Give a sound file: WAV, AIFF, FLAC, MP3, Ogg, M4A");

    [Fact]
    public void A_picture_named_wav() => Refused(
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13], "is not a sound file of any kind known here", "Convert it to WAV");

    [Fact]
    public void A_header_of_44_bytes_and_nothing_else()
    {
        // A true one holds 0 samples; one that promises more is remarked on.
        Holds(Pcm16(1, 44100), 0, null);
        Holds(Riff("RIFF", 1000, Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", [], size: 964)), 0, "its header promises 482 frames and it holds 0");
        Holds(Riff("RIFF", uint.MaxValue, Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", [], size: uint.MaxValue)), 0, null);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(30)]
    [InlineData(40)]
    public void A_header_cut_short(int length)
    {
        var fault = Assert.Throws<InputException>(() => AudioFile.Open(Written(Pcm16(1, 44100, 1, 2, 3)[..length])));
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void One_sample() => Holds(Pcm16(1, 44100, 16384), 1, null);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Silence_DC_and_what_is_no_number(float level)
    {
        var path = Written(Riff(Chunk("fmt ", Format(3, 1, 44100, 32)), Chunk("data", Floats([.. Enumerable.Repeat(level, 1000)]))));
        var mono = AudioReading.ReadMono(path, out _);
        Assert.All(mono, sample => Assert.Equal(float.IsFinite(level) ? level : 0, sample));
    }

    [Fact]
    public void A_file_without_permission()
    {
        var path = Written(Pcm16(1, 44100, 1));
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("POSIX permissions");
            return;
        }

        File.SetUnixFileMode(path, 0);
        AsNobody.Run(() =>
        {
            var fault = Assert.Throws<InputException>(() => AudioFile.Open(path));
            Assert.Equal($"{path}: may not be read by you. Ask its owner, or change its permissions.", fault.Message);
        });
    }

    [Fact]
    public void A_folder_without_permission()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("POSIX permissions");
            return;
        }

        var locked = Directory.CreateDirectory(_folder["locked"]).FullName;
        File.WriteAllBytes(Path.Combine(locked, "a.wav"), Pcm16(1, 44100, 1));
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED);
        AsNobody.Run(() =>
        {
            var fault = Assert.Throws<InputException>(() => AudioFile.Find([locked]).ToList());
            Assert.Equal($"{locked}: is a folder that you may not read. Ask its owner, or change its permissions.", fault.Message);
            // Further down it is left out, and the rest is found.
            Assert.Empty(AudioFile.Find([_folder.Path]));
        });
        Assert.Single(AudioFile.Find([_folder.Path]));
    }

    [Fact]
    public void Folders_are_searched_in_order_by_extension_or_content()
    {
        foreach (var name in (string[])["b/2.wav", "b/10.wav", "a/x.MP3", "a/notes.txt", "a/.hidden.wav", ".git/x.wav", "unnamed", "broken.wav", "film.mp4"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllBytes(_folder[name], name switch
            {
                "a/notes.txt" or "broken.wav" => "text"u8.ToArray(),
                "film.mp4" => [0, 0, 0, 0x20, .. "ftypisom"u8, .. new byte[20]],
                _ => Pcm16(1, 44100, 1),
            });
        }

        string[] expected = ["a/x.MP3", "b/10.wav", "b/2.wav", "broken.wav", "unnamed"];
        Assert.Equal(["-", .. expected.Select(name => _folder[name]), _folder["no.wav"]], AudioFile.Find(["-", _folder.Path, _folder["no.wav"]]));
    }

    [Fact]
    public void A_sound_that_a_lying_header_makes_endless_costs_no_memory()
    {
        var path = Written(Rf64("RF64", Format(3, 1, 44100, 32), Floats(1, 2, 3), dataSize: long.MaxValue / 2));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([1f, 2, 3], AudioReading.ReadMono(path, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private void Holds(byte[] file, long frames, string? warning)
    {
        using var source = AudioFile.Open(Written(file));
        Assert.Equal(frames, source.LengthFrames);
        Assert.Equal(frames, WavReadingTests.ReadAll(source).Length);
        Assert.Equal(warning, source.Warning);
    }

    private void Refused(byte[] file, string problem, string remedy)
    {
        var path = Written(file);
        var fault = Assert.Throws<InputException>(() => AudioFile.Open(path));
        Assert.Equal($"{path}: {problem}. {remedy}.", fault.Message);
    }

    private string Written(byte[] file)
    {
        File.WriteAllBytes(_folder["x.wav"], file);
        return _folder["x.wav"];
    }
}
