using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Cli.Output;

/// <summary>A training's progress where nothing can move: a line whenever something new begins or is done.</summary>
internal sealed class TrainingNotes(Terminal terminal) : IProgress<TrainingProgress>
{
    private (TrainingPhase, int)? _last;

    public void Report(TrainingProgress value)
    {
        bool begins = _last != (value.Phase, value.Fold);
        if (begins || value.Done == value.Of)
        {
            terminal.Note(TrainingLine.Describe(value));
        }

        _last = (value.Phase, value.Fold);
    }
}
