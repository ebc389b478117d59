using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>Asks an exported model about whole tracks, as a player's windows would hear them. Not thread-safe.</summary>
internal sealed class ClipJudge : IDisposable
{
    private readonly EmotionInference _inference;
    private readonly WindowCutter _cutter;

    /// <param name="model">The model; not disposed here.</param>
    /// <param name="floor">The value of a silent band in its front-end.</param>
    internal ClipJudge(EmotionModel model, float floor)
    {
        _inference = model.CreateInference();
        _cutter = new WindowCutter(model.Metadata, floor);
    }

    /// <summary>The probabilities of each of a track's windows; the track is a window long or longer.</summary>
    /// <param name="track">The track.</param>
    /// <param name="heardShare">The share of each window that has been heard, its end, above 0 … 1.</param>
    internal double[][] Windows(TrackFeatures track, double heardShare = 1)
    {
        int heard = Math.Max(1, (int)Math.Round(heardShare * _cutter.Frames));
        return [.. _cutter.Positions(track).Select(position =>
        {
            _cutter.Cut(track, position, _inference.Input, heard: heard);
            return _inference.Run().ToArray().Select(p => (double)p).ToArray();
        })];
    }

    /// <summary>The mean of some windows' probabilities.</summary>
    internal static double[] Mean(double[][] windows) => [.. Enumerable.Range(0, windows[0].Length).Select(c => windows.Average(w => w[c]))];

    public void Dispose() => _inference.Dispose();
}
