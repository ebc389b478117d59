using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// The channels of one audio bus in one block. Input and output channels may be the same memory. A channel that the
/// host leaves out (a flush of parameters, a bus that is not connected) is an empty span. Valid during the block only.
/// </summary>
public readonly unsafe ref struct AudioBus
{
    private readonly AudioBusBuffers* _buffers;
    private readonly int _samples;
    private readonly SampleSize _sampleSize;

    internal AudioBus(AudioBusBuffers* buffers, int samples, SampleSize sampleSize)
    {
        _buffers = buffers;
        _samples = samples;
        _sampleSize = sampleSize;
    }

    /// <summary>How many channels the host gives.</summary>
    public int ChannelCount => _buffers == null || _buffers->Channels == null ? 0 : _buffers->ChannelCount;

    /// <summary>
    /// Bit k: channel k is all zero. On an input the host's word; on an output the plugin's, which also must write the
    /// zeros.
    /// </summary>
    public ulong SilenceFlags
    {
        get => _buffers == null ? 0 : _buffers->SilenceFlags;
        set
        {
            if (_buffers != null)
                _buffers->SilenceFlags = value;
        }
    }

    /// <summary>
    /// One pointer a channel to <see cref="ProcessBlock.SampleCount"/> samples of the block's type; null where the host
    /// leaves out the bus or any of its channels.
    /// </summary>
    public void** Pointers
    {
        get
        {
            for (int index = 0; index < ChannelCount; index++)
            {
                if (_buffers->Channels[index] == null)
                    return null;
            }

            return ChannelCount == 0 ? null : _buffers->Channels;
        }
    }

    /// <summary>The samples of a channel, if the block has samples of this type (float or double); otherwise an empty span.</summary>
    public Span<T> Channel<T>(int index)
        where T : unmanaged
    {
        if (sizeof(T) != (_sampleSize == SampleSize.Float64 ? sizeof(double) : sizeof(float)))
            return default;
        if ((uint)index >= (uint)ChannelCount || _buffers->Channels[index] == null)
            return default;
        return new Span<T>(_buffers->Channels[index], _samples);
    }
}
