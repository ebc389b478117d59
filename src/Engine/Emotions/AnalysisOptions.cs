namespace RealtimeEmotion.Engine.Emotions;

/// <summary>How often and how quickly an analysis speaks.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Seconds from one estimate to the next, 0.02 … 60; rounded to whole mel frames.</summary>
    public double HopSeconds { get; init; } = 1;

    /// <summary>Seconds in which the smoothed probabilities go half of the way to a new value, 0 (no smoothing) … 600.</summary>
    public double HalfLifeSeconds { get; init; }

    /// <summary>Level at and below which audio is silence, in dBFS RMS without its mean; EBU R128's absolute gate by
    /// default.</summary>
    public double SilenceDecibels { get; init; } = -70;

    /// <summary>How long the level must stay there before silence is reported and the window is cleared, in seconds.</summary>
    public double SilenceSeconds { get; init; } = 1;

    /// <summary>Audio needed before the first estimate, in seconds; at most the model's window.</summary>
    public double FirstEstimateSeconds { get; init; } = 1;

    /// <summary>The music's genre, as one of the model's <c>GenrePriors</c>; null where the listener does not say.</summary>
    public string? Genre { get; init; }

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="InputException">Names the value and its range.</exception>
    /// <returns>This value.</returns>
    public AnalysisOptions Validated()
    {
        Require(HopSeconds is >= 0.02 and <= 60, "hop", HopSeconds, "0.02 to 60 seconds");
        Require(HalfLifeSeconds is >= 0 and <= 600, "half-life", HalfLifeSeconds, "0 to 600 seconds");
        Require(SilenceDecibels is >= -200 and <= 0, "silence level", SilenceDecibels, "-200 to 0 dBFS");
        Require(SilenceSeconds is > 0 and <= 60, "silence time", SilenceSeconds, "above 0, at most 60 seconds");
        Require(FirstEstimateSeconds is > 0 and <= 600, "first estimate", FirstEstimateSeconds, "above 0, at most 600 seconds");
        return this;

        static void Require(bool holds, string name, double value, string expected)
        {
            if (!holds)
            {
                throw new InputException(name, $"{value} is out of range", $"it must be {expected}");
            }
        }
    }
}
