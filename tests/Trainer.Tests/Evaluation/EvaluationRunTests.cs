using System.Text.Json;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Tests.Training;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Evaluation;

public sealed class EvaluationRunTests
{
    [Fact]
    public void A_model_is_judged_by_genre_by_length_and_beside_what_is_cheap()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 5, 7);
        TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Adam));
        using EmotionModel model = EmotionModel.Load(folder["model.onnx"]);
        var options = new EvaluationOptions { DatasetPath = folder.Path, CacheFolder = folder["cache"], Resamples = 100, Seeds = 2 };
        EvaluationReport report = EvaluationRun.Judge(model, options);

        Assert.Equal(report.Clips.Accuracy, report.Whole.Accuracy.Value, 12);
        Assert.Equal(report.Clips.CrossEntropy, report.Whole.CrossEntropy.Value, 12);
        Assert.Equal(report.Clips.CalibrationError, report.Whole.CalibrationError.Value, 12);
        Assert.Equal(["classical", "rock"], report.Genres.Select(g => g.Name));
        Assert.All(report.Genres, g => Assert.Equal(10, g.Tracks));
        Assert.Equal(report.Whole.Accuracy.Value, report.Genres.Average(g => g.Accuracy.Value), 12);

        // Windows of 2 s, half a window apart, in tracks of 7 s: six; so 1, 3 and 5 of them are less than all. And windows that have
        // not heard all that they hold.
        Assert.Equal(["0.6 s", "1 s", "2 s", "4 s", "6 s", "whole clip"], report.Lengths.Select(l => l.Name));
        Assert.All(report.Lengths.Concat(report.Baselines), r => Assert.All((Interval[])[r.Accuracy, r.MacroF1, r.CrossEntropy, r.CalibrationError], i => Assert.True(i.Low <= i.High)));

        // Class and genre say nothing of each other; tones and noise differ in every statistic.
        Assert.Equal(["the biggest class", "the genre alone", "linear on log-mel statistics"], report.Baselines.Select(b => b.Name));
        Assert.Equal(0.5, report.Clips.MajorityShare);
        Assert.Equal(0.5, report.Baselines[0].Accuracy.Value, 12);
        Assert.InRange(report.Baselines[1].Accuracy.Value, 0.2, 0.6);
        Assert.Equal(1, report.Baselines[2].Accuracy.Value);
        Assert.True(report.Baselines[2].CrossEntropy.Value < report.Baselines[0].CrossEntropy.Value);

        // The same again, and as JSON.
        using JsonDocument json = JsonDocument.Parse(EvaluationRun.Judge(model, options).ToJson());
        Assert.Equal(report.Baselines[2].CrossEntropy.Value, json.RootElement.GetProperty("baselines")[2].GetProperty("crossEntropy").GetProperty("value").GetDouble());
        Assert.Equal("--folds", Assert.Throws<InputException>(() => EvaluationRun.Judge(model, options with { Folds = 21 })).Subject);

        // Of one genre alone, the genre says nothing.
        SyntheticEmotify.WriteTable(folder.Path, Enumerable.Range(1, 10).Select(id => SyntheticEmotify.Row(id, SyntheticEmotify.IsSad(id) ? "000000001" : "000000100")));
        Assert.Equal(["the biggest class", "linear on log-mel statistics"], EvaluationRun.Judge(model, options).Baselines.Select(b => b.Name));
    }

    [Fact]
    public void What_baselines_learn_is_nothing_of_the_fold_that_they_answer()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 2, 1);
        LabelledDataset dataset = EmotifyReader.Read(folder.Path, ClassMerge.Emotify);

        // Fold 0 holds every sad track: from the rest, nobody could know of sadness.
        int[] sad = [.. Enumerable.Range(0, 8).Where(t => dataset.Tracks[t].ClassIndex == 1)];
        double[][] usual = Baselines.GenrePrior(dataset, [[.. sad], [.. Enumerable.Range(0, 8).Except(sad)]]);
        Assert.All(sad, t => Assert.Equal([2.25 / 3, 0.25 / 3, 0.25 / 3, 0.25 / 3], usual[t]));
        Assert.All(Enumerable.Range(0, 8).Except(sad), t => Assert.Equal(2.25 / 3, usual[t][1]));
        double[][] ofGenre = Baselines.GenrePrior(dataset, [[0], [1, 2, 3, 4, 5, 6, 7]]);
        Assert.Equal([2.25 / 4, 1.25 / 4, 0.25 / 4, 0.25 / 4], ofGenre[0]);

        // The biggest class is a fact of the set, and nothing that is learnt.
        Assert.All(Baselines.Majority(dataset), all => Assert.Equal([4.25 / 9, 4.25 / 9, 0.25 / 9, 0.25 / 9], all));

        // A genre that is not there: what is usual in all.
        Assert.Equal([2.25 / 5, 2.25 / 5, 0.25 / 5, 0.25 / 5], Baselines.GenrePrior(dataset, [[0, 1, 2, 3], [4, 5, 6, 7]])[0]);
    }

    [Fact]
    public void Listeners_are_compared_with_each_other()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 1);

        // Track 1: all of one mind. Track 2: two of joy, two of anger, one of whom chose joy beside it; joy wins by its column.
        SyntheticEmotify.WriteTable(
            folder.Path,
            SyntheticEmotify.Row(1, "000000001"),
            SyntheticEmotify.Row(1, "000000001"),
            SyntheticEmotify.Row(1, "000000000"),
            SyntheticEmotify.Row(2, "100000000"),
            SyntheticEmotify.Row(2, "100000000"),
            SyntheticEmotify.Row(2, "000001000"),
            SyntheticEmotify.Row(2, "100001000"));
        ListenerAgreement agreement = ListenerVotes.Measure(EmotifyReader.Read(folder.Path, ClassMerge.Emotify), 0)!;
        Assert.Equal((1 + ((1 + 1 + 0 + 0.5) / 4)) / 2, agreement.OneWithAll, 12);

        // Of the three ways to halve four, each half is joyful but {anger, both}, which is anger: two of three agree.
        Assert.InRange(agreement.Halves, (1 + 0.35) / 2, (1 + 0.95) / 2);
        Assert.Equal(1 - ((1 - agreement.Halves) / 2), agreement.HalfWithAll, 12);
    }

    [Fact]
    public void The_listeners_of_Emotify_agree_as_its_description_says()
    {
        LabelledDataset dataset = EmotifyReader.Read(SharedData.Emotify(), ClassMerge.Emotify);
        ListenerAgreement agreement = ListenerVotes.Measure(dataset, 0)!;
        Assert.Equal(0.569, agreement.Halves, 0.02);
        Assert.Equal(0.754, agreement.HalfWithAll, 0.02);
        Assert.Equal(0.439, agreement.OneWithAll, 0.04);
    }
}
