using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3;

/// <summary>What the host announces before it activates the plugin.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ProcessSetup
{
    private readonly int _mode;
    private readonly int _sampleSize;
    private readonly int _maxBlockSize;
    private readonly double _sampleRate;

    /// <summary>Makes a set-up.</summary>
    public ProcessSetup(ProcessMode mode, SampleSize sampleSize, int maxBlockSize, double sampleRate)
    {
        _mode = (int)mode;
        _sampleSize = (int)sampleSize;
        _maxBlockSize = maxBlockSize;
        _sampleRate = sampleRate;
    }

    /// <summary>How the plugin will be run.</summary>
    public ProcessMode Mode => (ProcessMode)_mode;

    /// <summary>The type of the samples.</summary>
    public SampleSize SampleSize => (SampleSize)_sampleSize;

    /// <summary>The largest block, in samples; blocks may be shorter, and of 0 samples.</summary>
    public int MaxBlockSize => _maxBlockSize;

    /// <summary>The sample rate in Hz.</summary>
    public double SampleRate => _sampleRate;
}
