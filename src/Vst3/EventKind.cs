namespace RealtimeEmotion.Vst3;

/// <summary>The kind of an <see cref="Event"/>.</summary>
public enum EventKind
{
    /// <summary>A note begins.</summary>
    NoteOn = 0,

    /// <summary>A note ends.</summary>
    NoteOff = 1,

    /// <summary>Raw data, such as MIDI system exclusive.</summary>
    Data = 2,

    /// <summary>Pressure on one note.</summary>
    PolyPressure = 3,

    /// <summary>A note's expression value.</summary>
    NoteExpressionValue = 4,

    /// <summary>A note's expression text.</summary>
    NoteExpressionText = 5,

    /// <summary>A chord.</summary>
    Chord = 6,

    /// <summary>A scale.</summary>
    Scale = 7,

    /// <summary>A MIDI controller that the plugin sends.</summary>
    MidiController = 65535,
}
