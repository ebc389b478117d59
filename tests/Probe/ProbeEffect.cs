using System.Text;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Probe;

/// <summary>
/// A plugin that uses every part of the library, and fails where it is told to. What it has seen is written into the
/// editor's state, a line an occasion, where a test reads it.
/// </summary>
internal sealed class ProbeEffect : AudioEffect
{
    internal const uint PositionId = 10;
    internal const uint ModeId = 11;
    internal const uint LevelId = 12;
    internal const uint MeterId = 20;
    internal const uint ProgramId = 30;
    internal const uint FaultId = 40;
    internal const uint LastOffsetId = 50;
    internal const int DataContext = 7;

    private readonly List<string> _log = [];
    private readonly FaultParameter _fault;
    private readonly Parameter _mode;
    private DataQueue? _queue;
    private object? _garbage;
    private long _blocksSeen;

    public ProbeEffect()
    {
        AddAudioInput(new AudioBusInfo("In", SpeakerArrangement.Stereo));
        AddAudioInput(new AudioBusInfo("Side chain", SpeakerArrangement.Mono, BusType.Aux, ActiveByDefault: false));
        AddAudioOutput(new AudioBusInfo("Out", SpeakerArrangement.Stereo));
        AddEventInput(new EventBusInfo("Notes in"));
        AddEventOutput(new EventBusInfo("Controllers out", Channels: 1));
        AddUnit(new Unit(1, "Levels"));
        AddUnit(new Unit(2, "Programs", Unit.RootId, ProgramListId: 5));
        AddProgramList(new ProgramList(5, "Factory", ["Soft", "Loud", "Überlaut"]));

        Position = Parameters.Add(new Parameter(PositionId, "Position") { ShortTitle = "Pos" });
        _mode = Parameters.Add(new ListParameter(ModeId, "Mode", "Even", "Odd", "Delayed"));
        Parameters.Add(new Parameter(LevelId, "Level") { Units = "dB", Minimum = -60, Maximum = 0, Default = -6, Decimals = 1, UnitId = 1 });
        Parameters.Add(new Parameter(MeterId, "Meter") { Flags = ParameterFlags.ReadOnly });
        Parameters.Add(new ListParameter(ProgramId, "Program", "Soft", "Loud", "Überlaut")
        {
            Flags = ParameterFlags.CanAutomate | ParameterFlags.List | ParameterFlags.ProgramChange,
            UnitId = 2,
        });
        _fault = Parameters.Add(new FaultParameter(FaultId));
        Parameters.Add(new Parameter(LastOffsetId, "Last offset") { Flags = ParameterFlags.ReadOnly });
    }

    public override int LatencySamples => _fault.ThrowIf(ProbeFault.Latency, _mode.ControllerValue == 1 ? 64 : 0);

    public override uint TailSamples => InfiniteTail;

    public override ContextRequirements ContextRequirements => ContextRequirements.Tempo | ContextRequirements.TransportState;

    public override PrefetchSupport Prefetch => PrefetchSupport.Never;

    internal Parameter Position { get; }

    protected override void Initialize()
    {
        _fault.ThrowIf(ProbeFault.Initialize, 0);
        Note($"binary {OwnBundle.BinaryPath} resources {OwnBundle.ResourcesFolder}");
        Note($"host {Host?.Name} calls units {Host?.Calls(new Uid(0x3D4BD6B5, 0x913A4FD2, 0xA886E768, 0xA5EB92C1))}");
    }

    protected override bool Supports(SampleSize size) => true;

    protected override bool Supports(ReadOnlySpan<SpeakerArrangement> inputs, ReadOnlySpan<SpeakerArrangement> outputs)
        => inputs[0] == outputs[0] && inputs[0].ChannelCount is >= 1 and <= 8 && inputs[1].ChannelCount <= 2;

    protected override void Activate() => _queue = OpenDataQueue(DataContext, blockSize: 64, blocks: 4);

    protected override void Deactivate() => _queue = null;

    protected override void Process(in ProcessBlock block)
    {
        _fault.ThrowIf(ProbeFault.Process, 0);
        if (_fault.Is(ProbeFault.NullReference))
            Note(((string?)_garbage)!.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (_fault.Is(ProbeFault.Garbage))
            _garbage = new byte[1000];
        if (_fault.Is(ProbeFault.LatencyFromAudioThread) && Handler!.Restart(RestartFlags.LatencyChanged))
            Note("restart was let through");

        _blocksSeen++;
        foreach (Event note in block.Events)
        {
            if (note.Kind == EventKind.NoteOn)
                block.OutputEvents.Add(Event.MidiController(note.SampleOffset, 0, note.Pitch, (int)(note.Velocity * 127)));
        }

        int last = -1;
        foreach (ParameterChange change in block.Changes)
            last = change.Offset < last ? throw new InvalidOperationException("The changes are out of order.") : change.Offset;
        if (last >= 0)
            block.OutputParameters.Add(LastOffsetId, 0, last / 65536.0);

        double peak = block.SampleSize == SampleSize.Float64 ? Render<double>(block) : Render<float>(block);
        if (block.SampleCount > 0)
            block.OutputParameters.Add(MeterId, block.SampleCount - 1, Math.Min(1, peak));
        if (_queue != null && _queue.TryLock(out Span<byte> data))
        {
            BitConverter.TryWriteBytes(data, _blocksSeen);
            _queue.Send();
        }
    }

    protected override void SaveState(Stream stream)
    {
        _fault.ThrowIf(ProbeFault.SaveState, 0);
        base.SaveState(stream);
    }

    protected override void LoadState(Stream stream)
    {
        _fault.ThrowIf(ProbeFault.LoadState, 0);
        base.LoadState(stream);
    }

    protected override void SaveEditorState(Stream stream)
    {
        lock (_log)
            stream.Write(Encoding.UTF8.GetBytes(string.Join('\n', _log)));
    }

    protected override PluginView CreateView()
    {
        _fault.ThrowIf(ProbeFault.CreateView, 0);
        return new ProbeView(this);
    }

    protected override bool TryMapMidiController(int bus, int channel, int controller, out uint parameterId)
    {
        parameterId = PositionId;
        return controller == 7;
    }

    protected override bool HasProgramData(int programListId) => programListId == 5;

    protected override bool SaveProgram(int programListId, int program, Stream stream)
    {
        stream.WriteByte((byte)program);
        return true;
    }

    protected override bool OnMessage(Message message)
    {
        message.Attributes.TryGetText("text", out string? text);
        message.Attributes.TryGetNumber("number", out double number);
        message.Attributes.TryGetBinary("bytes", out ReadOnlySpan<byte> bytes);
        Note($"message {message.Id} {text} {number} {bytes.Length}");
        return true;
    }

    protected override bool OnDataQueueOpened(int context, int blockSize)
    {
        Note($"data opened {context} {blockSize}");
        return false;
    }

    protected override void OnDataQueueClosed(int context) => Note($"data closed {context}");

    protected override void OnData(int context, ReadOnlySpan<byte> block, bool onBackgroundThread)
        => Note($"data {context} {block.Length} {BitConverter.ToInt64(block)}");

    protected override void OnChannelContext(AttributeList channel)
    {
        channel.TryGetText("channel name", out string? name);
        Note($"channel {name}");
    }

    protected override void OnHostEdit(Parameter parameter, bool begins) => Note($"host edit {parameter.Id} {begins}");

    protected override void OnPresentationLatency(bool input, int bus, int samples) => Note($"presentation {input} {bus} {samples}");

    protected override void OnControllerValue(Parameter parameter)
    {
        if (parameter.Id == ModeId)
            SendMessage("mode", attributes =>
            {
                attributes.SetText("text", "größer");
                attributes.SetNumber("number", parameter.ToPlain(parameter.ControllerValue));
                attributes.SetBinary("bytes", [1, 2, 3]);
            });
    }

    protected override bool OpenHelp(bool onlyCheck) => true;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _fault.ThrowIf(ProbeFault.Dispose, 0);
    }

    internal void Note(string line)
    {
        lock (_log)
            _log.Add(line);
    }

    private double Render<T>(in ProcessBlock block)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        T peak = T.Zero;
        for (int channel = 0; channel < block.Output(0).ChannelCount; channel++)
        {
            Span<T> from = block.Input(0).Channel<T>(channel);
            Span<T> to = block.Output(0).Channel<T>(channel);
            foreach (AutomationSegment segment in block.Automation(Position))
            {
                for (int k = segment.Start; k < segment.End; k++)
                {
                    peak = T.Max(peak, T.Abs(from[k]));
                    to[k] = from[k] * T.CreateTruncating(segment.ValueAt(k));
                }
            }
        }

        return double.CreateTruncating(peak);
    }
}
