using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Tests.Teachers;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class OtherDatasetsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_only_another_set_holds_is_learnt_and_the_judged_set_keeps_its_scores(bool hasTeacher)
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder, out string clicks);
        if (hasTeacher)
        {
            options = options with
            {
                TeacherPaths = [TestTeacher.WriteBandsFirst(folder["t.onnx"])],
                Recipe = options.Recipe with { Epochs = 0, HeadPenalty = 0.001, HeadVariations = 1, Pretraining = new PretrainingSettings { Windows = 960, BatchSize = 16, TargetSize = 8 } },
            };
        }

        // A copy of what is judged, and what is shorter than a window, is not learnt from.
        File.Copy(SyntheticEmotify.AudioOf(folder.Path, 1), Path.Combine(clicks, "anger", "judged.wav"));
        WavWriter.WriteAll(Path.Combine(clicks, "anger", "short.wav"), new float[SyntheticEmotify.SampleRate], SyntheticEmotify.SampleRate);
        TrainingReport report = TrainingRun.Run(options);

        OtherDataset other = Assert.Single(report.Also);
        Assert.Equal((8, 2), (other.Tracks, other.LeftOut));
        Assert.Equal([2, 0, 0, 6], other.LabelCounts);
        Assert.InRange(other.AudioSeconds, 8 * 2.7, 8 * 3);
        Assert.Equal(16, report.Tracks);
        Assert.Equal(16, report.Pooled!.Tracks);
        Assert.InRange(report.Pooled.Accuracy, 0.9, 1);
        Assert.Equal(10, report.Manifest.Also.Length);

        using EmotionModel model = EmotionModel.Load(folder["model.onnx"]);
        Assert.Contains("16 tracks", model.Metadata.TrainingData, StringComparison.Ordinal);
        Assert.Contains("clicks, 8 tracks (clicks of our own)", model.Metadata.TrainingData, StringComparison.Ordinal);
        Assert.EndsWith("; clicks: as its source says", model.Metadata.Licence, StringComparison.Ordinal);
        Assert.Contains("learnt from clicks as well", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        Assert.Contains("clicks: anger", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);

        // What is usual is a matter of the judged set, in which nobody is angry.
        Assert.Equal(0.25 / 17, model.Metadata.Prior[3], 6);
        Assert.Equal(["classical", "rock"], model.Metadata.GenrePriors.Select(p => p.Genre));
        WavWriter.WriteAll(folder["unheard.wav"], Clicks(99, 3), SyntheticEmotify.SampleRate);
        Assert.Equal(3, Hear(model, folder["unheard.wav"]));
        Assert.Equal(1, Hear(model, SyntheticEmotify.AudioOf(folder.Path, 1)));
    }

    [Fact]
    public void Sets_that_share_a_name_are_one_entry_of_the_card()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder, out string clicks);
        string again = Path.Combine(folder["again"], "clicks");
        Directory.CreateDirectory(Path.Combine(again, "anger"));
        Directory.CreateDirectory(Path.Combine(again, "joy"));
        WavWriter.WriteAll(Path.Combine(again, "anger", "6.wav"), Clicks(6, 4), SyntheticEmotify.SampleRate);
        WavWriter.WriteAll(Path.Combine(again, "joy", "7.wav"), Clicks(7, 5), SyntheticEmotify.SampleRate);
        File.WriteAllText(Path.Combine(again, TrainingRun.SourcesName), "played once more\n");
        TrainingRun.Run(options with { AlsoPaths = [clicks, again], Folds = 0, Recipe = options.Recipe with { Epochs = 1 } });

        string card = File.ReadAllText(folder["model.md"]).ReplaceLineEndings("\n");
        Assert.Contains("\nIt learnt from clicks as well, and was not judged on it: 2 sets, 10 tracks, 0.0 hours, 3 joy, 0 sadness, 0 neutral, 7 anger:\n\n- 8 tracks, 0.0 hours. clicks of our own\n- 2 tracks, 0.0 hours. played once more\n", card, StringComparison.Ordinal);
        Assert.Contains("(75.0 % of the target) and the category that won the vote (the rest); the categories meet in classes by a norm of 1.5 inside the network:", card, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapted_student_learns_the_labels_of_the_set_that_is_not_judged()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder, out _);
        options = options with
        {
            TeacherPaths = [TestTeacher.WriteBandsFirst(folder["t.onnx"])],
            Recipe = options.Recipe with
            {
                Epochs = 0,
                HeadPenalty = 0.001,
                AdaptationWindows = 320,
                Pretraining = new PretrainingSettings { Windows = 960, BatchSize = 16, TargetSize = 8 },
            },
        };
        TrainingRun.Run(options);
        byte[] without = File.ReadAllBytes(options.OutputPath);
        Assert.DoesNotContain("learnt the labels", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);
        TrainingOptions labelled = options with { Recipe = options.Recipe with { LabelWeight = 0.5 } };
        Assert.InRange(TrainingRun.Run(labelled).Pooled!.Accuracy, 0.9, 1);
        byte[] with = File.ReadAllBytes(options.OutputPath);
        Assert.NotEqual(without, with);
        Assert.Contains("learnt the labels of the sets that are not judged as well, weight 0.5", File.ReadAllText(folder["model.md"]), StringComparison.Ordinal);

        // By any number of threads and with nothing kept, the same file.
        TrainingRun.Run(labelled with { Threads = 1, CacheFolder = folder["elsewhere"] });
        Assert.Equal(with, File.ReadAllBytes(options.OutputPath));
    }

    [Fact]
    public void Categories_of_the_same_name_stay_apart_and_meet_in_their_class()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder, out string clicks);
        LabelledDataset judged = DatasetReader.Read(options.DatasetPath, options.Merge);
        LabelledDataset other = DatasetReader.Read(clicks, options.Merge);
        JoinedDatasets joined = JoinedDatasets.Of(judged, [other, other]);
        Assert.Equal(13, joined.Judged.Categories.Length);
        Assert.Equal(judged.Categories, joined.Judged.Categories.Take(9));
        Assert.Equal(2 * other.Tracks.Length, joined.Also.Length);
        int sadness = joined.Judged.Categories.IndexOf("sadness");
        int other1 = joined.Judged.Categories.IndexOf("clicks: sadness");
        Assert.NotEqual(sadness, other1);
        Assert.Equal(joined.Judged.Merge.ClassOf("sadness"), joined.Judged.Merge.ClassOf("clicks: sadness"));
        Assert.All(joined.Judged.Tracks.Concat(joined.Also), t => Assert.Equal(1, t.CategoryShares.Sum(), 9));
        Assert.All(joined.Also, t => Assert.Equal(t.ClassIndex, joined.Judged.Merge.ClassOf(joined.Judged.Categories[t.CategoryShares.IndexOf(1)])));
        Assert.Equal(judged.Tracks.Select(t => t.ClassIndex), joined.Judged.Tracks.Select(t => t.ClassIndex));
    }

    [Fact]
    public void A_set_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = Prepare(folder, out _) with { AlsoPaths = [folder["nowhere"]] };
        InputException refused = Assert.Throws<InputException>(() => TrainingRun.Run(options));
        Assert.Equal(folder["nowhere"], refused.Subject);
        Assert.False(File.Exists(options.OutputPath));
    }

    private static TrainingOptions Prepare(TemporaryFolder folder, out string clicks)
    {
        SyntheticEmotify.Write(folder.Path, 4, 3);
        clicks = folder["clicks"];
        Directory.CreateDirectory(Path.Combine(clicks, "anger"));
        Directory.CreateDirectory(Path.Combine(clicks, "joy"));
        for (int i = 0; i < 6; i++)
        {
            WavWriter.WriteAll(Path.Combine(clicks, "anger", $"{i}.wav"), Clicks(i, 3), SyntheticEmotify.SampleRate);
        }

        for (int i = 0; i < 2; i++)
        {
            float[] hum = [.. Enumerable.Range(0, 3 * SyntheticEmotify.SampleRate).Select(n => (float)(0.3 * Math.Sin(2 * Math.PI * (2500 + (100 * i)) * n / SyntheticEmotify.SampleRate)))];
            WavWriter.WriteAll(Path.Combine(clicks, "joy", $"{i}.wav"), hum, SyntheticEmotify.SampleRate);
        }

        File.WriteAllText(Path.Combine(clicks, TrainingRun.SourcesName), "clicks of our own\n");
        return new TrainingOptions
        {
            DatasetPath = folder.Path,
            AlsoPaths = [clicks],
            OutputPath = folder["model.onnx"],
            CacheFolder = folder["cache"],
            Folds = 2,
            Recipe = new TrainingRecipe
            {
                FrontEnd = TestModels.FrontEnd(20),
                WindowSeconds = 2,
                Network = new() { Convolutions = [new(4, 3, 2, 1, 2), new(6, 3, 1, 1, 2), new(8, 3, 1, 1, 1), new(8, 3, 1, 1, 1)] },
                Epochs = 12,
                WindowsPerTrack = 4,
                BatchSize = 8,
                LearningRate = 0.02,
            },
        };
    }

    /// <summary>A short burst of a high tone, four times a second, over a low hum.</summary>
    private static float[] Clicks(int seed, int seconds)
    {
        var random = new Random(seed);
        double gain = 0.1 + (0.4 * random.NextDouble());
        return [.. Enumerable.Range(0, seconds * SyntheticEmotify.SampleRate).Select(n =>
            (float)(gain * ((n % 2000 < 200 ? Math.Sin(2 * Math.PI * 3200 * n / SyntheticEmotify.SampleRate) : 0) + (0.3 * Math.Sin(2 * Math.PI * 60 * n / SyntheticEmotify.SampleRate)))))];
    }

    private static int Hear(EmotionModel model, string path)
    {
        var extractor = new FeatureExtractor(model.Metadata.FrontEnd, Path.Combine(Path.GetDirectoryName(path)!, "heard"));
        using var judge = new ClipJudge(model, extractor.Floor);
        HeardTrack[] heard = extractor.ExtractAll([path], 1, _ => { }, TestContext.Current.CancellationToken);
        return ClassificationScore.Top(ClipJudge.Mean(judge.Windows(heard[0].Mel)));
    }
}
