namespace RealtimeEmotion.Effect.Editor.History;

/// <summary>Which stretch of the history is shown: a length, and an end that follows what comes or stays where the user put it.</summary>
internal sealed class TimeView
{
    internal const double LongestSeconds = 1800;
    internal const double ShortestSeconds = 4;
    internal const double UsualSeconds = 60;

    private long _end;

    /// <summary>The length of what is shown, in seconds.</summary>
    internal double SpanSeconds { get; private set; } = UsualSeconds;

    /// <summary>Whether the newest is always shown.</summary>
    internal bool Follows { get; private set; } = true;

    /// <summary>One sample behind the last one shown.</summary>
    internal long End(EmotionHistory history) => IsLive(history) ? history.End : _end;

    /// <summary>Whether the newest is in sight: it is followed, or the history has begun anew since the user put the end somewhere.</summary>
    internal bool IsLive(EmotionHistory history) => Follows || _end > history.End;

    /// <summary>The samples that are shown.</summary>
    internal long SpanSamples(EmotionHistory history) => Math.Max(1, (long)(SpanSeconds * history.SampleRate));

    /// <summary>Shows more or less, keeping one place where it is.</summary>
    /// <param name="history">What is shown.</param>
    /// <param name="factor">Above 1 shows more.</param>
    /// <param name="anchor">The place that stays, 0 (left) … 1 (right).</param>
    internal void Zoom(EmotionHistory history, double factor, double anchor)
    {
        double before = SpanSeconds;
        SpanSeconds = Math.Clamp(SpanSeconds * factor, ShortestSeconds, LongestSeconds);
        if (!Follows)
            MoveTo(history, _end - (long)((before - SpanSeconds) * history.SampleRate * (1 - anchor)));
    }

    /// <summary>Moves what is shown by seconds; positive is later.</summary>
    internal void Pan(EmotionHistory history, double seconds) => MoveTo(history, End(history) + (long)(seconds * history.SampleRate));

    /// <summary>Shows the newest again, at the usual length.</summary>
    internal void Reset()
    {
        Follows = true;
        SpanSeconds = UsualSeconds;
    }

    /// <summary>Stays where it is, though more may come.</summary>
    internal void Freeze(EmotionHistory history)
    {
        _end = End(history);
        Follows = false;
    }

    /// <summary>Shows the newest again.</summary>
    internal void Follow() => Follows = true;

    /// <summary>Shows the stretch that ends at a sample; at the newest it follows.</summary>
    internal void MoveTo(EmotionHistory history, long end)
    {
        long least = Math.Min(history.End, history.Start + SpanSamples(history));
        _end = Math.Clamp(end, least, history.End);
        Follows = _end >= history.End;
    }
}
