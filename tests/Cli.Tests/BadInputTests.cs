using System.Buffers.Binary;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>What people really feed to programs: each gives one line that names the file, and an exit code.</summary>
public sealed class BadInputTests(Workshop workshop) : IClassFixture<Workshop>
{
    /// <summary>Files that cannot be heard: name, content, what is said.</summary>
    public static TheoryData<string, string> Broken => new()
    {
        { "empty", "is empty. Copy or export it again." },
        { "header only", "has a header but no samples. Export it again." },
        { "0 samples", "has a header but no samples. Export it again." },
        { "text", "is text and not sound (it begins with \"Dear Sir or Madam,\"). Give a sound file" },
        { "noise", "is not a sound file of any kind known here. Convert it to WAV." },
        { "cut in the header", "cut" },
        { "0 channels", "says that it has 0 channels. Export it again." },
        { "65 channels", "has 65 channels; 64 are the most. Export the channels that you need." },
        { "4 kHz", "has a sample rate of 4000 Hz, outside 8000 to 384000 Hz. Convert it to 44100 Hz." },
        { "1 MHz", "has a sample rate of 1000000 Hz, outside 8000 to 384000 Hz. Convert it to 44100 Hz." },
    };

    /// <summary>Files that look odd and can be heard: name, whether something is said about them.</summary>
    public static TheoryData<string, bool> Odd => new()
    {
        { "1 sample", false },
        { "cut in mid-chunk", true },
        { "size 0 in the header", true },
        { "size too large", true },
        { "size unknown", false },
        { "NaN and infinity", false },
        { "direct current", false },
        { "silence", false },
        { "1 channel", false },
        { "64 channels", false },
        { "8 kHz", false },
        { "384 kHz", false },
        { "wav named mp3", false },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Analyze_names_the_file_and_the_fault(string kind, string message) => Refused(kind, message, path => ["analyze", path, "--model", workshop.Model, "--format", "csv"], writesOutput: true);

    [Theory]
    [MemberData(nameof(Broken))]
    public void Fade_names_the_file_and_the_fault(string kind, string message)
    {
        if (kind is "header only" or "0 samples")
        {
            // Nothing faded is nothing: that works.
            Assert.Equal(0, Emotion.Run("fade", Create(kind), workshop["nothing.wav"], "--fade-in", "1s").ExitCode);
            return;
        }

        string output = workshop["broken-out.wav"];
        Refused(kind, message, path => ["fade", path, output, "--fade-in", "1s"]);
        Assert.False(File.Exists(output));
    }

    [Theory]
    [InlineData("empty", "is empty")]
    [InlineData("text", "is text and not sound")]
    [InlineData("header only", "has no samples")]
    public void Features_and_plot_say_the_same(string kind, string message)
    {
        Refused(kind, message, path => ["features", path]);
        Refused(kind, message, path => ["plot", path, "--kind", "waveform", "-o", workshop["broken.png"]]);
        Assert.False(File.Exists(workshop["broken.png"]));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void What_can_be_heard_is_heard(string kind, bool isMentioned)
    {
        string path = Create(kind);
        RunResult result = Emotion.Run("analyze", path, "--model", workshop.Model, "--format", "csv");
        Assert.Equal(0, result.ExitCode);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        string values = lines[1][path.Length..];
        Assert.DoesNotContain("NaN", values);
        Assert.EndsWith(kind is "silence" or "direct current" ? ",true," : ",false,", values);
        Assert.Equal(isMentioned ? 1 : 0, result.ErrorLines.Length);
        Assert.All(result.ErrorLines, line => Assert.StartsWith(path, line));

        string faded = workshop["odd-faded.wav"];
        RunResult fade = Emotion.Run("fade", path, faded, "--fade-in", "5smp", "--fade-out", "5smp");
        Assert.Equal(0, fade.ExitCode);
        Assert.True(File.Exists(faded));
    }

    [Fact]
    public void Pictures_of_odd_sounds_are_drawn()
    {
        foreach (string kind in (string[])["1 sample", "silence", "NaN and infinity", "64 channels", "384 kHz", "8 kHz"])
        {
            RunResult result = Emotion.Run("plot", Create(kind), "-o", workshop["odd.png"], "--model", workshop.Model);
            Assert.True(result.ExitCode == 0, $"{kind}: {result.Error}");
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_not_to_be()
    {
        RunResult result = Emotion.Run("features", workshop["nowhere.wav"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"{workshop["nowhere.wav"]}: does not exist. Check the name.\n", result.Error);
    }

    [Fact]
    public void A_folder_is_no_sound()
    {
        RunResult result = Emotion.Run("fade", workshop.Folder, workshop["x.wav"], "--fade-in", "1s");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is a folder", result.Error);
    }

    [Fact]
    public void A_folder_without_permission_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs Unix permissions");
        string closed = workshop["closed"];
        Directory.CreateDirectory(closed);
        Assert.Equal(0, Emotion.Shell($"chmod 000 '{closed}'").ExitCode);

        // Root may read everything, unless that right is taken from it.
        const string Unprivileged = "setpriv --bounding-set -dac_override,-dac_read_search";
        bool root = Environment.UserName == "root";
        Assert.SkipWhen(root && Emotion.Shell($"{Unprivileged} true && ! {Unprivileged} ls '{closed}'").ExitCode != 0, "root's rights cannot be taken away here");
        string run = root ? $"{Unprivileged} \"$EMOTION\"" : "\"$EMOTION\"";
        RunResult read = Emotion.Shell($"{run} analyze '{closed}' --model '{workshop.Model}'");
        Assert.Equal(2, read.ExitCode);
        Assert.Contains($"{closed}: is a folder that you may not read.", read.Error);
        RunResult write = Emotion.Shell($"{run} fade '{workshop.Song}' '{closed}/out.wav' --fade-in 1s");
        Assert.Equal(2, write.ExitCode);
        Assert.Contains("may not be written by you", write.Error);
    }

    [Fact]
    public void A_full_disk_is_told_and_nothing_is_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs root, to mount a small disk");
        string disk = workshop["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipWhen(Emotion.Shell($"mount -t tmpfs -o size=256k tmpfs '{disk}'").ExitCode != 0, "may not mount here");
        try
        {
            foreach (string command in (string[])[$"fade '{workshop.Song}' '{disk}/out.wav' --fade-in 1s --fade-out 1s", $"features '{workshop.Song}' -o '{disk}/out.csv'", $"demo -o '{disk}'"])
            {
                RunResult result = Emotion.Shell($"\"$EMOTION\" {command} -q");
                Assert.Equal(2, result.ExitCode);
                Assert.Contains("cannot be written since the disk is full. Free some space or write to another disk.", result.Error);
                Assert.Single(result.ErrorLines);
                Assert.Empty(Directory.GetFileSystemEntries(disk));
            }
        }
        finally
        {
            Emotion.Shell($"umount '{disk}'");
        }
    }

    [Fact]
    public void A_full_device_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        RunResult direct = Emotion.Run("features", workshop.Song, "-o", "/dev/full");
        Assert.Equal(2, direct.ExitCode);
        Assert.Contains("the disk is full", direct.Error);
        foreach (string command in (string[])["features \"$1\"", "fade \"$1\" - --fade-in 1s", "--help"])
        {
            RunResult redirected = Emotion.Shell($"set -- '{workshop.Song}'; \"$EMOTION\" {command} > /dev/full");
            Assert.Equal(2, redirected.ExitCode);
            Assert.Single(redirected.ErrorLines);
            Assert.DoesNotContain("internal error", redirected.Error);
        }
    }

    private void Refused(string kind, string message, Func<string, string[]> arguments, bool writesOutput = false)
    {
        string path = Create(kind);
        RunResult result = Emotion.Run(arguments(path));
        Assert.Equal(2, result.ExitCode);
        string line = Assert.Single(result.ErrorLines);
        Assert.StartsWith(path, line);
        Assert.Contains(message, line);
        if (!writesOutput)
        {
            Assert.Empty(result.Output);
        }
    }

    private string Create(string kind)
    {
        byte[] good = Wav.Pcm16(44100, 1, Wav.Music(44100, 2));
        byte[] content = kind switch
        {
            "empty" => [],
            "header only" => Wav.Pcm16(44100, 1, []),
            "0 samples" => Wav.File(1, 44100, 2, 16, [], Wav.Chunk("LIST", [1, 2, 3, 4])),
            "text" => "Dear Sir or Madam,\nplease find my song attached.\n"u8.ToArray(),
            "noise" => [.. Enumerable.Range(0, 5000).Select(i => (byte)((i * 7919) ^ (i >> 3)))],
            "cut in the header" => good[..20],
            "0 channels" => Wav.File(1, 44100, 0, 16, new byte[100]),
            "65 channels" => Wav.Pcm16(44100, 65, new float[650]),
            "4 kHz" => Wav.Pcm16(4000, 1, new float[100]),
            "1 MHz" => Wav.Pcm16(1_000_000, 1, new float[100]),
            "1 sample" => Wav.Pcm16(44100, 1, [0.5f]),
            "cut in mid-chunk" => good[..^40_001],
            "size 0 in the header" => WithSize(good, 0),
            "size too large" => WithSize(good, 500_000_000),
            "size unknown" => WithSize(good, -1),
            "NaN and infinity" => Wav.Float32(44100, 1, [.. Wav.Music(44100, 2).Select((x, i) => (i % 1000) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, 3 => 1e38f, _ => x })]),
            "direct current" => Wav.Float32(44100, 1, [.. Enumerable.Repeat(0.7f, 44100 * 5)]),
            "silence" => Wav.Pcm16(44100, 2, new float[176400]),
            "1 channel" or "wav named mp3" => good,
            "64 channels" => Wav.Pcm16(44100, 64, Wav.Music(44100, 1, 64)),
            "8 kHz" => Wav.Pcm16(8000, 1, Wav.Music(8000, 3)),
            "384 kHz" => Wav.Pcm16(384_000, 1, Wav.Music(384_000, 2)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return workshop.Write(kind == "wav named mp3" ? "named.mp3" : $"{kind}.wav", content);
    }

    private static byte[] WithSize(byte[] wav, int size)
    {
        byte[] changed = [.. wav];
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(40), size);
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(4), size <= 0 ? size : size + 36);
        return changed;
    }
}
