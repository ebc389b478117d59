using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Tests.Teachers;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(Optimiser.AdamW)]
    [InlineData(Optimiser.Adam)]
    [InlineData(Optimiser.Sgd)]
    public void A_run_that_was_stopped_ends_as_if_it_had_not_been(Optimiser optimiser)
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 3, 3);
        TrainingOptions options = RecipeTests.Options(folder, optimiser) with { Folds = 2, CheckpointInterval = TimeSpan.Zero };
        options = options with { Recipe = options.Recipe with { Optimiser = optimiser, AverageShare = 0.2, Mixup = 0.3 } };
        TrainingReport whole = TrainingRun.Run(options);
        byte[] expected = File.ReadAllBytes(folder["model.onnx"]);
        Assert.False(Directory.Exists(folder["model.unfinished"]));
        File.Delete(folder["model.onnx"]);

        // Stopped again and again, each time a few epochs later.
        for (int epochs = 3; epochs < 24; epochs += 7)
        {
            Stop(options with { Resumes = true }, epochs);
            Assert.True(File.Exists(folder["model.unfinished/fold-1.state"]));
            Assert.False(File.Exists(folder["model.onnx"]));
        }

        var seen = new List<TrainingProgress>();
        TrainingReport resumed = TrainingRun.Run(options with { Resumes = true }, new Reaction(seen.Add));
        Assert.Equal(expected, File.ReadAllBytes(folder["model.onnx"]));
        Assert.Equal(whole.Pooled!.CrossEntropy, resumed.Pooled!.CrossEntropy);
        Assert.Equal(whole.Curves.SelectMany(c => c.Epochs), resumed.Curves.SelectMany(c => c.Epochs));
        Assert.Equal(1, seen[^1].Fraction, 12);
        Assert.False(Directory.Exists(folder["model.unfinished"]));
    }

    [Fact]
    public void Pretraining_is_gone_on_with()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        Directory.CreateDirectory(folder["music"]);
        using var source = new TemporaryFolder();
        SyntheticEmotify.Write(source.Path, 2, 5);
        for (int i = 1; i <= 4; i++)
        {
            File.Copy(SyntheticEmotify.AudioOf(source.Path, i), Path.Combine(folder["music"], $"{i}.wav"));
        }

        TrainingOptions plain = RecipeTests.Options(folder, Optimiser.Sgd);
        TrainingOptions options = plain with
        {
            TeacherPaths = [TestTeacher.WriteBandsFirst(folder["t.onnx"])],
            UnlabelledPaths = [folder["music"]],
            CheckpointInterval = TimeSpan.Zero,
            Recipe = new TrainingRecipe
            {
                FrontEnd = plain.Recipe.FrontEnd,
                WindowSeconds = 2,
                Network = plain.Recipe.Network,
                Pretraining = new() { Windows = 1600, BatchSize = 8, TargetSize = 10, LearningRate = 0.01 },
                Epochs = 2,
                BatchSize = 4,
            },
        };
        AssertGoneOnWith(folder, options, TrainingPhase.Pretraining, "pretraining.state");
    }

    [Theory]
    [InlineData(1, 1, "*-adaptation.state")]
    [InlineData(2, 1, "*-run-2-adaptation.state")]
    [InlineData(1, 2, "*-student-2-adaptation.state")]
    public void An_adaptation_is_gone_on_with(int runs, int trunks, string state)
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 4, 3);
        using var other = new TemporaryFolder();
        SyntheticEmotify.Write(other.Path, 2, 5);
        TrainingOptions plain = RecipeTests.Options(folder, Optimiser.AdamW);
        TrainingOptions options = plain with
        {
            TeacherPaths = [TestTeacher.WriteBandsFirst(folder["t.onnx"])],
            AlsoPaths = [other.Path],
            CheckpointInterval = TimeSpan.Zero,
            Threads = 1,
            Recipe = new TrainingRecipe
            {
                FrontEnd = plain.Recipe.FrontEnd,
                WindowSeconds = 2,
                Network = plain.Recipe.Network with { Trunks = trunks },
                Pretraining = new() { Windows = 80, BatchSize = 8, TargetSize = 10, LearningRate = 0.01 },
                AdaptationWindows = 1600,
                AdaptationRuns = runs,
                LabelWeight = 0.5,
                HeadPenalty = 0.01,
                Epochs = 0,
            },
        };
        AssertGoneOnWith(folder, options, TrainingPhase.Adaptation, state, 1600 * ((runs * trunks) - 1));
    }

    [Fact]
    public void An_unfinished_run_is_neither_written_over_nor_gone_on_with_by_another()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { CheckpointInterval = TimeSpan.Zero };
        Stop(options, 3);
        Assert.Contains("did not end. Go on with it by '--resume'", Refused(options).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("other seed", Refused(options with { Resumes = true, Seed = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("other recipe", Refused(options with { Resumes = true, Recipe = options.Recipe with { Epochs = 9 } }).Message, StringComparison.Ordinal);
        SyntheticEmotify.WriteAudio(folder.Path, 1, new float[3 * SyntheticEmotify.SampleRate]);
        Assert.Contains("other audio", Refused(options with { Resumes = true }).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["model.unfinished/held-out.state"]));
    }

    [Fact]
    public void A_damaged_checkpoint_counts_as_none()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { CheckpointInterval = TimeSpan.Zero };
        TrainingRun.Run(options);
        byte[] expected = File.ReadAllBytes(folder["model.onnx"]);
        Stop(options, 3);
        byte[] state = File.ReadAllBytes(folder["model.unfinished/held-out.state"]);
        state[state.Length / 2] ^= 1;
        File.WriteAllBytes(folder["model.unfinished/held-out.state"], state);
        TrainingRun.Run(options with { Resumes = true });
        Assert.Equal(expected, File.ReadAllBytes(folder["model.onnx"]));
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_ends_the_run_and_spares_the_one_before()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a folder takes the place of a file here as on Linux");
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { CheckpointInterval = TimeSpan.Zero };
        TrainingRun.Run(options);
        byte[] expected = File.ReadAllBytes(folder["model.onnx"]);
        byte[] before = [];
        var progress = new Reaction(p =>
        {
            if (p.Phase == TrainingPhase.Final && p.Done == 3)
            {
                // A device that is full takes the place of the file: every write to it fails.
                before = File.ReadAllBytes(folder["model.unfinished/held-out.state"]);
                File.Move(folder["model.unfinished/held-out.state"], folder["spared"]);
                File.CreateSymbolicLink(folder["model.unfinished/held-out.state"], "/dev/full");
            }
        });
        InputException error = Assert.Throws<InputException>(() => TrainingRun.Run(options, progress));
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.EnumerateFiles(folder["model.unfinished"], "*.part").Any());
        File.Delete(folder["model.unfinished/held-out.state"]);
        File.Move(folder["spared"], folder["model.unfinished/held-out.state"]);
        Assert.NotEmpty(before);
        TrainingRun.Run(options with { Resumes = true });
        Assert.Equal(expected, File.ReadAllBytes(folder["model.onnx"]));
    }

    [Fact]
    public void A_folder_of_checkpoints_that_is_taken_away_is_named()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { CheckpointInterval = TimeSpan.Zero };
        var progress = new Reaction(p =>
        {
            if (p.Phase == TrainingPhase.Final && p.Done == 3)
            {
                Directory.Delete(folder["model.unfinished"], recursive: true);
            }
        });
        InputException error = Assert.Throws<InputException>(() => TrainingRun.Run(options, progress));
        Assert.Contains("model.unfinished", error.Subject, StringComparison.Ordinal);
        Assert.Contains("its folder does not exist", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void What_decided_the_run_is_in_the_report()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { Seed = 3 };
        RunManifest manifest = TrainingRun.Run(options).Manifest;
        Assert.Equal(3, manifest.Seed);
        Assert.Equal(4, manifest.Audio.Length);
        string audio = Path.Combine(folder.Path, manifest.Audio[2].Name);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(audio))), manifest.Audio[2].Sha256);
        Assert.StartsWith("0.107", manifest.Versions.TorchSharp, StringComparison.Ordinal);
        Assert.NotEmpty(manifest.Versions.OnnxRuntime);
        Assert.Null(manifest.DifferenceTo(manifest with { Classes = ClassMerge.Emotify }));
        Assert.Equal("seed", manifest.DifferenceTo(manifest with { Seed = 4 }));
        Assert.Contains(manifest.Audio[2].Sha256, File.ReadAllText(folder["model.json"]), StringComparison.Ordinal);
        string votes = manifest.VotesSha256;
        SyntheticEmotify.WriteTable(folder.Path, SyntheticEmotify.Row(1, "100000000"), SyntheticEmotify.Row(2, "000000001"), SyntheticEmotify.Row(101, "100000000"), SyntheticEmotify.Row(102, "000000001"));
        Assert.NotEqual(votes, TrainingRun.Run(options).Manifest.VotesSha256);
    }

    /// <summary>A course of 1600 windows, with nothing in the cache, that is stopped after half of them ends as if it had not been.</summary>
    private static void AssertGoneOnWith(TemporaryFolder folder, TrainingOptions options, TrainingPhase phase, string state, int kept = 0)
    {
        TrainingRun.Run(options);
        byte[] expected = File.ReadAllBytes(folder["model.onnx"]);
        options = options with { CacheFolder = folder["other"] };
        Stop(options, kept + 800, phase);
        Assert.NotEmpty(Directory.GetFiles(folder["model.unfinished"], state));
        var seen = new List<TrainingProgress>();
        TrainingRun.Run(options with { Resumes = true }, new Reaction(seen.Add));
        Assert.True(seen.First(p => p.Phase == phase && p.Done > kept).Done > kept + 400);
        Assert.Equal(expected, File.ReadAllBytes(folder["model.onnx"]));
    }

    private static void Stop(TrainingOptions options, int at, TrainingPhase phase = TrainingPhase.Final)
    {
        using var stop = new CancellationTokenSource();
        var progress = new Reaction(p =>
        {
            if (p.Done >= at && (phase == TrainingPhase.Final ? p.Phase is TrainingPhase.Validation or TrainingPhase.Final : p.Phase == phase))
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Run(options, progress, stop.Token));
    }

    private static InputException Refused(TrainingOptions options) => Assert.Throws<InputException>(() => TrainingRun.Run(options));

    private sealed class Reaction(Action<TrainingProgress> react) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => react(value);
    }
}
