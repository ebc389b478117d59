namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>A stretch of the demo track and the feeling that it was written for.</summary>
/// <param name="Intention">The emotion it was meant to have, as the four-class models name it.</param>
/// <param name="StartSeconds">Where it begins, in seconds from the start of the track.</param>
/// <param name="LengthSeconds">How long it is, in seconds.</param>
/// <param name="Description">What is played, in a few words.</param>
public readonly record struct DemoPassage(string Intention, double StartSeconds, double LengthSeconds, string Description)
{
    /// <summary>Where it ends, in seconds.</summary>
    public double EndSeconds => StartSeconds + LengthSeconds;
}
