using System.Numerics;

namespace RealtimeEmotion.Vst3;

/// <summary>Which loudspeakers the channels of a bus belong to: one bit a speaker, channels in the order of the bits.</summary>
/// <param name="Speakers">The set of speakers, bits as VST3 numbers them (bit 0 left, bit 1 right, bit 2 centre, bit 3 LFE …).</param>
public readonly record struct SpeakerArrangement(ulong Speakers)
{
    /// <summary>No channel.</summary>
    public static SpeakerArrangement Empty => new(0);

    /// <summary>One channel.</summary>
    public static SpeakerArrangement Mono => new(1UL << 19);

    /// <summary>Left, right.</summary>
    public static SpeakerArrangement Stereo => new(0b11);

    /// <summary>Left, right, centre.</summary>
    public static SpeakerArrangement Surround30 => new(0b111);

    /// <summary>Left, right, two surrounds.</summary>
    public static SpeakerArrangement Quadraphonic => new(0b11_0011);

    /// <summary>Left, right, centre, two surrounds.</summary>
    public static SpeakerArrangement Surround50 => new(0b11_0111);

    /// <summary>Left, right, centre, LFE, two surrounds.</summary>
    public static SpeakerArrangement Surround51 => new(0b11_1111);

    /// <summary>5.1 with a rear centre.</summary>
    public static SpeakerArrangement Surround61 => new(0b1_0011_1111);

    /// <summary>5.1 with two more front speakers (cinema).</summary>
    public static SpeakerArrangement Surround71Cinema => new(0b1111_1111);

    /// <summary>5.1 with two side speakers (music).</summary>
    public static SpeakerArrangement Surround71 => new(0b110_0011_1111);

    /// <summary>How many channels the arrangement has.</summary>
    public int ChannelCount => BitOperations.PopCount(Speakers);

    /// <summary>The usual arrangement of so many channels (1 to 8), or an unnamed one of the first speakers.</summary>
    public static SpeakerArrangement OfChannels(int count) => count switch
    {
        <= 0 => Empty,
        1 => Mono,
        2 => Stereo,
        3 => Surround30,
        4 => Quadraphonic,
        5 => Surround50,
        6 => Surround51,
        7 => Surround61,
        8 => Surround71,
        >= 64 => new(ulong.MaxValue),
        _ => new((1UL << count) - 1),
    };
}
