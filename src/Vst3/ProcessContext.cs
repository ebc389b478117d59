using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// Where the host's transport stands at the first sample of a block. Only <see cref="State"/>, <see cref="SampleRate"/>
/// and <see cref="ProjectTimeSamples"/> are always valid; for the others see <see cref="ContextFlags"/>. A host fills in
/// what <see cref="AudioEffect.ContextRequirements"/> asks for.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public record struct ProcessContext
{
    private uint _state;
    private double _sampleRate;
    private long _projectTimeSamples;
    private long _systemTime;
    private long _continuousTimeSamples;
    private double _projectTimeMusic;
    private double _barPositionMusic;
    private double _cycleStartMusic;
    private double _cycleEndMusic;
    private double _tempo;
    private int _timeSignatureNumerator;
    private int _timeSignatureDenominator;
    private byte _chordKeyNote;
    private byte _chordRootNote;
    private short _chordMask;
    private int _smpteOffsetSubframes;
    private uint _framesPerSecond;
    private uint _frameRateFlags;
    private int _samplesToNextClock;

    /// <summary>The transport's state and the valid values.</summary>
    public ContextFlags State
    {
        readonly get => (ContextFlags)_state;
        set => _state = (uint)value;
    }

    /// <summary>True while the transport runs.</summary>
    public readonly bool IsPlaying => (State & ContextFlags.Playing) != 0;

    /// <summary>The sample rate in Hz.</summary>
    public double SampleRate
    {
        readonly get => _sampleRate;
        set => _sampleRate = value;
    }

    /// <summary>The project position in samples; jumps back in a cycle; may be negative in a pre-roll.</summary>
    public long ProjectTimeSamples
    {
        readonly get => _projectTimeSamples;
        set => _projectTimeSamples = value;
    }

    /// <summary>The system's time in nanoseconds.</summary>
    public long SystemTime
    {
        readonly get => _systemTime;
        set => _systemTime = value;
    }

    /// <summary>The position in samples that does not jump in a cycle.</summary>
    public long ContinuousTimeSamples
    {
        readonly get => _continuousTimeSamples;
        set => _continuousTimeSamples = value;
    }

    /// <summary>The project position in quarter notes.</summary>
    public double ProjectTimeMusic
    {
        readonly get => _projectTimeMusic;
        set => _projectTimeMusic = value;
    }

    /// <summary>The start of the current bar in quarter notes.</summary>
    public double BarPositionMusic
    {
        readonly get => _barPositionMusic;
        set => _barPositionMusic = value;
    }

    /// <summary>The start of the cycle in quarter notes.</summary>
    public double CycleStartMusic
    {
        readonly get => _cycleStartMusic;
        set => _cycleStartMusic = value;
    }

    /// <summary>The end of the cycle in quarter notes.</summary>
    public double CycleEndMusic
    {
        readonly get => _cycleEndMusic;
        set => _cycleEndMusic = value;
    }

    /// <summary>The tempo in quarter notes a minute.</summary>
    public double Tempo
    {
        readonly get => _tempo;
        set => _tempo = value;
    }

    /// <summary>The upper number of the time signature.</summary>
    public int TimeSignatureNumerator
    {
        readonly get => _timeSignatureNumerator;
        set => _timeSignatureNumerator = value;
    }

    /// <summary>The lower number of the time signature.</summary>
    public int TimeSignatureDenominator
    {
        readonly get => _timeSignatureDenominator;
        set => _timeSignatureDenominator = value;
    }

    /// <summary>The lowest note of the chord, as a MIDI pitch class (0 = C).</summary>
    public byte ChordKeyNote
    {
        readonly get => _chordKeyNote;
        set => _chordKeyNote = value;
    }

    /// <summary>The root of the chord, as a MIDI pitch class.</summary>
    public byte ChordRootNote
    {
        readonly get => _chordRootNote;
        set => _chordRootNote = value;
    }

    /// <summary>The notes of the chord: bit k is set if the note k semitones above the key note sounds.</summary>
    public short ChordMask
    {
        readonly get => _chordMask;
        set => _chordMask = value;
    }

    /// <summary>The SMPTE offset in 1/80 frames.</summary>
    public int SmpteOffsetSubframes
    {
        readonly get => _smpteOffsetSubframes;
        set => _smpteOffsetSubframes = value;
    }

    /// <summary>Video frames a second, rounded up.</summary>
    public int FramesPerSecond
    {
        readonly get => (int)_framesPerSecond;
        set => _framesPerSecond = (uint)value;
    }

    /// <summary>Bit 0: pull-down; bit 1: drop frames.</summary>
    public int FrameRateFlags
    {
        readonly get => (int)_frameRateFlags;
        set => _frameRateFlags = (uint)value;
    }

    /// <summary>Samples to the nearest MIDI clock (24 a quarter note); may be negative.</summary>
    public int SamplesToNextClock
    {
        readonly get => _samplesToNextClock;
        set => _samplesToNextClock = value;
    }
}
