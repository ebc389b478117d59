using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Trainer.Training;
using Spectre.Console;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class TrainingLineTests
{
    [Theory]
    [InlineData(TrainingPhase.Features, 80, 320, 0.0, " 25 %")]
    [InlineData(TrainingPhase.Validation, 30, 60, 0.5, " 50 %")]
    [InlineData(TrainingPhase.Robustness, 9, 10, 1.0, " 90 %")]
    public void The_bar_shows_how_far_it_is_with_loss_accuracy_and_time_left(TrainingPhase phase, int done, int of, double fraction, string percent)
    {
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Write(TrainingLine.Render(new TrainingProgress(phase, 2, 5, done, of, 1.25, 0.511, fraction, TimeSpan.FromSeconds(125))));
        string[] lines = writer.ToString().Split('\n');
        Assert.EndsWith(percent, lines[0].TrimEnd());
        Assert.Equal((int)Math.Round(40.0 * int.Parse(percent[..3])) / 100, lines[0].Count(c => c == '━'));
        Assert.EndsWith("loss 1.250 · accuracy 51.1 % · 2:05 left", lines[1].TrimEnd());
    }

    [Theory]
    [InlineData(TrainingPhase.Validation, 5, "fold 2 of 5 · epoch 30 of all 60")]
    [InlineData(TrainingPhase.Final, 5, "final model · epoch 30 of all 60")]
    [InlineData(TrainingPhase.Final, 0, "epoch 30 of 60")]
    public void Epochs_are_those_of_all_fits_where_there_are_several(TrainingPhase phase, int folds, string expected)
        => Assert.Equal(expected, TrainingLine.Describe(new TrainingProgress(phase, 2, folds, 30, 60, double.NaN, double.NaN, 0.5, null)));
}
