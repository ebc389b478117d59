using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Surveys;
using RealtimeEmotion.Trainer.Tests.Training;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Evaluation;

/// <summary>Runs that are wrong in one way each, and what is said of them.</summary>
public sealed class TrainingDoubtsTests
{
    // With it both classes are among the tracks that are held out.
    private const int SeedOfBothClasses = 42;

    [Fact]
    public void A_loss_that_does_not_move_is_said()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 5, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd);
        TrainingReport report = TrainingRun.Run(options with { Seed = SeedOfBothClasses, Recipe = options.Recipe with { LearningRate = 1e-9 } });
        string stuck = Assert.Single(report.Warnings, w => w.Contains("does not move", StringComparison.Ordinal));
        Assert.Contains("held out", stuck, StringComparison.Ordinal);
        Assert.Contains("learning rate", stuck, StringComparison.Ordinal);
        bool isOneAnswer = report.Predictions.Select(p => p.Predicted).Distinct().Count() == 1;
        Assert.Equal(isOneAnswer, report.Warnings.Any(w => w.StartsWith("Every validation track is called", StringComparison.Ordinal)));
    }

    [Fact]
    public void Silence_throughout_is_said_to_be_alike()
    {
        using var folder = new TemporaryFolder();
        int[] ids = SyntheticEmotify.Write(folder.Path, 5, 3);
        foreach (int id in ids)
        {
            // Each another file, so that none is there twice.
            SyntheticEmotify.WriteAudio(folder.Path, id, new float[(3 * SyntheticEmotify.SampleRate) + id]);
        }

        TrainingReport report = TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Sgd) with { Seed = SeedOfBothClasses });
        Assert.Contains(report.Warnings, w => w.StartsWith("Every validation track is called", StringComparison.Ordinal) && w.Contains("silent or alike", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Warnings, w => w.Contains("the same as a training track", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void A_validation_track_that_is_also_trained_on_is_named_where_a_split_has_it_so_and_folds_never_have(double gain)
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 5, 3);

        // A third of rock is one recording, at two levels: some of it is held out and some not.
        float[] recording = AudioReading.ReadMono(SyntheticEmotify.AudioOf(folder.Path, 101), out _);
        foreach (int id in (int[])[103, 105, 107, 109])
        {
            SyntheticEmotify.WriteAudio(folder.Path, id, [.. recording.Select(sample => (float)gain * sample)]);
        }

        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { Seed = SeedOfBothClasses };
        string shared = Assert.Single(TrainingRun.Run(options).Warnings, w => w.Contains("the same as a training track", StringComparison.Ordinal));
        Assert.Matches("^(1 validation track sounds|[2-4] validation tracks sound) the same", shared);
        Assert.Contains("(held out)", shared, StringComparison.Ordinal);

        TrainingReport folds = TrainingRun.Run(options with { Folds = 3 });
        Assert.DoesNotContain(folds.Warnings, w => w.Contains("the same as a training track", StringComparison.Ordinal));
    }

    [Fact]
    public void Being_right_on_everything_is_doubted_and_a_good_run_is_not()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 4, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Adam) with { Folds = 2 };
        TrainingReport report = TrainingRun.Run(options);
        Assert.Equal(1, report.Pooled!.Accuracy);
        Assert.Contains(report.Warnings, w => w.Contains("right on all 16 validation tracks", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Warnings, w => w.Contains("does not move", StringComparison.Ordinal) || w.Contains("Every validation", StringComparison.Ordinal) || w.Contains("the same as a training track", StringComparison.Ordinal));

        // The two classes that nobody chose are spoken of too.
        Assert.Contains(report.Warnings, w => w.StartsWith("No track is labelled neutral", StringComparison.Ordinal));
        Assert.Equal(report.Warnings, TrainingDoubts.Of(report, Datasets(folder), [.. Enumerable.Range(0, 16).Select(i => new Trainer.Features.HeardTrack($"{i}", new([], 0, 20), [], AcousticPrint.Of([], 8000)))], [], []));
    }

    [Fact]
    public void A_class_with_one_track_is_trained_and_said()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 3, 3);
        List<string> rows = [.. File.ReadAllLines(Path.Combine(folder.Path, "data.csv")).Skip(1).Where(r => !r.StartsWith("1,", StringComparison.Ordinal)), SyntheticEmotify.Row(1, "000001000")];
        SyntheticEmotify.WriteTable(folder.Path, rows);
        TrainingReport report = TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Sgd) with { Folds = 2 });
        Assert.Equal(1, report.LabelCounts[3]);
        Assert.Contains(report.Warnings, w => w.StartsWith("Only one track is labelled anger", StringComparison.Ordinal));
    }

    [Fact]
    public void Tracks_of_a_lower_rate_are_counted_by_class()
    {
        using var folder = new TemporaryFolder();
        int[] ids = SyntheticEmotify.Write(folder.Path, 2, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Sgd) with { Folds = 2 };
        options = options with { Recipe = options.Recipe with { Epochs = 1, FrontEnd = options.Recipe.FrontEnd with { SampleRate = 22050, HighestFrequency = 9500 } } };
        Assert.StartsWith("All tracks cannot hold sound up to the 9.5 kHz that the model listens to (8 of 8000 Hz): ", Said(), StringComparison.Ordinal);

        // Three sad ones and a joyful one stay as they are.
        int[] sad = [.. ids.Where(SyntheticEmotify.IsSad)];
        int[] lower = [.. sad.Take(3), ids.First(id => !SyntheticEmotify.IsSad(id))];
        Array.ForEach([.. ids.Except(lower)], Raise);
        string? mixed = Said();
        Assert.StartsWith("4 of 8 tracks cannot hold sound up to the 9.5 kHz that the model listens to (4 of 8000 Hz): 1 of 4 joy, 3 of 4 sadness, 0 of 0 neutral, 0 of 0 anger. ", mixed, StringComparison.Ordinal);
        Assert.EndsWith("Use recordings of 19000 Hz or more.", mixed, StringComparison.Ordinal);

        // By what is kept of an earlier run as well.
        Assert.Equal(mixed, Said());
        Array.ForEach(lower, Raise);
        Assert.Null(Said());

        string? Said() => TrainingRun.Run(options).Warnings.SingleOrDefault(w => w.Contains("cannot hold sound", StringComparison.Ordinal));

        void Raise(int id)
        {
            string path = SyntheticEmotify.AudioOf(folder.Path, id);
            WavWriter.WriteAll(path, WholeSignal.Resample(AudioReading.ReadMono(path, out int rate), rate, 22050), 22050);
        }
    }

    [Fact]
    public void Audio_that_holds_no_numbers_is_refused()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        var samples = new float[3 * SyntheticEmotify.SampleRate];
        samples[12000] = float.NaN;
        SyntheticEmotify.WriteAudio(folder.Path, 2, samples);
        InputException error = Assert.Throws<InputException>(() => TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Sgd)));
        Assert.Equal(SyntheticEmotify.AudioOf(folder.Path, 2), error.Subject);
        Assert.Contains("not numbers (the first at 1.500 s)", error.Message, StringComparison.Ordinal);
        samples[12000] = float.PositiveInfinity;
        SyntheticEmotify.WriteAudio(folder.Path, 2, samples);
        Assert.Throws<InputException>(() => TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Sgd)));
        Assert.False(File.Exists(folder["model.onnx"]));
        Assert.False(Directory.Exists(folder["model.unfinished"]));
    }

    private static Trainer.Datasets.LabelledDataset Datasets(TemporaryFolder folder) => Trainer.Datasets.EmotifyReader.Read(folder.Path, Trainer.Datasets.ClassMerge.Emotify);
}
