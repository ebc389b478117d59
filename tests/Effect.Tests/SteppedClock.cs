namespace RealtimeEmotion.Effect.Tests;

/// <summary>A clock that goes on when it is told to.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private double _seconds;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => (long)(_seconds * TimestampFrequency);

    /// <summary>Lets time pass.</summary>
    public void Advance(double seconds) => _seconds += seconds;
}
