using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>How a <see cref="StreamListener"/> listens.</summary>
public sealed record ListenOptions
{
    /// <summary>How often and how quickly the analysis speaks.</summary>
    public AnalysisOptions Analysis { get; init; } = new();

    /// <summary>
    /// Whether sound is heard as fast as it can be read, and nothing is ever dropped: a file is not held to its own pace,
    /// and a reader of <see cref="StreamListener.Events"/> that falls behind is waited for.
    /// </summary>
    public bool Fast { get; init; }

    /// <summary>How samples on standard input are kept that have no header; null to expect a WAV.</summary>
    public PcmFormat? Raw { get; init; }

    /// <summary>How long no sound must come for a source to be called stalled.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a stall may last before the connection is given up and made anew, where that can be.</summary>
    public TimeSpan ReconnectAfterStall { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause before the first new try; each further one doubles it.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between two tries.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failed tries in a row before a source is given up; null for never.</summary>
    public int? MostRetries { get; init; }

    /// <summary>Seconds of audio that wait for the analysis at most; what more comes from a device is lost and counted.</summary>
    public double BufferSeconds { get; init; } = 2;

    /// <summary>Events that wait for a slow reader; then the oldest are lost and counted.</summary>
    public int EventCapacity { get; init; } = 1024;

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="InputException">Names the value and its range.</exception>
    /// <returns>This value.</returns>
    public ListenOptions Validated()
    {
        Analysis.Validated();
        Require(StallAfter > TimeSpan.Zero, "stall time", StallAfter, "above 0");
        Require(ReconnectAfterStall >= StallAfter, "stall time before a new connection", ReconnectAfterStall, $"at least {StallAfter.TotalSeconds} s");
        Require(BackOff > TimeSpan.Zero, "back-off", BackOff, "above 0");
        Require(LongestBackOff >= BackOff, "longest back-off", LongestBackOff, $"at least {BackOff.TotalSeconds} s");
        Require(MostRetries is null or >= 0, "retries", MostRetries, "0 or more");
        Require(BufferSeconds is >= 0.1 and <= 600, "buffer", BufferSeconds, "0.1 to 600 seconds");
        Require(EventCapacity is >= 1 and <= 1 << 20, "event capacity", EventCapacity, "1 to 1048576");
        return this;

        static void Require(bool holds, string name, object? value, string expected)
        {
            if (!holds)
                throw new InputException(name, $"{(value is TimeSpan time ? $"{time.TotalSeconds} s" : value)} is out of range", $"it must be {expected}");
        }
    }
}
