namespace RealtimeEmotion.Trainer.Training;

/// <summary>Random numbers that can be gone on with: the same as <see cref="Random"/>'s of the same seed, and how many were
/// drawn says all about where it stands. For whole numbers below 2³¹, doubles and shuffles, which are all drawn one by one.</summary>
internal sealed class CountedRandom(int seed) : Random(seed)
{
    /// <summary>How many numbers were drawn.</summary>
    internal long Draws { get; private set; }

    /// <summary>Goes on to where <see cref="Draws"/> has a value.</summary>
    internal void SkipTo(long draws)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, Draws);
        while (Draws < draws)
        {
            Sample();
        }
    }

    protected override double Sample()
    {
        Draws++;
        return base.Sample();
    }
}
