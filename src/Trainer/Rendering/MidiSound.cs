using System.Globalization;

namespace RealtimeEmotion.Trainer.Rendering;

/// <summary>How notes become sound.</summary>
public sealed record MidiSound
{
    /// <summary>The sound font, an .sf2 or .sf3 file.</summary>
    public required string SoundFont { get; init; }

    /// <summary>The General MIDI program that plays all channels but the drums', 0 … 127; null for what the notes say.</summary>
    public int? Program { get; init; }

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
        $"{Path.GetFileName(SoundFont)}{(Program is { } program ? $", program {program}" : "")}{(Transposition == 0 ? "" : $", transposed by {Transposition:+0;−0}")}{(Tempo == 1 ? "" : $", tempo {Tempo:0.###}")}, room {Room:0.##}");
}
