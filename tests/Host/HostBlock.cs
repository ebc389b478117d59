using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>
/// The buffers, automation and events of one call of process, in native memory that is made once. Refill it for each
/// block: it allocates nothing then.
/// </summary>
public sealed unsafe class HostBlock : IDisposable
{
    private readonly ProcessData* _data;
    private readonly ProcessContext* _context;
    private readonly AudioBusBuffers* _inputs;
    private readonly AudioBusBuffers* _outputs;
    private readonly int[] _inputChannels;
    private readonly int[] _outputChannels;
    private readonly int _capacity;
    private readonly SampleSize _sampleSize;

    /// <summary>Makes buffers.</summary>
    /// <param name="inputChannels">Channels of each input bus.</param>
    /// <param name="outputChannels">Channels of each output bus.</param>
    /// <param name="capacity">The largest block.</param>
    /// <param name="sampleSize">The type of the samples.</param>
    /// <param name="inPlace">Whether the first output bus has the memory of the first input bus.</param>
    public HostBlock(int[] inputChannels, int[] outputChannels, int capacity, SampleSize sampleSize = SampleSize.Float32, bool inPlace = false)
    {
        _capacity = capacity;
        _sampleSize = sampleSize;
        _inputChannels = inputChannels;
        _outputChannels = outputChannels;
        _inputs = MakeBuses(inputChannels, null);
        _outputs = MakeBuses(outputChannels, inPlace ? _inputs : null);
        _context = (ProcessContext*)NativeMemory.AllocZeroed((nuint)sizeof(ProcessContext));
        _data = (ProcessData*)NativeMemory.AllocZeroed((nuint)sizeof(ProcessData));
        _data->SampleSize = (int)sampleSize;
        _data->SampleCount = capacity;
        _data->InputParameterChanges = Changes.Pointer;
        _data->OutputParameterChanges = OutputChanges.Pointer;
        _data->InputEvents = Events.Pointer;
        _data->OutputEvents = OutputEvents.Pointer;
        _data->Context = _context;
        UseBuffers(true);
    }

    /// <summary>The automation for the plugin.</summary>
    public HostParameterChanges Changes { get; } = new();

    /// <summary>What the plugin reports.</summary>
    public HostParameterChanges OutputChanges { get; } = new();

    /// <summary>Notes for the plugin.</summary>
    public HostEvents Events { get; } = new();

    /// <summary>Notes and controllers from the plugin.</summary>
    public HostEvents OutputEvents { get; } = new();

    /// <summary>The transport.</summary>
    public ref ProcessContext Context => ref *_context;

    /// <summary>The length of this block.</summary>
    public int SampleCount
    {
        get => _data->SampleCount;
        set => _data->SampleCount = value <= _capacity ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>How the host runs the plugin.</summary>
    public ProcessMode Mode
    {
        get => (ProcessMode)_data->ProcessMode;
        set => _data->ProcessMode = (int)value;
    }

    internal ProcessData* Data => _data;

    /// <summary>The samples of an input channel: float or double, by the block's sample size.</summary>
    public Span<T> Input<T>(int channel, int bus = 0)
        where T : unmanaged
        => Samples<T>(_inputs, bus, channel);

    /// <summary>The samples of an output channel: float or double, by the block's sample size.</summary>
    public Span<T> Output<T>(int channel, int bus = 0)
        where T : unmanaged
        => Samples<T>(_outputs, bus, channel);

    /// <summary>The silence flags that the plugin set on an output bus.</summary>
    public ulong OutputSilence(int bus = 0) => _outputs[bus].SilenceFlags;

    /// <summary>Gives the buffers, or null pointers and no buses as in a flush of parameters.</summary>
    public void UseBuffers(bool use)
    {
        _data->Inputs = use ? _inputs : null;
        _data->Outputs = use ? _outputs : null;
        _data->InputCount = use ? _inputChannels.Length : 0;
        _data->OutputCount = use ? _outputChannels.Length : 0;
    }

    /// <summary>Gives the transport, or none.</summary>
    public void UseContext(bool use) => _data->Context = use ? _context : null;

    /// <summary>Forgets the automation and the events of both directions.</summary>
    public void Clear()
    {
        Changes.Clear();
        OutputChanges.Clear();
        Events.Items.Clear();
        OutputEvents.Items.Clear();
    }

    /// <summary>
    /// Calls back into this host as a plugin does, so that nothing of the host is compiled or allocated within the first
    /// blocks: for measurements.
    /// </summary>
    /// <param name="parameters">How many parameters the plugin may report in a block.</param>
    public void Rehearse(int parameters)
    {
        const int Rounds = 100;
        Span<int> scratch = stackalloc int[1];
        for (int round = 0; round < Rounds; round++)
        {
            ProcessBlock block = new(_data, scratch);
            for (uint id = 0; id < parameters; id++)
                block.OutputParameters.Add(id, 0, 0);
            Event item = default;
            block.OutputEvents.Add(in item);
            Changes.Add(0, 0, 0);
            Events.Items.Add(item);
            foreach (ParameterChange change in block.Changes)
                _ = change;
            foreach (Event note in block.Events)
                _ = note;
            Clear();
        }
    }

    public void Dispose()
    {
        Changes.Dispose();
        OutputChanges.Dispose();
        Events.Dispose();
        OutputEvents.Dispose();
        for (int k = 0; k < _outputChannels.Length; k++)
        {
            if (k > 0 || _inputChannels.Length == 0 || _outputs[0].Channels != _inputs[0].Channels)
                FreeBus(_outputs[k]);
        }

        for (int k = 0; k < _inputChannels.Length; k++)
            FreeBus(_inputs[k]);
        NativeMemory.Free(_outputs);
        NativeMemory.Free(_inputs);
        NativeMemory.Free(_context);
        NativeMemory.Free(_data);
    }

    private static void FreeBus(AudioBusBuffers bus)
    {
        for (int channel = 0; channel < bus.ChannelCount; channel++)
            NativeMemory.AlignedFree(bus.Channels[channel]);
        NativeMemory.Free(bus.Channels);
    }

    private AudioBusBuffers* MakeBuses(int[] channels, AudioBusBuffers* first)
    {
        const int Alignment = 32;
        nuint bytes = (nuint)Math.Max(1, _capacity) * sizeof(double);
        AudioBusBuffers* buses = (AudioBusBuffers*)NativeMemory.AllocZeroed((nuint)Math.Max(1, channels.Length), (nuint)sizeof(AudioBusBuffers));
        for (int k = 0; k < channels.Length; k++)
        {
            if (k == 0 && first != null)
            {
                buses[0] = first[0];
                continue;
            }

            buses[k].ChannelCount = channels[k];
            buses[k].Channels = (void**)NativeMemory.AllocZeroed((nuint)Math.Max(1, channels[k]), (nuint)sizeof(void*));
            for (int channel = 0; channel < channels[k]; channel++)
            {
                buses[k].Channels[channel] = NativeMemory.AlignedAlloc(bytes, Alignment);
                NativeMemory.Clear(buses[k].Channels[channel], bytes);
            }
        }

        return buses;
    }

    private Span<T> Samples<T>(AudioBusBuffers* buses, int bus, int channel)
        where T : unmanaged
    {
        if (sizeof(T) != (_sampleSize == SampleSize.Float64 ? sizeof(double) : sizeof(float)))
            throw new ArgumentException($"The block has {_sampleSize} samples.");
        return new Span<T>(buses[bus].Channels[channel], SampleCount);
    }
}
