using System.Collections.Immutable;
using System.Globalization;

namespace RealtimeEmotion.Trainer.Rendering;

/// <summary>How notes become sound.</summary>
public sealed record MidiSound
{
    /// <summary>The sound font, an .sf2 or .sf3 file.</summary>
    public required string SoundFont { get; init; }

    /// <summary>The General MIDI programs, 0 … 127, one of which plays all channels of a file but the drums': which one, the notes alone
    /// decide, whatever files are beside it. Empty for what the notes say.</summary>
    public ImmutableArray<int> Programs { get; init; } = [];

    /// <summary>How much faster, 0.25 … 4.</summary>
    public double Tempo { get; init; } = 1;

    /// <summary>Semitones up, −24 … 24; drums stay.</summary>
    public int Transposition { get; init; }

    /// <summary>The room's size, 0 (none) … 1.</summary>
    public double Room { get; init; } = 0.2;

    /// <summary>The sample rate unless a caller says otherwise, in hertz.</summary>
    public const int UsualSampleRate = 44100;

    /// <summary>In hertz, 8000 … 96000.</summary>
    public int SampleRate { get; init; } = UsualSampleRate;

    /// <summary>All of it in words that name the sound font's file, for whoever wants the same sound.</summary>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(SoundFont)}{DescribePrograms()}{(Transposition == 0 ? "" : $", transposed by {Transposition:+0;−0}")}{(Tempo == 1 ? "" : $", tempo {Tempo:0.###}")}, room {Room:0.##}");

    private string DescribePrograms() => Programs.Length switch
    {
        0 => string.Empty,
        1 => string.Create(CultureInfo.InvariantCulture, $", program {Programs[0]}"),
        _ => $", each clip by one of the programs {string.Join(", ", Programs.Select(p => p.ToString(CultureInfo.InvariantCulture)))}",
    };
}
