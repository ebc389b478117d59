using System.Globalization;
using System.Text;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What a model heard, how well it does and what it may be used for, in Markdown, for people.</summary>
internal static class ModelCard
{
    private const string Maker = "by RealtimeEmotion's own trainer.";

    /// <summary>Whether a text is a card, of this version or an earlier one.</summary>
    internal static bool IsCard(string text) => text.StartsWith("# ", StringComparison.Ordinal) && text.Contains(Maker, StringComparison.Ordinal);

    internal static string Write(TrainingReport report, ModelMetadata metadata, LabelledDataset dataset, string? command)
    {
        var text = new StringBuilder();
        Line($"# {metadata.Name}");
        Line($"");
        Line($"A convolutional network that names the emotion of music: {string.Join(", ", metadata.Labels)}. Trained on {Day(metadata.Date)} {Maker}");
        Line($"");
        Line($"## What it heard");
        Line($"");
        Line($"{dataset.Name}: {dataset.Tracks.Length} tracks, {report.AudioSeconds / 3600:0.0} hours{(Genres(dataset) is { } genres ? $", in {genres}" : string.Empty)}. {Capitalised(dataset.Source)}.");
        Line($"");
        foreach (LeftOutTracks some in report.LeftOut)
        {
            Line($"Left out of it: {some.Count} {some.Reason}.");
            Line($"");
        }

        foreach (IGrouping<string, OtherDataset> sets in report.Also.GroupBy(set => set.Name, StringComparer.Ordinal))
        {
            WriteOthers(Line, report, [.. sets]);
        }

        WriteTeachers(Line, report);
        if (report.Recipe.Target == TrainingTarget.ClassLabels)
        {
            Line($"It learns each track's label, as certain; the categories were added up to classes before:");
        }
        else
        {
            string winner = report.Recipe.WinnerShare > 0
                ? $" ({Percent(1 - report.Recipe.WinnerShare)} of the target) and the category that won the vote (the rest)"
                : string.Empty;
            Line($"It learns the listeners' vote shares of the data set's categories{winner}{Taught(report)}; the categories {Merged(report.Recipe)} inside the network:");
        }

        Line($"");
        Line($"| class | categories | tracks | valence | arousal |");
        Line($"|---|---|---|---|---|");
        for (int c = 0; c < metadata.Labels.Length; c++)
        {
            EmotionClass merged = dataset.Merge.Classes[c];
            Line($"| {merged.Name} | {string.Join(", ", merged.Categories)} | {report.LabelCounts[c]} | {merged.Valence:0.##} | {merged.Arousal:0.##} |");
        }

        Line($"");
        Line($"A track's label is the class of its most-voted category; the first category wins a tie.");
        if (report is { AddedTracks: > 0, Recipe.Added: { } added })
        {
            Line($"");
            Line($"To what a fit hears, {added.Count} tracks of {added.Class} are added: its own training tracks once more, at another speed.");
        }

        Line($"");
        Line($"## Licence");
        Line($"");
        Line($"{Capitalised(metadata.Licence)}.");
        Line($"");
        WriteScores(Line, report);
        Line($"## What to know before trusting it");
        Line($"");
        Line($"- It names what listeners said they felt, on average. They disagree: where a class has 60 % of the votes, 40 % felt something else. Read the probabilities, not only the top one.");
        Line($"- It hears the last {metadata.WindowFrames * (double)metadata.FrontEnd.HopLength / metadata.FrontEnd.SampleRate:0.0} s and nothing else. {(metadata.LevelNormalisation == LevelNormalisation.WindowMean ? "Loudness does not count: the window's mean level is taken out" : "Loudness counts: the same music at another level may get another answer")}.");
        Line($"- It knows {(Genres(dataset) is { } known ? $"{known} in " : string.Empty)}recordings of one collection. Speech, solo instruments and other styles are beyond what it was judged on.");
        Line($"");
        WriteTechnicalities(Line, report, metadata);
        WriteMaking(Line, report, dataset, command);
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Merged(TrainingRecipe recipe) => recipe.MergeNorm > 1
        ? string.Create(CultureInfo.InvariantCulture, $"meet in classes by a norm of {recipe.MergeNorm:0.##}")
        : "are added up to classes";

    private static string Taught(TrainingReport report) => report.Unlabelled is null
        ? string.Empty
        : $", and what the teachers would say of each window, by a regression on the same tracks ({Percent(report.Recipe.TeacherShare)} of what is learnt of a window)";

    /// <summary>What was learnt from beside the judged set: one set, or several that share a name.</summary>
    private static void WriteOthers(Action<FormattableString> line, TrainingReport report, OtherDataset[] sets)
    {
        string counts = string.Join(", ", report.Labels.Select((label, c) => $"{sets.Sum(set => set.LabelCounts[c])} {label}"));
        string number = sets.Length > 1 ? $"{sets.Length} sets, " : string.Empty;
        string source = sets.Length > 1 ? ":" : $". {sets[0].Source}";
        line($"It learnt from {sets[0].Name} as well, and was not judged on it: {number}{sets.Sum(set => set.Tracks)} tracks, {sets.Sum(set => set.AudioSeconds) / 3600:0.0} hours, {counts}{source}");
        line($"");
        if (sets.Length == 1)
        {
            return;
        }

        foreach (OtherDataset set in sets)
        {
            line($"- {set.Tracks} tracks, {set.AudioSeconds / 3600:0.0} hours. {set.Source}");
        }

        line($"");
    }

    private static void WriteTeachers(Action<FormattableString> line, TrainingReport report)
    {
        if (report.Unlabelled is not { } unlabelled)
        {
            return;
        }

        string names = string.Join(" and ", unlabelled.Teachers);
        if (unlabelled.Pieces == 0)
        {
            line($"It learnt to hear from {names}: what these pretrained networks make of each window of that music is part of what it predicts in training.");
            line($"");
            return;
        }

        line($"Before that it learnt to hear from {names}: it predicts what these pretrained networks make of each window of {unlabelled.Pieces} pieces of music without labels, {unlabelled.AudioSeconds / 3600:0.0} hours, none of which is in the labelled data. They are not part of it.");
        line($"");
        if (unlabelled.Sources.Length > 0)
        {
            line($"{unlabelled.Sources}");
            line($"");
        }
    }

    private static void WriteScores(Action<FormattableString> line, TrainingReport report)
    {
        line($"## How well it does");
        line($"");
        if (report is not { Pooled: { } clips, OfKnownGenre: { } known, Windows: { } windows, Ambiguity: { } ambiguity })
        {
            line($"Not judged: it was trained without cross-validation.");
            line($"");
            return;
        }

        if (report.HeldOutTracks > 0)
        {
            line($"Judged on {report.HeldOutTracks} tracks, {Percent(report.Recipe.HeldOutShare)} of each genre, that the model in the file did not hear.");
        }
        else
        {
            line($"{report.Folds.Length}-fold cross-validation over whole tracks, stratified by genre and class; every track is judged by a network that heard nothing of it. The model in the file is trained in the same way on all tracks, so it has no score of its own on them.{(report.AlikeTracks > 0 ? $" {report.AlikeTracks} tracks sound the same as another, and are in its fold." : string.Empty)}");
        }

        line($"");
        line($"| | whole clip (mean of its windows) | the same, genre told | one window |");
        line($"|---|---|---|---|");
        line($"| accuracy | **{Percent(clips.Accuracy)}** | {Percent(known.Accuracy)} | {Percent(windows.Accuracy)} |");
        line($"| accuracy of always saying the most frequent class | {Percent(clips.MajorityShare)} | {Percent(known.MajorityShare)} | {Percent(windows.MajorityShare)} |");
        line($"| macro-F1 | {clips.MacroF1:0.000} | {known.MacroF1:0.000} | {windows.MacroF1:0.000} |");
        line($"| cross-entropy to the vote shares (nats) | {clips.CrossEntropy:0.000} | {known.CrossEntropy:0.000} | {windows.CrossEntropy:0.000} |");
        line($"| calibration error of the top class | {clips.CalibrationError:0.000} | {known.CalibrationError:0.000} | {windows.CalibrationError:0.000} |");
        line($"| calibration error of all shares | {clips.ShareCalibrationError:0.000} | {known.ShareCalibrationError:0.000} | {windows.ShareCalibrationError:0.000} |");
        line($"| correlation with the vote shares ({string.Join(", ", report.Labels)}) | {Correlations(clips)} | {Correlations(known)} | {Correlations(windows)} |");
        line($"");
        line($"Sampling error of the accuracy: ±{Percent(Math.Sqrt(clips.Accuracy * (1 - clips.Accuracy) / clips.Tracks))} (one standard deviation, {clips.Tracks} tracks).{(report.Folds.Length > 1 ? $" By fold: {string.Join(", ", report.Folds.Select(f => Percent(f.Accuracy)))}." : string.Empty)}");
        line($"");
        line($"Rows: label; columns: answer for the whole clip.");
        line($"");
        line($"| | {string.Join(" | ", report.Labels)} |");
        line($"|---|{string.Concat(Enumerable.Repeat("---|", report.Labels.Length))}");
        for (int c = 0; c < report.Labels.Length; c++)
        {
            line($"| {report.Labels[c]} | {string.Join(" | ", clips.Confusion[c])} |");
        }

        line($"");
        if (report.Temperature is { } temperature)
        {
            line($"Temperature {temperature:0.00}: the logits are divided by it, chosen on the folds, for each fold on the others.");
            line($"");
        }

        WriteRobustness(line, report);
        line($"**Ambiguous** means that the top two probabilities differ by less than {ambiguity.Margin:0.00}, the margin that tells wrong answers from right ones best on the validation windows. {Percent(ambiguity.AmbiguousShare)} of the windows are; of those the top class is the label in {Percent(ambiguity.AccuracyWhenAmbiguous)}, one of the top two in {Percent(ambiguity.TopTwoWhenAmbiguous)}. Of the clear ones the top class is the label in {Percent(ambiguity.AccuracyWhenClear)}.");
        line($"");
    }

    private static void WriteRobustness(Action<FormattableString> line, TrainingReport report)
    {
        if (report.Robustness.IsEmpty)
        {
            return;
        }

        line($"Changed sound, whole clips, by the folds' models:");
        line($"");
        line($"| change | labels that change | mean shift of a probability | accuracy |");
        line($"|---|---|---|---|");
        foreach (RobustnessRow row in report.Robustness)
        {
            line($"| {row.Variation} | {Percent(row.ChangedLabels)} | {row.Shift:0.000} | {Percent(row.Accuracy)} |");
        }

        line($"");
    }

    private static void WriteTechnicalities(Action<FormattableString> line, TrainingReport report, ModelMetadata metadata)
    {
        FrontEndSettings frontEnd = metadata.FrontEnd;
        line($"## Inside");
        line($"");
        line($"- Front-end: mono {frontEnd.SampleRate} Hz, FFT {frontEnd.FftSize}, {frontEnd.Window} window of {frontEnd.WindowLength}, hop {frontEnd.HopLength}, {frontEnd.MelBands} mel bands ({frontEnd.MelScale}) from {frontEnd.LowestFrequency:0} to {frontEnd.HighestFrequency:0} Hz, {frontEnd.Spectrum}, {frontEnd.Compression} with a floor of {10 * Math.Log10(frontEnd.DecibelMinimum):0} dB.");
        line($"- Input: {frontEnd.MelBands} bands by {metadata.WindowFrames} frames, {(metadata.LevelNormalisation == LevelNormalisation.WindowMean ? "the window's mean subtracted, " : string.Empty)}standardised a band.");
        line($"- Network: {(report.Recipe.Network.Trunks > 1 ? $"{report.Recipe.Network.Trunks} trunks side by side, each of " : string.Empty)}convolutions of {string.Join(", ", report.Recipe.Network.Convolutions.Select(c => c.Channels))} channels, each with batch normalisation{(report.Recipe.Network.Dropout > 0 ? ", ReLU and dropout" : " and ReLU")}; mean and deviation over time; linear; softmax over the {(report.Recipe.Target == TrainingTarget.ClassLabels ? "classes" : $"categories, which {Merged(report.Recipe)}")}. {report.Weights:N0} weights{(report.Recipe.Network.HalfKernels ? ", those of the convolutions in half precision" : string.Empty)}, {report.ModelBytes / 1024.0:0} KiB of ONNX, operator set 17.");
        line($"- The file agrees with the trained network to {report.Parity:0.0e+0} over {report.ParityWindows:N0} windows (ONNX Runtime against TorchSharp; {TrainingRun.ParityTolerance:0e+0} is allowed).");
        line($"");
    }

    private static void WriteMaking(Action<FormattableString> line, TrainingReport report, LabelledDataset dataset, string? command)
    {
        TrainingRecipe recipe = report.Recipe;
        line($"## How it was made");
        line($"");
        line($"    {command ?? $"emotion train {dataset.Name.ToUpperInvariant()} -o {report.ModelFile}"}");
        line($"");
        if (report.Unlabelled is { Loss: not null } unlabelled)
        {
            line($"Pretraining{(recipe.Network.Trunks > 1 ? " of each trunk" : string.Empty)}: {recipe.Pretraining.Windows:N0} windows, batches of {recipe.Pretraining.BatchSize}, {recipe.Optimiser} at {recipe.Pretraining.LearningRate.ToString("0.####", CultureInfo.InvariantCulture)}, targets of {unlabelled.TargetSize} values ({Percent(unlabelled.KeptVariance)} of the teachers' variance); mean squared error in the end {unlabelled.Loss:0.000} of 1; {unlabelled.Seconds:0} s on {Pretrainer.TensorThreads} threads for what was not kept from an earlier run.{(recipe.LabelWeight > 0 && !report.Also.IsEmpty ? string.Create(CultureInfo.InvariantCulture, $" It and all that follows learnt the labels of the sets that are not judged as well, weight {recipe.LabelWeight:0.##}.") : string.Empty)}");
            line($"");
        }

        string speeds = string.Join(", ", recipe.TrackSpeeds.Select(speed => speed.ToString(CultureInfo.InvariantCulture)));
        string fit = recipe.Epochs == 0
            ? report.Unlabelled is { Loss: not null } && recipe.AdaptationWindows > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{(recipe.Network.Trunks > 1 ? "the student of each trunk" : "the student")} went on imitating the teachers for {recipe.AdaptationWindows:N0} windows, half of them of the fit's own tracks{(recipe.TrackSpeeds.IsEmpty ? string.Empty : $" (as they are and {speeds} times as fast)")}, at {recipe.AdaptationRate:0.####}{(recipe.AdaptationRuns > 1 ? $", {recipe.AdaptationRuns} times, and the mean of the weights was taken" : string.Empty)}")
                : "the convolutions as pretraining left them"
            : string.Create(CultureInfo.InvariantCulture, $"{recipe.Epochs} epochs of {recipe.WindowsPerTrack} random windows a track, batches of {recipe.BatchSize}, {Step(recipe)}");
        string head = recipe.HeadPenalty is { } penalty
            ? string.Create(CultureInfo.InvariantCulture, $"; the last layer by regression on every window and {recipe.HeadVariations} variations of it{(recipe.TrackSpeeds.IsEmpty || recipe.TrackSpeedsWeight == 0 ? string.Empty : $", and on the fit's own tracks at {speeds} times their speed (weight {recipe.TrackSpeedsWeight.ToString("0.##", CultureInfo.InvariantCulture)} of theirs, targets the teachers' votes alone)")}, penalty {penalty:0.####}")
            : string.Empty;
        line($"Seed {report.Manifest.Seed}; {fit}{head}; on {report.Threads} CPU threads. Features took {report.FeatureSeconds:0} s, {(report.Curves.Length == 1 ? "the training" : $"the {report.Curves.Length} trainings")} {report.FitSeconds:0} s.");
    }

    private static string Step(TrainingRecipe recipe) => recipe.Optimiser switch
    {
        Optimiser.Sgd => string.Create(CultureInfo.InvariantCulture, $"gradient descent at {recipe.LearningRate:0.####}, momentum {recipe.Momentum:0.##}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{recipe.Optimiser} at {recipe.LearningRate:0.####}"),
    };

    /// <summary>Null where no genre is known.</summary>
    private static string? Genres(LabelledDataset dataset)
    {
        string[] genres = [.. dataset.Tracks.Select(t => t.Genre).Where(genre => genre != FolderReader.NoGenre).Distinct(StringComparer.Ordinal)];
        return genres.Length switch
        {
            0 => null,
            1 => genres[0],
            _ => string.Join(", ", genres[..^1]) + " and " + genres[^1],
        };
    }

    private static string Correlations(ClassificationScore score) => string.Join(", ", score.Correlation.Select(r => r.ToString("0.00;-0.00;0.00", CultureInfo.InvariantCulture)));

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
