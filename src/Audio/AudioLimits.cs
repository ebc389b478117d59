using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio;

/// <summary>What sounds are taken in.</summary>
public static class AudioLimits
{
    /// <summary>Most channels of a sound.</summary>
    public const int MostChannels = 64;

    /// <summary>Lowest sample rate in Hz.</summary>
    public const int LowestRate = 8000;

    /// <summary>Highest sample rate in Hz.</summary>
    public const int HighestRate = 384000;

    /// <summary>Refuses a sound outside the limits.</summary>
    /// <exception cref="InputException">Too many channels or none, or a rate out of range.</exception>
    internal static void Check(string subject, long channels, long rate)
    {
        if (channels == 0)
            throw new InputException(subject, "says that it has 0 channels", "export it again");
        if (channels > MostChannels)
            throw new InputException(subject, $"has {channels} channels; {MostChannels} are the most", "export the channels that you need");
        if (rate is < LowestRate or > HighestRate)
            throw new InputException(subject, $"has a sample rate of {rate} Hz, outside {LowestRate} to {HighestRate} Hz", "convert it to 44100 Hz");
    }
}
