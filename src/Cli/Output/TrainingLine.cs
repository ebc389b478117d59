using RealtimeEmotion.Trainer.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RealtimeEmotion.Cli.Output;

/// <summary>What a watcher of a training sees: how far, how well, how long still.</summary>
internal static class TrainingLine
{
    private const int Width = 40;

    internal static IRenderable Render(TrainingProgress progress)
    {
        // Before and after the epochs, how much of the phase is done.
        double fraction = progress.Phase is TrainingPhase.Features or TrainingPhase.Robustness ? progress.Done / (double)Math.Max(1, progress.Of) : Math.Clamp(progress.Fraction, 0, 1);
        int done = (int)Math.Round(Width * fraction);
        return new Rows(
            new Markup($"[#2F6DB5]{new string('━', done)}[/][grey]{new string('─', Width - done)}[/] {fraction * 100,3:0} %"),
            new Text(Describe(progress)));
    }

    /// <summary>The same in words.</summary>
    internal static string Describe(TrainingProgress progress)
    {
        string phase = progress.Phase switch
        {
            TrainingPhase.Features => $"features: track {progress.Done} of {progress.Of}",
            TrainingPhase.Pretraining => $"listening with the teachers: window {progress.Done} of {progress.Of}",
            TrainingPhase.Adaptation => $"with the teachers to each fit's own tracks: window {progress.Done} of {progress.Of}",
            TrainingPhase.Robustness => $"changed sound: track {progress.Done} of {progress.Of}",
            TrainingPhase.Validation => $"fold {progress.Fold} of {progress.Folds} · epoch {progress.Done} of all {progress.Of}",
            TrainingPhase.Final => progress.Folds > 0 ? $"final model · epoch {progress.Done} of all {progress.Of}" : $"epoch {progress.Done} of {progress.Of}",
            _ => "exporting and checking",
        };
        string loss = double.IsNaN(progress.Loss) ? "" : $" · loss {progress.Loss:0.000}";
        string accuracy = double.IsNaN(progress.Accuracy) ? "" : $" · accuracy {progress.Accuracy * 100:0.0} %";
        string left = progress.Remaining is { } time ? $" · {(int)time.TotalMinutes}:{time.Seconds:00} left" : "";
        return phase + loss + accuracy + left;
    }
}
