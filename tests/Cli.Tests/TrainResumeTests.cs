using System.Diagnostics;
using RealtimeEmotion.Trainer.Tests;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>Trainings that are ended by force, and gone on with.</summary>
public sealed class TrainResumeTests(Workshop workshop) : IClassFixture<Workshop>
{
    // So many that a fast machine is not done between a checkpoint and the kill.
    private const int KilledEpochs = 50;

    [Fact]
    public void A_training_that_is_killed_at_any_moment_ends_by_resume_as_if_it_had_not_been()
    {
        SkipElsewhere();
        Prepare("killed");
        string expected = Train("whole/made.onnx", "");

        // SIGKILL, again and again, at moments that nothing of the program decides.
        var random = new Random(1);
        int killed = 0;
        int wasUnder = 0;
        for (int i = 0; i < 4; i++)
        {
            using Process process = Emotion.Start("bash", workshop["killed"], ["-c", $"exec {Line("made.onnx", KilledEpochs)} --resume -q"]);
            process.StandardInput.Close();

            // Every other one not before it has done something.
            string before = Kept();
            for (int wait = 0; wait < 3000 && i % 2 == 1 && !process.HasExited && Kept() == before; wait++)
            {
                Thread.Sleep(10);
            }

            if (process.WaitForExit(random.Next(i % 2 == 1 ? 150 : 600)))
            {
                Assert.Equal(0, process.ExitCode);
                break;
            }

            process.Kill();
            process.WaitForExit();
            killed++;
            wasUnder += Directory.Exists(workshop["killed/made.unfinished"]) && Directory.EnumerateFiles(workshop["killed/made.unfinished"], "*.state").Any() ? 1 : 0;
        }

        Assert.True(killed > 0 && wasUnder > 0, $"killed {killed} times, {wasUnder} times with something done");
        Assert.Equal(expected, Train("made.onnx", " --resume"));
        Assert.Equal(File.ReadAllBytes(workshop["killed/whole/made.onnx"]), File.ReadAllBytes(workshop["killed/made.onnx"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(workshop["killed"], "*unfinished*"));

        string Kept() => Directory.Exists(workshop["killed/made.unfinished"])
            ? string.Join(' ', new DirectoryInfo(workshop["killed/made.unfinished"]).EnumerateFiles("*.state").Select(f => $"{f.Name} {f.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal))
            : "";

        string Train(string output, string more)
        {
            RunResult result = Emotion.Shell(Line(output, KilledEpochs) + more + " -q", workshop["killed"]);
            Assert.True(result.ExitCode == 0, result.Error);
            return result.Output.Replace(output, "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Who_stops_a_training_is_told_how_to_go_on()
    {
        SkipElsewhere();
        Prepare("stopped");

        // Long enough not to be done before it is stopped.
        using Process process = Emotion.Start("bash", workshop["stopped"], ["-c", $"exec {Line("made.onnx", 5000)}"]);
        for (int wait = 0; wait < 6000 && !process.HasExited && !File.Exists(workshop["stopped/made.unfinished/fold-1.state"]); wait++)
        {
            Thread.Sleep(10);
        }

        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        RunResult result = Emotion.Finish(process, null);
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("made.unfinished holds what is done; the same command with '--resume' goes on with it", result.Error);
        Assert.False(File.Exists(workshop["stopped/made.onnx"]));
    }

    [Fact]
    public void A_disk_that_fills_up_at_a_checkpoint_is_said_and_costs_nothing()
    {
        SkipElsewhere();
        RunResult mounts = Emotion.Shell("unshare -rm bash -c 'mount -t tmpfs none /mnt'");
        Assert.SkipUnless(mounts.ExitCode == 0, $"a small disk cannot be made here ({mounts.Error.Trim()})");
        Prepare("full");
        Assert.Equal(0, Emotion.Shell(Line("whole/made.onnx") + " -q", workshop["full"]).ExitCode);

        // A disk that holds one checkpoint but no second one beside it; then one that is large enough. One thread: two fits
        // that came to their first at once would both find no room.
        RunResult result = Emotion.Shell(
            $"""
            mkdir small
            unshare -rm bash -c '
              mount -t tmpfs -o size=900k none small
              {Line("small/made.onnx", threads: 1).Replace("'", "\"", StringComparison.Ordinal)} -q; echo "ended with $?"; ls -A small small/made.unfinished
              mount -o remount,size=50m small
              {Line("small/made.onnx").Replace("'", "\"", StringComparison.Ordinal)} -q --resume > more; echo "then with $?"
              cp small/made.onnx again.onnx; ls small'
            """,
            workshop["full"]);
        Assert.Contains("ended with 2", result.Output);
        string error = Assert.Single(result.ErrorLines, l => !l.StartsWith("Warning: ", StringComparison.Ordinal));
        Assert.Contains("small/made.unfinished", error);
        Assert.Contains("the disk is full; what the run kept before is still there", error);
        Assert.Contains("go on by '--resume'", error);
        Assert.Contains(".state", result.Output);
        Assert.Contains("then with 0", result.Output);
        Assert.Contains("made.json", result.Output[result.Output.IndexOf("then with", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("made.onnx", result.Output[..result.Output.IndexOf("then with", StringComparison.Ordinal)]);
        Assert.Equal(File.ReadAllBytes(workshop["full/whole/made.onnx"]), File.ReadAllBytes(workshop["full/again.onnx"]));
    }

    private static void SkipElsewhere() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64,
        "the tensor library is there for Linux on x64");

    private void Prepare(string name)
    {
        Directory.CreateDirectory(workshop[name]);
        Directory.CreateDirectory(workshop[$"{name}/set"]);
        Directory.CreateDirectory(workshop[$"{name}/whole"]);
        SyntheticEmotify.Write(workshop[$"{name}/set"], 2, 12);
    }

    private string Line(string output, int epochs = 12, int threads = 2)
        => $"env XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" train set -o {output} --folds 2 --epochs {epochs} --checkpoint-every 0 --threads {threads}";
}
