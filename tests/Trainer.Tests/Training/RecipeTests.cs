using System.Text.Json;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class RecipeTests
{
    [Fact]
    public void The_sources_recipe_is_what_it_says()
    {
        TrainingRecipe sgd = TrainingRecipe.SourceSgd;
        Assert.Equal(4, sgd.Network.Convolutions.Length);
        Assert.InRange(sgd.Network.Dropout, 0.01, 0.99);
        Assert.Equal((Optimiser.Sgd, 0.01, 0.9, 0.0, RateSchedule.Constant), (sgd.Optimiser, sgd.LearningRate, sgd.Momentum, sgd.WeightDecay, sgd.Schedule));
        Assert.Equal((Optimiser.Adam, 1e-4, RateSchedule.Constant), (TrainingRecipe.SourceAdam.Optimiser, TrainingRecipe.SourceAdam.LearningRate, TrainingRecipe.SourceAdam.Schedule));
        Assert.Equal(new AddedTracks("sadness", 10), sgd.Added);
        Assert.Equal((0.2, TrainingTarget.ClassLabels, LevelNormalisation.None), (sgd.HeldOutShare, sgd.Target, sgd.Levelling));
        Assert.Equal(sgd.Network, TrainingRecipe.SourceAdam.Network);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public void More_students_share_the_penalty_and_keep_the_file_small(int students, bool half)
    {
        TrainingRecipe usual = TrainingRecipe.Distilled;
        Assert.Equal(usual, usual.WithStudents(TrainingRecipe.UsualStudents));
        TrainingRecipe recipe = usual.WithStudents(students);
        Assert.Equal((students, half), (recipe.Network.Trunks, recipe.Network.HalfKernels));
        Assert.Equal(usual.HeadPenalty!.Value / TrainingRecipe.UsualStudents, recipe.HeadPenalty!.Value / students, 12);
        Assert.Equal(usual, recipe.WithStudents(TrainingRecipe.UsualStudents));
    }

    [Theory]
    [InlineData(Optimiser.Sgd)]
    [InlineData(Optimiser.Adam)]
    public void A_part_is_held_out_curves_are_kept_and_labels_come_back_as_names(Optimiser optimiser)
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 5, 3);
        TrainingReport report = TrainingRun.Run(Options(folder, optimiser));

        // A fifth of each genre's ten.
        Assert.Equal(4, report.HeldOutTracks);
        Assert.Equal(["classical", "classical", "rock", "rock"], report.Predictions.Select(p => p.Genre));
        Assert.Equal(4, report.Pooled!.Tracks);
        Assert.All(report.Predictions, p => Assert.Equal(p.Label, SyntheticEmotify.IsSad(int.Parse(p.Track)) ? "sadness" : "joy"));
        Assert.Equal(report.Pooled.Accuracy, report.Predictions.Count(p => p.Predicted == p.Label) / 4.0, 12);
        Assert.All(report.Predictions, p => Assert.True(File.Exists(Path.Combine(folder.Path, p.Audio))));
        Assert.Null(report.Temperature);

        // Five of each genre are sad, eight are trained on.
        Assert.Equal(10, report.AddedTracks);
        FitHistory curve = Assert.Single(report.Curves);
        Assert.Equal("held out", curve.Fit);
        Assert.Equal(Enumerable.Range(1, 8), curve.Epochs.Select(e => e.Epoch));
        Assert.True(curve.Epochs[^1].Loss < 0.7 * curve.Epochs[0].Loss, $"{curve.Epochs[0].Loss} … {curve.Epochs[^1].Loss}");
        Assert.True(curve.Epochs[^1].Accuracy > 0.8);
        Assert.All(curve.Epochs, e => Assert.InRange(e.ValidationAccuracy!.Value, 0, 1));
        Assert.Equal(report.Pooled.CrossEntropy, curve.Epochs[^1].ValidationLoss!.Value, 0.4);
        string card = File.ReadAllText(folder["model.md"]);
        Assert.Contains("Judged on 4 tracks, 20.0 % of each genre", card, StringComparison.Ordinal);
        Assert.Contains("10 tracks of sadness are added", card, StringComparison.Ordinal);
        Assert.Contains("softmax over the classes. ", card, StringComparison.Ordinal);
        Assert.Contains(optimiser == Optimiser.Sgd ? "gradient descent at 0.05, momentum 0.9" : "Adam at 0.01", card, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["model.json"]));
        Assert.Equal(report.Predictions[0].Predicted, json.RootElement.GetProperty("predictions")[0].GetProperty("predicted").GetString());
        Assert.Equal(8, json.RootElement.GetProperty("curves")[0].GetProperty("epochs").GetArrayLength());
        using EmotionModel model = EmotionModel.Load(folder["model.onnx"]);
        Assert.Equal(LevelNormalisation.None, model.Metadata.LevelNormalisation);
    }

    [Fact]
    public void A_card_does_not_name_genres_that_nobody_gave()
    {
        using var folder = new TemporaryFolder();
        using var source = new TemporaryFolder();
        foreach (int id in SyntheticEmotify.Write(source.Path, 2, 3))
        {
            string of = Directory.CreateDirectory(folder[SyntheticEmotify.IsSad(id) ? "set/sadness" : "set/joy"]).FullName;
            File.Copy(SyntheticEmotify.AudioOf(source.Path, id), Path.Combine(of, $"{id}.wav"));
        }

        TrainingOptions options = Options(folder, Optimiser.Sgd);
        TrainingRun.Run(options with { DatasetPath = folder["set"], Recipe = options.Recipe with { Epochs = 1, Target = TrainingTarget.CategoryShares } });
        string card = File.ReadAllText(folder["model.md"]);
        Assert.Contains("set: 8 tracks, 0.0 hours. A folder of the user's.", card, StringComparison.Ordinal);
        Assert.Contains("It knows recordings of one collection.", card, StringComparison.Ordinal);
        Assert.Contains("softmax over the categories, which meet in classes by a norm of 1.5. ", card, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sources_recipe_can_be_judged_by_folds_too()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 3, 3);
        TrainingReport report = TrainingRun.Run(Options(folder, Optimiser.Sgd) with { Folds = 3 });
        Assert.Equal(0, report.HeldOutTracks);
        Assert.Equal(["fold 1", "fold 2", "fold 3", "final"], report.Curves.Select(c => c.Fit));
        Assert.Equal(12, report.Predictions.Length);
        Assert.Null(report.Curves[^1].Epochs[0].ValidationLoss);
    }

    [Fact]
    public void Added_tracks_are_training_tracks_of_the_class_each_pair_once()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 3, 1);
        LabelledDataset dataset = EmotifyReader.Read(folder.Path, ClassMerge.Emotify);
        System.Collections.Immutable.ImmutableArray<int> training = [0, 1, 2, 3, 6, 7];
        int[] sad = [.. training.Where(t => dataset.Merge.Classes[dataset.Tracks[t].ClassIndex].Name == "sadness")];
        var chosen = new AddedTracks("sadness", 10).Choose(dataset, training, 0);
        Assert.Equal(3, sad.Length);
        Assert.Equal(10, chosen.Distinct().Count());
        Assert.All(chosen, c => Assert.Contains(c.Track, sad));
        Assert.Equal(3, chosen.Take(3).Select(c => c.Track).Distinct().Count());
        Assert.Equal(chosen, new AddedTracks("sadness", 10).Choose(dataset, training, 0));
        Assert.Equal(12, new AddedTracks("sadness", 40).Choose(dataset, training, 0).Length);
        Assert.Empty(new AddedTracks("anger", 10).Choose(dataset, training, 0));
    }

    [Fact]
    public void A_speed_changes_length_and_pitch_alike()
    {
        const int Rate = 8000;
        float[] tone = [.. Enumerable.Range(0, 2 * Rate).Select(i => (float)Math.Sin(2 * Math.PI * 400 * i / Rate))];
        double[] all = [0.77, 1.19, 1.3];
        foreach ((AudioVariation variation, double speed) in AudioVariation.Speeds.Zip((double[])[24.0 / 25, 25.0 / 24, 7.0 / 8, 8.0 / 7]).Concat(all.Select(speed => (AudioVariation.AtSpeed(speed), speed))))
        {
            float[] varied = variation.Apply(tone, Rate);
            Assert.Equal(tone.Length / speed, varied.Length, 2.0);
            int crossings = Enumerable.Range(Rate / 4, Rate).Count(i => varied[i] <= 0 && varied[i + 1] > 0);
            Assert.Equal(400 * speed, crossings, 1.5);
        }
    }

    [Fact]
    public void Teachers_and_labels_alone_do_not_go_together()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        InputException error = Assert.Throws<InputException>(() => TrainingRun.Run(Options(folder, Optimiser.Sgd) with { TeacherPaths = ["t.onnx"] }));
        Assert.Equal("--teacher", error.Subject);
    }

    [Fact]
    public void Numbers_can_be_gone_on_with()
    {
        var plain = new Random(5);
        var counted = new CountedRandom(5);
        var shuffledA = Enumerable.Range(0, 30).ToArray();
        var shuffledB = Enumerable.Range(0, 30).ToArray();
        plain.Shuffle(shuffledA);
        counted.Shuffle(shuffledB);
        Assert.Equal(shuffledA, shuffledB);
        Assert.Equal((plain.Next(7), plain.Next(-3, 4), plain.NextDouble()), (counted.Next(7), counted.Next(-3, 4), counted.NextDouble()));
        var later = new CountedRandom(5);
        later.SkipTo(counted.Draws);
        Assert.Equal(counted.Draws, later.Draws);
        Assert.Equal(counted.NextDouble(), later.NextDouble());
        Assert.Equal(counted.Next(1000), later.Next(1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => later.SkipTo(0));
    }

    internal static TrainingOptions Options(TemporaryFolder folder, Optimiser optimiser) => new()
    {
        DatasetPath = folder.Path,
        OutputPath = folder["model.onnx"],
        CacheFolder = folder["cache"],
        Folds = 0,
        Threads = 2,
        Recipe = (optimiser == Optimiser.Sgd ? TrainingRecipe.SourceSgd : TrainingRecipe.SourceAdam) with
        {
            FrontEnd = TestModels.FrontEnd(20),
            WindowSeconds = 2,
            Network = new() { Convolutions = [new(4, 3, 2, 1, 2), new(6, 3, 1, 1, 2), new(8, 3, 1, 1, 1), new(8, 3, 1, 1, 1)], Dropout = 0.1, HeadDropout = 0 },
            Epochs = 8,
            WindowsPerTrack = 4,
            BatchSize = 8,
            LearningRate = optimiser == Optimiser.Sgd ? 0.05 : 0.01,
        },
    };
}
