using System.Text.Json;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class TrainingRunTests
{
    [Fact]
    public void Two_classes_that_differ_are_learnt_and_end_as_a_model_that_plays()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 4, 3);
        var seen = new List<TrainingProgress>();
        TrainingReport report = TrainingRun.Run(Options(folder) with { Folds = 2, Command = "the command" }, new Collected(seen));

        Assert.NotNull(report.Pooled);
        Assert.Equal(16, report.Pooled.Tracks);
        Assert.Equal(0.5, report.Pooled.MajorityShare);
        Assert.InRange(report.Pooled.Accuracy, 0.9, 1);
        Assert.Equal([8, 8, 0, 0], report.LabelCounts);
        Assert.Equal(2, report.Folds.Length);
        Assert.InRange(report.Parity, 0, TrainingRun.ParityTolerance);
        Assert.True(report.ParityWindows > 32);

        using EmotionModel model = EmotionModel.Load(folder["model.onnx"]);
        Assert.Equal(["joy", "sadness", "neutral", "anger"], model.Metadata.Labels);
        Assert.Equal(TestModels.FrontEnd(20), model.Metadata.FrontEnd);
        Assert.Equal(62, model.Metadata.WindowFrames);
        Assert.Equal("model", model.Metadata.Name);
        Assert.Contains("16 tracks", model.Metadata.TrainingData, StringComparison.Ordinal);

        // Votes of each genre: 4 tracks of sadness alone or with nostalgia, 4 of joy; one undecided track is added.
        Assert.Equal(["classical", "rock"], model.Metadata.GenrePriors.Select(p => p.Genre));
        Assert.Equal([4.25 / 9, 4.25 / 9, 0.25 / 9, 0.25 / 9], model.Metadata.GenrePriors[0].Shares.Select(v => Math.Round(v, 6)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(8.25 / 17, model.Metadata.Prior[0], 6);
        using (EmotionInference inference = model.CreateInference())
        {
            var probabilities = new float[4];
            inference.Run(new float[20 * 62], probabilities);
            Assert.Equal(1, probabilities.Sum(), 4);
        }

        string card = File.ReadAllText(folder["model.md"]);
        Assert.Contains("the command", card, StringComparison.Ordinal);
        Assert.Contains("non-commercial", card, StringComparison.Ordinal);
        Assert.Contains($"**{100 * report.Pooled.Accuracy:0.0} %**", card, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["model.json"]));
        Assert.Equal(report.Pooled.Accuracy, json.RootElement.GetProperty("pooled").GetProperty("accuracy").GetDouble());

        // 16 tracks, then 12 epochs of two folds and the final model.
        Assert.Equal(16, seen.Count(p => p.Phase == TrainingPhase.Features));
        Assert.Equal(36, seen.Count(p => p.Phase != TrainingPhase.Features));
        Assert.Equal(1, seen[^1].Fraction, 12);
        Assert.All(seen.Where(p => p.Phase != TrainingPhase.Features), p => Assert.InRange(p.Loss, 0.01, 4));
    }

    [Fact]
    public void A_seed_gives_the_same_model_however_many_threads_there_are()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = Options(folder) with { Folds = 2, Recipe = Recipe with { Epochs = 2, Mixup = 0.3 } };
        TrainingReport one = TrainingRun.Run(options with { Threads = 1 });
        byte[] first = File.ReadAllBytes(options.OutputPath);
        TrainingReport two = TrainingRun.Run(options with { Threads = 3 });
        Assert.Equal(first, File.ReadAllBytes(options.OutputPath));
        Assert.Equal(one.Pooled!.CrossEntropy, two.Pooled!.CrossEntropy);
        TrainingRun.Run(options with { Seed = 1 });
        Assert.NotEqual(first, File.ReadAllBytes(options.OutputPath));
    }

    [Fact]
    public void A_run_that_is_stopped_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        string[] before = Names(folder);
        using var stop = new CancellationTokenSource();
        var progress = new Reaction(p =>
        {
            if (p.Phase != TrainingPhase.Features && p.Done == 3)
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Run(Options(folder) with { Folds = 2 }, progress, stop.Token));
        Assert.Equal(before, Names(folder).Where(n => !n.StartsWith("cache", StringComparison.Ordinal) && !n.StartsWith("model.unfinished", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_stop_before_the_start_stops_it()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Run(Options(folder), null, new CancellationToken(canceled: true)));
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void Without_folds_the_card_says_that_nothing_was_judged()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingReport report = TrainingRun.Run(Options(folder) with { Folds = 0, Recipe = Recipe with { Epochs = 1 } });
        Assert.Null(report.Pooled);
        Assert.Empty(report.Folds);
        Assert.Contains("Not judged", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_only_is_refused()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        SyntheticEmotify.WriteTable(folder.Path, SyntheticEmotify.Row(1, "100000000"), SyntheticEmotify.Row(2, "100000000"));
        Assert.Contains("has only one class (joy)", Refused(Options(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_folds_than_tracks_are_refused()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        Assert.Contains("has 4 tracks. 5 folds need 5 or more", Refused(Options(folder) with { Folds = 5 }).Message, StringComparison.Ordinal);
        Assert.Contains("--folds", Refused(Options(folder) with { Folds = 1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_track_shorter_than_the_window_is_named()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        SyntheticEmotify.WriteAudio(folder.Path, 2, new float[SyntheticEmotify.SampleRate]);
        InputException error = Refused(Options(folder));
        Assert.Equal(SyntheticEmotify.AudioOf(folder.Path, 2), error.Subject);
        Assert.Contains("shorter than the network's window of 2 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_said_before_training()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        Assert.Equal(folder["no/such/model.onnx"], Refused(Options(folder) with { OutputPath = folder["no/such/model.onnx"] }).Subject);
        Assert.Contains("does not end in .onnx", Refused(Options(folder) with { OutputPath = folder["model.bin"] }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.json", "[ { \"file\": \"a.wav\", \"label\": \"joy\" } ]", "no training's report")]
    [InlineData("model.json", "{ \"name\": \"mine\", \"classes\": [] }", "no training's report")]
    [InlineData("model.json", "", "no training's report")]
    [InlineData("model.md", "# Notes\n\nof mine", "no model's card")]
    public void What_is_not_an_earlier_trainings_is_not_written_over(string name, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        File.WriteAllText(folder[name], content);
        InputException error = Refused(Options(folder));
        Assert.Equal(folder[name], error.Subject);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(folder[name]));
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void An_earlier_trainings_files_are_written_over_and_a_teacher_is_not()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        TrainingRun.Run(Options(folder));
        string card = File.ReadAllText(folder["model.md"]);
        string report = File.ReadAllText(folder["model.json"]);
        TrainingRun.Run(Options(folder) with { Seed = 1 });
        Assert.NotEqual(card, File.ReadAllText(folder["model.md"]));
        Assert.NotEqual(report, File.ReadAllText(folder["model.json"]));
        Assert.Contains("is a teacher", Refused(Options(folder) with { TeacherPaths = [Path.Combine(folder.Path, ".", "model.onnx")] }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_front_end_that_is_not_in_plain_decibels_is_a_mistake_of_the_caller()
    {
        using var folder = new TemporaryFolder();
        TrainingRecipe recipe = Recipe with { FrontEnd = Recipe.FrontEnd with { TopDecibels = 80 } };
        Assert.Throws<ArgumentException>(() => TrainingRun.Run(Options(folder) with { Recipe = recipe }));
    }

    private static TrainingRecipe Recipe => new()
    {
        FrontEnd = TestModels.FrontEnd(20),
        WindowSeconds = 2,
        Network = new() { Convolutions = [new(4, 3, 2, 1, 2), new(6, 3, 1, 1, 2), new(8, 3, 1, 1, 1), new(8, 3, 1, 1, 1)] },
        Epochs = 12,
        WindowsPerTrack = 4,
        BatchSize = 8,
        LearningRate = 0.02,
    };

    private static TrainingOptions Options(TemporaryFolder folder) => new()
    {
        DatasetPath = folder.Path,
        OutputPath = folder["model.onnx"],
        CacheFolder = folder["cache"],
        Recipe = Recipe,
        Folds = 2,
    };

    private static InputException Refused(TrainingOptions options) => Assert.Throws<InputException>(() => TrainingRun.Run(options));

    private static string[] Names(TemporaryFolder folder)
        => [.. Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Select(n => Path.GetRelativePath(folder.Path, n)).Order(StringComparer.Ordinal)];

    private sealed class Collected(List<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value);
    }

    private sealed class Reaction(Action<TrainingProgress> react) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => react(value);
    }
}
