using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Hosting;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>
/// One instance in a host: the raw interfaces with C# types. Methods that return a bool tell whether the plugin
/// agreed; the others throw a <see cref="HostException"/> if it did not. Nothing is called that the test does not ask
/// for, so that every order can be tried.
/// </summary>
public sealed unsafe class HostedPlugin : IDisposable
{
    private readonly HostReference _component;
    private readonly HostReference _processor;
    private readonly HostReference _controller;
    private readonly List<HostReference> _others = [];
    private bool _disposed;

    internal HostedPlugin(void* component)
    {
        _component = HostReference.Own(component)!;
        _processor = Require(Iids.AudioProcessor);
        _controller = Require(Iids.EditController);
    }

    /// <summary>The delay between input and output, in samples.</summary>
    public int LatencySamples => (int)Processor->GetLatencySamples(_processor.Pointer);

    /// <summary>How long the output sounds on, in samples.</summary>
    public uint TailSamples => Processor->GetTailSamples(_processor.Pointer);

    /// <summary>The transport values that the plugin wants.</summary>
    public ContextRequirements ContextRequirements
    {
        get
        {
            HostReference requirements = Require(Iids.ProcessContextRequirements);
            uint flags = requirements.Table<ProcessContextRequirementsTable>()->GetProcessContextRequirements(requirements.Pointer);
            requirements.Release();
            return (ContextRequirements)flags;
        }
    }

    /// <summary>Whether the plugin may be rendered ahead.</summary>
    public PrefetchSupport Prefetch
    {
        get
        {
            HostReference support = Require(Iids.PrefetchableSupport);
            uint value = 0;
            int result = support.Table<PrefetchableSupportTable>()->GetPrefetchableSupport(support.Pointer, &value);
            support.Release();
            HostException.Check(result, "getPrefetchableSupport");
            return (PrefetchSupport)value;
        }
    }

    /// <summary>The parameters in the plugin's order.</summary>
    public IReadOnlyList<HostedParameter> Parameters
    {
        get
        {
            List<HostedParameter> parameters = [];
            int count = Controller->GetParameterCount(_controller.Pointer);
            for (int k = 0; k < count; k++)
            {
                ParameterInfo info = default;
                HostException.Check(Controller->GetParameterInfo(_controller.Pointer, k, &info), "getParameterInfo");
                parameters.Add(new HostedParameter(
                    info.Id, NativeText.Read(info.Title, 128), NativeText.Read(info.ShortTitle, 128), NativeText.Read(info.Units, 128),
                    info.StepCount, info.DefaultNormalizedValue, info.UnitId, (ParameterFlags)info.Flags));
            }

            return parameters;
        }
    }

    internal void* ComponentPointer => _component.Pointer;

    internal ComponentTable* Component => _component.Table<ComponentTable>();

    internal AudioProcessorTable* Processor => _processor.Table<AudioProcessorTable>();

    internal EditControllerTable* Controller => _controller.Table<EditControllerTable>();

    internal void* ProcessorPointer => _processor.Pointer;

    internal void* ControllerPointer => _controller.Pointer;

    /// <summary>Initialises the plugin.</summary>
    public void Initialize(HostContext? context = null)
        => HostException.Check(Component->Base.Initialize(_component.Pointer, context == null ? null : context.Pointer), "initialize");

    /// <summary>Ends what <see cref="Initialize"/> began.</summary>
    public void Terminate() => HostException.Check(Component->Base.Terminate(_component.Pointer), "terminate");

    /// <summary>Connects the component with the controller, which is the same object, as some hosts do.</summary>
    public void ConnectToItself()
    {
        HostReference point = Require(Iids.ConnectionPoint);
        int result = point.Table<ConnectionPointTable>()->Connect(point.Pointer, point.Pointer);
        point.Release();
        HostException.Check(result, "connect");
    }

    /// <summary>Undoes <see cref="ConnectToItself"/>.</summary>
    public void DisconnectFromItself()
    {
        HostReference point = Require(Iids.ConnectionPoint);
        int result = point.Table<ConnectionPointTable>()->Disconnect(point.Pointer, point.Pointer);
        point.Release();
        HostException.Check(result, "disconnect");
    }

    /// <summary>Gives the plugin a handler of its editor's gestures, or takes it away.</summary>
    public void SetHandler(HostHandler? handler)
        => HostException.Check(Controller->SetComponentHandler(_controller.Pointer, handler == null ? null : handler.Pointer), "setComponentHandler");

    /// <summary>The audio buses of one side.</summary>
    public IReadOnlyList<HostedBus> AudioBuses(bool input) => Buses(Media.Audio, input);

    /// <summary>The event buses of one side.</summary>
    public IReadOnlyList<HostedBus> EventBuses(bool input) => Buses(Media.Event, input);

    /// <summary>Switches an audio bus on or off.</summary>
    public bool ActivateAudioBus(bool input, int bus, bool on)
        => Component->ActivateBus(_component.Pointer, Media.Audio, input ? Direction.Input : Direction.Output, bus, on ? (byte)1 : (byte)0) == Result.Ok;

    /// <summary>Switches an event bus on or off.</summary>
    public bool ActivateEventBus(bool input, int bus, bool on)
        => Component->ActivateBus(_component.Pointer, Media.Event, input ? Direction.Input : Direction.Output, bus, on ? (byte)1 : (byte)0) == Result.Ok;

    /// <summary>Proposes speakers for the buses.</summary>
    public bool SetArrangements(SpeakerArrangement[] inputs, SpeakerArrangement[] outputs)
    {
        fixed (SpeakerArrangement* first = inputs)
        fixed (SpeakerArrangement* second = outputs)
            return Processor->SetBusArrangements(_processor.Pointer, first, inputs.Length, second, outputs.Length) == Result.Ok;
    }

    /// <summary>The speakers of a bus.</summary>
    public SpeakerArrangement Arrangement(bool input, int bus = 0)
    {
        SpeakerArrangement arrangement = default;
        HostException.Check(Processor->GetBusArrangement(_processor.Pointer, input ? Direction.Input : Direction.Output, bus, &arrangement), "getBusArrangement");
        return arrangement;
    }

    /// <summary>Whether the plugin processes such samples.</summary>
    public bool Supports(SampleSize size) => Processor->CanProcessSampleSize(_processor.Pointer, (int)size) == Result.Ok;

    /// <summary>Announces rate, block size, samples and mode.</summary>
    public bool Setup(double sampleRate, int maxBlockSize, SampleSize sampleSize = SampleSize.Float32, ProcessMode mode = ProcessMode.Realtime)
    {
        ProcessSetup setup = new(mode, sampleSize, maxBlockSize, sampleRate);
        return Processor->SetupProcessing(_processor.Pointer, &setup) == Result.Ok;
    }

    /// <summary>Activates or deactivates the plugin.</summary>
    public bool SetActive(bool active) => Component->SetActive(_component.Pointer, active ? (byte)1 : (byte)0) == Result.Ok;

    /// <summary>Starts or stops the stream of blocks.</summary>
    public bool SetProcessing(bool running) => Processor->SetProcessing(_processor.Pointer, running ? (byte)1 : (byte)0) == Result.Ok;

    /// <summary>Sets up, activates and starts, as hosts do before they play.</summary>
    public void Start(double sampleRate, int maxBlockSize, SampleSize sampleSize = SampleSize.Float32, ProcessMode mode = ProcessMode.Realtime)
    {
        if (!Setup(sampleRate, maxBlockSize, sampleSize, mode) || !SetActive(true) || !SetProcessing(true))
            throw new HostException("The plugin did not start.");
    }

    /// <summary>Stops and deactivates.</summary>
    public void Stop()
    {
        if (!SetProcessing(false) || !SetActive(false))
            throw new HostException("The plugin did not stop.");
    }

    /// <summary>Processes a block; the plugin's result code, 0 if all is well.</summary>
    public int Process(HostBlock block) => Processor->Process(_processor.Pointer, block.Data);

    /// <summary>The value that the plugin shows for a parameter, normalised.</summary>
    public double GetParameter(uint id) => Controller->GetParamNormalized(_controller.Pointer, id);

    /// <summary>Sets the value that the plugin shows, normalised.</summary>
    public bool SetParameter(uint id, double value) => Controller->SetParamNormalized(_controller.Pointer, id, value) == Result.Ok;

    /// <summary>The plain value of a normalised one.</summary>
    public double ToPlain(uint id, double normalized) => Controller->NormalizedParamToPlain(_controller.Pointer, id, normalized);

    /// <summary>The normalised value of a plain one.</summary>
    public double ToNormalized(uint id, double plain) => Controller->PlainParamToNormalized(_controller.Pointer, id, plain);

    /// <summary>The text of a normalised value.</summary>
    public string Format(uint id, double normalized)
    {
        char* text = stackalloc char[NativeText.String128Length];
        HostException.Check(Controller->GetParamStringByValue(_controller.Pointer, id, normalized, text), "getParamStringByValue");
        return NativeText.Read(text, NativeText.String128Length);
    }

    /// <summary>The normalised value of a text; null if the plugin does not understand it.</summary>
    public double? Parse(uint id, string text)
    {
        double value = 0;
        fixed (char* characters = text)
            return Controller->GetParamValueByString(_controller.Pointer, id, characters, &value) == Result.Ok ? value : null;
    }

    /// <summary>The component's state.</summary>
    public byte[] GetState() => Save(Component->GetState, _component.Pointer, "getState");

    /// <summary>Restores the component's state; a stream may hand out few bytes at a time.</summary>
    public bool SetState(ReadOnlySpan<byte> state, int largestRead = int.MaxValue) => Load(Component->SetState, _component.Pointer, state, largestRead);

    /// <summary>Tells the controller the component's state.</summary>
    public bool SetComponentState(ReadOnlySpan<byte> state) => Load(Controller->SetComponentState, _controller.Pointer, state, int.MaxValue);

    /// <summary>The controller's own state.</summary>
    public byte[] GetEditorState() => Save(Controller->GetState, _controller.Pointer, "getState");

    /// <summary>Restores the controller's own state.</summary>
    public bool SetEditorState(ReadOnlySpan<byte> state) => Load(Controller->SetState, _controller.Pointer, state, int.MaxValue);

    /// <summary>Makes an editor; null if the plugin has none.</summary>
    public HostedView? CreateView(HostRunLoop loop)
    {
        fixed (byte* name = "editor\0"u8)
        {
            void* view = Controller->CreateView(_controller.Pointer, name);
            return view == null ? null : new HostedView(view, loop);
        }
    }

    /// <summary>The parameter that a MIDI controller moves; null if none, or if the plugin has no such interface.</summary>
    public uint? MidiController(int bus, int channel, int controller)
    {
        if (Find(Iids.MidiMapping) is not { } mapping)
            return null;
        uint id = 0;
        int result = mapping.Table<MidiMappingTable>()->GetMidiControllerAssignment(mapping.Pointer, bus, (short)channel, (short)controller, &id);
        return result == Result.Ok ? id : null;
    }

    /// <summary>The units, the root first; empty if the plugin has no such interface.</summary>
    public IReadOnlyList<Unit> Units()
    {
        List<Unit> units = [];
        if (Find(Iids.UnitInfo) is not { } info)
            return units;
        int count = info.Table<UnitInfoTable>()->GetUnitCount(info.Pointer);
        for (int k = 0; k < count; k++)
        {
            UnitInfo unit = default;
            HostException.Check(info.Table<UnitInfoTable>()->GetUnitInfo(info.Pointer, k, &unit), "getUnitInfo");
            units.Add(new Unit(unit.Id, NativeText.Read(unit.Name, 128), unit.ParentUnitId, unit.ProgramListId));
        }

        return units;
    }

    /// <summary>The program lists; empty if the plugin has no such interface.</summary>
    public IReadOnlyList<ProgramList> ProgramLists()
    {
        List<ProgramList> lists = [];
        if (Find(Iids.UnitInfo) is not { } info)
            return lists;
        char* name = stackalloc char[NativeText.String128Length];
        int count = info.Table<UnitInfoTable>()->GetProgramListCount(info.Pointer);
        for (int k = 0; k < count; k++)
        {
            ProgramListInfo list = default;
            HostException.Check(info.Table<UnitInfoTable>()->GetProgramListInfo(info.Pointer, k, &list), "getProgramListInfo");
            List<string> programs = [];
            for (int program = 0; program < list.ProgramCount; program++)
            {
                HostException.Check(info.Table<UnitInfoTable>()->GetProgramName(info.Pointer, list.Id, program, name), "getProgramName");
                programs.Add(NativeText.Read(name, NativeText.String128Length));
            }

            lists.Add(new ProgramList(list.Id, NativeText.Read(list.Name, 128), programs));
        }

        return lists;
    }

    /// <summary>Reads the data of a program; null if the plugin gives none.</summary>
    public byte[]? GetProgram(int list, int program)
    {
        if (Find(Iids.ProgramListData) is not { } data)
            return null;
        HostStreamObject stream = new();
        int result = data.Table<ProgramListDataTable>()->GetProgramData(data.Pointer, list, program, stream.Identity);
        byte[] bytes = stream.ToArray();
        stream.Drop();
        return result == Result.Ok ? bytes : null;
    }

    /// <summary>Whether the plugin has an interface.</summary>
    public bool Has(Uid iid)
    {
        HostReference? found = HostReference.Query(_component.Pointer, iid);
        found?.Release();
        return found != null;
    }

    /// <summary>Lets go of every reference.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (HostReference other in _others)
            other.Release();
        _controller.Release();
        _processor.Release();
        _component.Release();
    }

    internal HostReference Require(Uid iid)
        => HostReference.Query(_component.Pointer, iid) ?? throw new HostException($"The plugin has no interface {iid}.");

    private static byte[] Save(delegate* unmanaged<void*, void*, int> call, void* self, string name)
    {
        HostStreamObject stream = new();
        try
        {
            HostException.Check(call(self, stream.Identity), name);
            return stream.ToArray();
        }
        finally
        {
            stream.Drop();
        }
    }

    private static bool Load(delegate* unmanaged<void*, void*, int> call, void* self, ReadOnlySpan<byte> state, int largestRead)
    {
        HostStreamObject stream = new(state, largestRead);
        try
        {
            return call(self, stream.Identity) == Result.Ok;
        }
        finally
        {
            stream.Drop();
        }
    }

    private List<HostedBus> Buses(int media, bool input)
    {
        int direction = input ? Direction.Input : Direction.Output;
        List<HostedBus> buses = [];
        int count = Component->GetBusCount(_component.Pointer, media, direction);
        for (int k = 0; k < count; k++)
        {
            BusInfo info = default;
            HostException.Check(Component->GetBusInfo(_component.Pointer, media, direction, k, &info), "getBusInfo");
            buses.Add(new HostedBus(NativeText.Read(info.Name, 128), info.ChannelCount, (BusType)info.BusType, (info.Flags & 1) != 0));
        }

        return buses;
    }

    private HostReference? Find(Uid iid)
    {
        HostReference? found = HostReference.Query(_component.Pointer, iid);
        if (found != null)
            _others.Add(found);
        return found;
    }
}
