using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>Estimates as curves over time.</summary>
internal sealed class EmotionCurves
{
    private readonly IReadOnlyList<string> _labels;
    private readonly double _seconds;
    private readonly double[] _times;
    private readonly double[][] _probabilities;
    private readonly double[] _valence;
    private readonly double[] _arousal;
    private readonly IReadOnlyList<EmotionPanel.Stretch> _leading;
    private readonly IReadOnlyList<EmotionPanel.Stretch> _meant;

    internal EmotionCurves(ModelMetadata metadata, IReadOnlyList<EmotionEstimate> estimates, IReadOnlyList<EmotionSegment> segments, IReadOnlyList<EmotionPanel.Stretch> meant, double sampleRate, double seconds)
    {
        _labels = metadata.Labels;
        _seconds = seconds;
        _meant = meant;

        // As segments have it: an estimate stands in the middle of what it describes, the last one up to the end.
        EmotionEstimate[] drawn = [.. estimates, estimates[^1] with { EndSample = (long)(seconds * sampleRate), LengthSamples = 0 }];
        _times = [.. drawn.Select(e => (e.EndSample - (e.LengthSamples / 2.0)) / sampleRate)];
        _probabilities = [.. Enumerable.Range(0, _labels.Count).Select(k => drawn.Select(e => e.IsSilent ? double.NaN : e.Probabilities[k]).ToArray())];
        _valence = [.. drawn.Select(e => e.IsSilent ? double.NaN : e.Valence)];
        _arousal = [.. drawn.Select(e => e.IsSilent ? double.NaN : e.Arousal)];
        _leading = [.. segments.Select(s => new EmotionPanel.Stretch(s.StartSample / sampleRate, s.EndSample / sampleRate, s.Estimate.IsSilent ? null : _labels[s.Estimate.TopIndex]))];
    }

    internal IReadOnlyList<LegendEntry> Legend => EmotionPanel.Legend(_labels);

    internal Plot ProbabilityPanel() => EmotionPanel.Create(_seconds, _labels, _times, _probabilities, _leading, _meant);

    internal Plot PlanePanel() => EmotionPanel.CreatePlane(_seconds, _times, _valence, _arousal);
}
