using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// One call of the host's audio thread: channels, automation, events and the transport, read in place from the host's
/// memory. Nothing here allocates, and nothing is valid after the call. <see cref="SampleCount"/> may be 0: a flush of
/// parameters.
/// </summary>
public readonly unsafe ref struct ProcessBlock
{
    private readonly ProcessData* _data;
    private readonly Span<int> _scratch;

    internal ProcessBlock(ProcessData* data, Span<int> scratch)
    {
        _data = data;
        _scratch = scratch;
    }

    /// <summary>How many samples each channel has; 0 or more.</summary>
    public int SampleCount => _data->SampleCount;

    /// <summary>The type of the samples.</summary>
    public SampleSize SampleSize => (SampleSize)_data->SampleSize;

    /// <summary>How the host runs the plugin now.</summary>
    public ProcessMode Mode => (ProcessMode)_data->ProcessMode;

    /// <summary>How many input buses the host gives.</summary>
    public int InputCount => _data->Inputs == null ? 0 : _data->InputCount;

    /// <summary>How many output buses the host gives.</summary>
    public int OutputCount => _data->Outputs == null ? 0 : _data->OutputCount;

    /// <summary>The automation of this block, queue by queue.</summary>
    public ParameterQueues Queues => new(_data->InputParameterChanges);

    /// <summary>The automation of this block, sample by sample.</summary>
    public OrderedChanges Changes => new(Queues, _scratch, SampleCount);

    /// <summary>Takes the values of read-only parameters.</summary>
    public OutputParameters OutputParameters => new(_data->OutputParameterChanges);

    /// <summary>Notes and other events for the plugin.</summary>
    public InputEvents Events => new(_data->InputEvents);

    /// <summary>Takes notes and controllers from the plugin.</summary>
    public OutputEvents OutputEvents => new(_data->OutputEvents);

    /// <summary>An input bus; without channels if the host gives no such bus.</summary>
    public AudioBus Input(int index) => new((uint)index < (uint)InputCount ? _data->Inputs + index : null, SampleCount, SampleSize);

    /// <summary>An output bus; without channels if the host gives no such bus.</summary>
    public AudioBus Output(int index) => new((uint)index < (uint)OutputCount ? _data->Outputs + index : null, SampleCount, SampleSize);

    /// <summary>The transport at the first sample; false if the host does not say.</summary>
    public bool TryGetContext(out ProcessContext context)
    {
        context = _data->Context == null ? default : *_data->Context;
        return _data->Context != null;
    }

    /// <summary>A parameter over this block: from its <see cref="Parameter.ProcessorValue"/> through the points of its queue.</summary>
    public Automation Automation(Parameter parameter)
    {
        Queues.TryGet(parameter.Id, out ParameterQueue queue);
        return new Automation(queue, parameter.ProcessorValue, parameter.StepCount > 0, SampleCount);
    }
}
