using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3;

/// <summary>A note or controller event at a sample of a block. Which values mean something depends on <see cref="Kind"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public record struct Event
{
    [FieldOffset(0)]
    private int _busIndex;
    [FieldOffset(4)]
    private int _sampleOffset;
    [FieldOffset(8)]
    private readonly double _musicPosition;
    [FieldOffset(16)]
    private readonly ushort _flags;
    [FieldOffset(18)]
    private ushort _kind;

    // The union starts at 24. Names tell the member that the value belongs to.
    [FieldOffset(24)]
    private short _noteChannel;
    [FieldOffset(26)]
    private short _notePitch;
    [FieldOffset(28)]
    private float _onTuningOffVelocityPressure;
    [FieldOffset(32)]
    private float _onVelocity;
    [FieldOffset(32)]
    private int _offPressureNoteId;
    [FieldOffset(36)]
    private readonly int _onLength;
    [FieldOffset(36)]
    private readonly float _offTuning;
    [FieldOffset(40)]
    private int _onNoteId;
    [FieldOffset(24)]
    private byte _controller;
    [FieldOffset(25)]
    private sbyte _controllerChannel;
    [FieldOffset(26)]
    private sbyte _controllerValue;
    [FieldOffset(27)]
    private readonly sbyte _controllerValue2;

    /// <summary>Which event it is.</summary>
    public readonly EventKind Kind => (EventKind)_kind;

    /// <summary>The index of the event bus.</summary>
    public readonly int BusIndex => _busIndex;

    /// <summary>The sample of the block at which it takes effect.</summary>
    public readonly int SampleOffset => _sampleOffset;

    /// <summary>The project position in quarter notes, if the host fills it in.</summary>
    public readonly double MusicPosition => _musicPosition;

    /// <summary>True if it is played live, not from a track.</summary>
    public readonly bool IsLive => (_flags & 1) != 0;

    /// <summary>MIDI channel, 0 to 15; of notes, pressure and controllers.</summary>
    public readonly int Channel => Kind == EventKind.MidiController ? _controllerChannel : _noteChannel;

    /// <summary>MIDI note number, 0 to 127; of notes and pressure.</summary>
    public readonly int Pitch => _notePitch;

    /// <summary>Velocity or pressure, 0 to 1; of notes and pressure.</summary>
    public readonly float Velocity => Kind == EventKind.NoteOn ? _onVelocity : _onTuningOffVelocityPressure;

    /// <summary>The note's identifier, or -1; of notes and pressure.</summary>
    public readonly int NoteId => Kind == EventKind.NoteOn ? _onNoteId : _offPressureNoteId;

    /// <summary>Detuning in cents; of notes.</summary>
    public readonly float Tuning => Kind == EventKind.NoteOn ? _onTuningOffVelocityPressure : _offTuning;

    /// <summary>The note's length in samples, or 0 if it is not known; of a note's begin.</summary>
    public readonly int Length => _onLength;

    /// <summary>The MIDI controller's number; of a controller.</summary>
    public readonly int Controller => _controller;

    /// <summary>The controller's value, 0 to 127; of a controller.</summary>
    public readonly int ControllerValue => _controllerValue;

    /// <summary>The second data byte of pitch bend and poly pressure; of a controller.</summary>
    public readonly int ControllerValue2 => _controllerValue2;

    /// <summary>A note begins.</summary>
    public static Event NoteOn(int sampleOffset, int channel, int pitch, float velocity, int noteId = -1, int busIndex = 0) => new()
    {
        _kind = (ushort)EventKind.NoteOn,
        _busIndex = busIndex,
        _sampleOffset = sampleOffset,
        _noteChannel = (short)channel,
        _notePitch = (short)pitch,
        _onVelocity = velocity,
        _onNoteId = noteId,
    };

    /// <summary>A note ends.</summary>
    public static Event NoteOff(int sampleOffset, int channel, int pitch, float velocity, int noteId = -1, int busIndex = 0) => new()
    {
        _kind = (ushort)EventKind.NoteOff,
        _busIndex = busIndex,
        _sampleOffset = sampleOffset,
        _noteChannel = (short)channel,
        _notePitch = (short)pitch,
        _onTuningOffVelocityPressure = velocity,
        _offPressureNoteId = noteId,
    };

    /// <summary>A MIDI controller for the host: number 0 to 127, value 0 to 127.</summary>
    public static Event MidiController(int sampleOffset, int channel, int controller, int value, int busIndex = 0) => new()
    {
        _kind = (ushort)EventKind.MidiController,
        _busIndex = busIndex,
        _sampleOffset = sampleOffset,
        _controller = (byte)controller,
        _controllerChannel = (sbyte)channel,
        _controllerValue = (sbyte)value,
    };
}
