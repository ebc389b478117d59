using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>Draws varied windows into a batch: the network's inputs and, beside each, what teachers make of the clean
/// music there.</summary>
internal sealed class WindowBatch
{
    private readonly WindowCutter _cutter;
    private readonly WindowAugmentation _augmentation;
    private readonly int _step;
    private readonly int _jitter;
    private readonly int _targetSize;

    /// <param name="cutter">Cuts the windows.</param>
    /// <param name="augmentation">How they vary.</param>
    /// <param name="count">Windows in the batch.</param>
    /// <param name="targetSize">Values of a teachers' target; 0 where there are no teachers.</param>
    /// <param name="step">Frames from one window that teachers were asked about to the next.</param>
    /// <param name="jitter">How many frames a window may lie from the teachers'.</param>
    internal WindowBatch(WindowCutter cutter, AugmentationSettings augmentation, int count, int targetSize, int step, int jitter)
    {
        _cutter = cutter;
        _augmentation = new WindowAugmentation(augmentation, cutter.Bands, cutter.Frames);
        _step = step;
        _jitter = jitter;
        _targetSize = targetSize;
        Count = count;
        Inputs = new float[count * cutter.Length];
        Targets = new float[count * targetSize];
    }

    /// <summary>How many windows there are.</summary>
    internal int Count { get; }

    /// <summary>The network's inputs, window after window.</summary>
    internal float[] Inputs { get; }

    /// <summary>The teachers' targets, window after window.</summary>
    internal float[] Targets { get; }

    /// <summary>Fills a place with a window from anywhere in a piece.</summary>
    internal void Draw(int place, StudyPiece piece, Random random)
    {
        if (piece.Targets is { } targets)
        {
            Draw(place, piece, random.Next(targets.Frames), random);
        }
        else
        {
            Cut(place, piece.Mel, random.Next(piece.Mel.Frames - _cutter.Frames + 1), random);
        }
    }

    /// <summary>Fills a place with a window at, or close to, one that teachers were asked about.</summary>
    internal void Draw(int place, StudyPiece piece, int window, Random random)
    {
        piece.Targets!.Frame(window).CopyTo(Targets.AsSpan(place * _targetSize, _targetSize));
        int first = (window * _step) + random.Next(-_jitter, _jitter + 1);
        Cut(place, piece.Mel, Math.Clamp(first, 0, piece.Mel.Frames - _cutter.Frames), random);
    }

    private void Cut(int place, TrackFeatures mel, int first, Random random)
    {
        Span<float> window = Inputs.AsSpan(place * _cutter.Length, _cutter.Length);
        _augmentation.Draw(random);
        _cutter.Cut(mel, first, window, _augmentation);
        _augmentation.Mask(window, random);
    }
}
