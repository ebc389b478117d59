using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Entries;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// The native face of an <see cref="AudioEffect"/>: one object with all interfaces of a single component effect. It
/// keeps what the ABI needs to know between calls; the entries in <c>Entries/</c> translate each call to it.
/// </summary>
internal sealed unsafe class EffectComponent : ComObject
{
    private const int ScratchQueues = 16;

    private readonly SpeakerArrangement[][] _arrangements;
    private readonly bool[][] _active;
    private readonly int[] _scratch;
    private readonly List<DataQueue> _queues = [];
    private HostReference? _peer;
    private bool _initialized;
    private bool _prepared;

    internal EffectComponent(AudioEffect effect)
        : base(SlotsFor(effect))
    {
        Effect = effect;
        effect.Component = this;
        _arrangements = [[.. effect.AudioInputs.Select(bus => bus.Arrangement)], [.. effect.AudioOutputs.Select(bus => bus.Arrangement)]];
        _active =
        [
            [.. effect.AudioInputs.Select(bus => bus.ActiveByDefault)],
            [.. effect.AudioOutputs.Select(bus => bus.ActiveByDefault)],
            [.. effect.EventInputs.Select(bus => bus.ActiveByDefault)],
            [.. effect.EventOutputs.Select(bus => bus.ActiveByDefault)],
        ];
        _scratch = new int[effect.Parameters.Count + ScratchQueues];

        // The first call looks its function up; that must not happen on the audio thread.
        _ = effect.IsProcessingHere;
    }

    internal AudioEffect Effect { get; }

    internal bool IsActive { get; private set; }

    /// <summary>The unit that the host's user looks at; hosts ask for what they told.</summary>
    internal int SelectedUnit { get; set; }

    public override string ToString() => Effect.GetType().Name;

    private protected override void OnDestroyed()
    {
        try
        {
            Terminate();
        }
        finally
        {
            Effect.Dispose();
        }
    }

    // A host that finds an interface asks it: an effect without notes should not be asked for 2080 MIDI controllers.
    private static ComSlot[] SlotsFor(AudioEffect effect)
    {
        List<ComSlot> slots =
        [
            ComponentEntries.Slot, AudioProcessorEntries.Slot, EditControllerEntries.Slot, EditController2Entries.Slot,
            ConnectionPointEntries.Slot, ContextRequirementsEntries.Slot, PrefetchableSupportEntries.Slot,
            PresentationLatencyEntries.Slot, DataExchangeReceiverEntries.Slot, HostEditingEntries.Slot, InfoListenerEntries.Slot,
        ];
        if (effect.EventInputs.Count > 0)
            slots.Add(MidiMappingEntries.Slot);
        if (effect.Units.Count > 0 || effect.ProgramLists.Count > 0)
            slots.Add(UnitInfoEntries.Slot);
        if (effect.ProgramLists.Count > 0)
            slots.Add(ProgramListDataEntries.Slot);
        return [.. slots];
    }

    // Hosts initialise and terminate a single component once or twice: as component, and again as controller.
    internal int Initialize(void* context)
    {
        if (_initialized)
            return Result.Ok;
        Effect.Host = HostApplication.From(context);
        _initialized = true;
        Effect.Initialize();
        return Result.Ok;
    }

    internal int Terminate()
    {
        if (!_initialized)
            return Result.Ok;
        try
        {
            if (IsActive)
                SetActive(false);
            Effect.Terminate();
        }
        finally
        {
            _initialized = false;
            Disconnect();
            SetHandler(null);
            Effect.Host?.Release();
            Effect.Host = null;
        }

        return Result.Ok;
    }

    internal bool IsBusActive(int media, int direction, int index)
    {
        bool[] active = _active[(2 * media) + direction];
        return (uint)index < (uint)active.Length && active[index];
    }

    internal int ActivateBus(int media, int direction, int index, bool on)
    {
        if (!IsBusKind(media, direction) || (uint)index >= (uint)_active[(2 * media) + direction].Length)
            return Result.InvalidArgument;
        _active[(2 * media) + direction][index] = on;
        return Result.Ok;
    }

    internal int BusCount(int media, int direction)
        => IsBusKind(media, direction) ? _active[(2 * media) + direction].Length : 0;

    internal int GetBusInfo(int media, int direction, int index, BusInfo* info)
    {
        const uint DefaultActive = 1;
        if (info == null || (uint)index >= (uint)BusCount(media, direction))
            return Result.InvalidArgument;
        info->MediaType = media;
        info->Direction = direction;
        string name;
        bool active;
        if (media == Media.Audio)
        {
            AudioBusInfo bus = (direction == Direction.Input ? Effect.AudioInputs : Effect.AudioOutputs)[index];
            info->ChannelCount = _arrangements[direction][index].ChannelCount;
            info->BusType = (int)bus.Type;
            (name, active) = (bus.Name, bus.ActiveByDefault);
        }
        else
        {
            EventBusInfo bus = (direction == Direction.Input ? Effect.EventInputs : Effect.EventOutputs)[index];
            info->ChannelCount = bus.Channels;
            info->BusType = (int)bus.Type;
            (name, active) = (bus.Name, bus.ActiveByDefault);
        }

        info->Flags = active ? DefaultActive : 0;
        NativeText.Write(name, info->Name, NativeText.String128Length);
        return Result.Ok;
    }

    internal SpeakerArrangement? Arrangement(int direction, int index)
        => direction is Direction.Input or Direction.Output && (uint)index < (uint)_arrangements[direction].Length
            ? _arrangements[direction][index]
            : null;

    /// <summary>Asks the effect; fewer buses than declared leave the rest as they are, a refusal leaves all.</summary>
    internal int SetArrangements(ReadOnlySpan<SpeakerArrangement> inputs, ReadOnlySpan<SpeakerArrangement> outputs)
    {
        if (IsActive)
            return Result.False;
        if (inputs.Length > _arrangements[Direction.Input].Length || outputs.Length > _arrangements[Direction.Output].Length)
            return Result.InvalidArgument;
        SpeakerArrangement[] wantedInputs = [.. inputs, .. _arrangements[Direction.Input][inputs.Length..]];
        SpeakerArrangement[] wantedOutputs = [.. outputs, .. _arrangements[Direction.Output][outputs.Length..]];
        if (!Effect.Supports(wantedInputs, wantedOutputs))
            return Result.False;
        _arrangements[Direction.Input] = wantedInputs;
        _arrangements[Direction.Output] = wantedOutputs;
        return Result.Ok;
    }

    internal int Setup(in ProcessSetup setup)
    {
        if (IsActive || !IsSampleSize((int)setup.SampleSize) || !Effect.Supports(setup.SampleSize))
            return Result.False;
        if (!(setup.SampleRate > 0) || setup.MaxBlockSize < 0)
            return Result.InvalidArgument;
        Effect.Setup = setup;
        Effect.Prepare();
        _prepared = true;
        return Result.Ok;
    }

    internal int SetActive(bool active)
    {
        if (active == IsActive)
            return Result.Ok;
        if (!_initialized)
            return Result.NotInitialized;
        if (active)
        {
            // A host that never announced anything gets what it would have got from the SDK's defaults.
            if (!_prepared)
                Setup(Effect.Setup);
            OwnBinary.MakePresent();
            Effect.Activate();
            IsActive = true;
            return Result.Ok;
        }

        IsActive = false;
        try
        {
            Effect.Deactivate();
        }
        finally
        {
            foreach (DataQueue queue in _queues)
                queue.Close();
            _queues.Clear();
        }

        return Result.Ok;
    }

    internal static bool IsSampleSize(int size) => size is (int)SampleSize.Float32 or (int)SampleSize.Float64;

    internal int Process(ProcessData* data)
    {
        if (data == null || data->SampleCount < 0 || !IsSampleSize(data->SampleSize))
            return Result.InvalidArgument;
        ProcessBlock block = new(data, _scratch);
        try
        {
            if (!IsActive)
                return data->SampleCount == 0 ? Result.Ok : Result.NotInitialized;
            for (int k = 0; k < block.OutputCount; k++)
                data->Outputs[k].SilenceFlags = 0;
            Effect.ProcessHere(block);
            return Result.Ok;
        }
        catch (Exception fault)
        {
            // What the host hears instead of whatever was in its buffers: the dry sound.
            PassThrough(block);
            return Firewall.Caught(fault);
        }
        finally
        {
            RememberValues(block);
        }
    }

    internal DataQueue OpenDataQueue(int context, int blockSize, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        void* processor = Query(Iids.AudioProcessor);
        Drop();
        DataQueue queue = HostDataQueue.Open(Effect.Host, processor, context, blockSize, blocks)
            ?? (DataQueue)new MessageDataQueue(this, context, blockSize, blocks);
        _queues.Add(queue);
        return queue;
    }

    internal int Connect(void* other)
    {
        if (other == null)
            return Result.InvalidArgument;
        if (_peer != null)
            return Result.False;
        _peer = HostReference.Retain(other);
        return Result.Ok;
    }

    internal int Disconnect()
    {
        HostReference? peer = _peer;
        _peer = null;
        peer?.Release();
        return peer == null ? Result.False : Result.Ok;
    }

    /// <summary>Sends a message by way of the host; false without a peer, or if the host makes no messages.</summary>
    internal bool SendMessage(string id, MessageWriter content)
    {
        if (Effect.IsProcessingHere || _peer is not { } peer || Effect.Host?.CreateMessage() is not { } native)
            return false;
        try
        {
            Message message = new(native.Pointer);
            message.SetId(NativeText.ToUtf8(id));
            content(message.Attributes);
            return peer.Table<ConnectionPointTable>()->Notify(peer.Pointer, native.Pointer) == Result.Ok;
        }
        finally
        {
            native.Release();
        }
    }

    internal int Receive(Message message)
    {
        for (DataStep step = DataStep.Opened; step <= DataStep.Closed; step++)
        {
            if (!message.HasId(DataWords.IdOf(step)))
                continue;
            AttributeList attributes = message.Attributes;
            attributes.TryGetInteger(DataWords.Size, out long size);
            attributes.TryGetBinary(DataWords.Data, out ReadOnlySpan<byte> block);
            if (!attributes.TryGetInteger(DataWords.Context, out long context))
                return Result.InvalidArgument;
            Hand(step, (int)context, (int)size, block);
            return Result.Ok;
        }

        return Result.From(Effect.OnMessage(message));
    }

    /// <summary>Brings a step of a message queue to the receiver: through the host's connection, or straight if there is none.</summary>
    internal void Deliver(MessageDataQueue queue, DataStep step, ReadOnlySpan<byte> block)
    {
        if (_peer is { } peer && Effect.Host?.CreateMessage() is { } native)
        {
            try
            {
                Message message = new(native.Pointer);
                message.SetId(DataWords.IdOf(step));
                message.Attributes.SetInteger(DataWords.Context, queue.Context);
                message.Attributes.SetInteger(DataWords.Size, queue.BlockSize);
                if (step == DataStep.Block)
                    message.Attributes.SetBinary(DataWords.Data, block);
                if (peer.Table<ConnectionPointTable>()->Notify(peer.Pointer, native.Pointer) == Result.Ok)
                    return;
            }
            finally
            {
                native.Release();
            }
        }

        Hand(step, queue.Context, queue.BlockSize, block);
    }

    internal int SetHandler(void* handler)
    {
        ComponentHandler? before = Effect.Handler;
        if (before != null && before.Pointer == handler)
            return Result.Ok;
        Effect.Handler = HostReference.Retain(handler) is { } reference ? new ComponentHandler(Effect, reference) : null;
        before?.Release();
        return Result.Ok;
    }

    private void Hand(DataStep step, int context, int size, ReadOnlySpan<byte> block)
    {
        if (step == DataStep.Opened)
            Effect.OnDataQueueOpened(context, size);
        else if (step == DataStep.Block)
            Effect.OnData(context, block, onBackgroundThread: true);
        else
            Effect.OnDataQueueClosed(context);
    }

    private static bool IsBusKind(int media, int direction)
        => media is Media.Audio or Media.Event && direction is Direction.Input or Direction.Output;

    private static void PassThrough(in ProcessBlock block)
    {
        if (block.SampleSize == SampleSize.Float64)
            Copy<double>(block);
        else
            Copy<float>(block);

        static void Copy<T>(in ProcessBlock block)
            where T : unmanaged
        {
            for (int bus = 0; bus < block.OutputCount; bus++)
            {
                for (int channel = 0; channel < block.Output(bus).ChannelCount; channel++)
                {
                    Span<T> output = block.Output(bus).Channel<T>(channel);
                    Span<T> input = bus == 0 ? block.Input(0).Channel<T>(channel) : default;
                    if (input.Length == output.Length)
                        input.CopyTo(output);
                    else
                        output.Clear();
                }
            }
        }
    }

    private void RememberValues(in ProcessBlock block)
    {
        foreach (ParameterQueue queue in block.Queues)
        {
            if (Effect.Parameters.TryGet(queue.ParameterId, out Parameter parameter) && queue.TryGet(queue.Count - 1, out ParameterPoint last))
                parameter.ProcessorValue = last.Value;
        }
    }
}
