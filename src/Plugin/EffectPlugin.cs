using RealtimeEmotion.Effect;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>The effect as a VST3 plugin: translates, and decides nothing.</summary>
internal sealed class EffectPlugin : AudioEffect
{
    private const int MainBus = 0;
    private const int SideBus = 1;
    private const int ControllerBus = 0;
    private const int MostChannels = 8;
    private const int ProgramListId = 1;

    private static readonly ParameterGroup[] Groups = [ParameterGroup.Fade, ParameterGroup.Trigger, ParameterGroup.Emotion, ParameterGroup.Outputs];

    private readonly EffectCore _core;
    private readonly CoreParameter[] _parameters;
    private readonly CoreParameter _position;
    private readonly sbyte[] _sentControllers = new sbyte[ParameterId.Gain - ParameterId.Joy + 1];
    private double _shownProgram;

    public EffectPlugin()
    {
        _core = new EffectCore(EffectEnvironment.Around(OwnBundle.ResourcesFolder));
        AddAudioInput(new AudioBusInfo("In", SpeakerArrangement.Stereo));
        AddAudioInput(new AudioBusInfo("Side chain", SpeakerArrangement.Stereo, BusType.Aux, ActiveByDefault: false));
        AddAudioOutput(new AudioBusInfo("Out", SpeakerArrangement.Stereo));
        AddEventOutput(new EventBusInfo("Emotion as MIDI controllers", Channels: 1, ActiveByDefault: false));
        foreach (ParameterGroup group in Groups)
            AddUnit(new Unit((int)group, group.ToString()));
        AddProgramList(new ProgramList(ProgramListId, "Factory presets", FactoryPresets.Names));
        _parameters = [.. EffectParameters.All.Select(declared => Parameters.Add(new CoreParameter(_core, declared)))];
        _position = ParameterOf(ParameterId.Position);
        _shownProgram = ParameterOf(ParameterId.Program).ControllerValue;
    }

    /// <summary>The plugin's id: sessions refer to it.</summary>
    internal static Uid ClassId => new(0x7A4E91C3, 0x52D84B06, 0x9F13E86A, 0xC05B27D4);

    public override ContextRequirements ContextRequirements => ContextRequirements.TransportState | ContextRequirements.Tempo;

    // What is shown and what acts belong to the moment.
    public override PrefetchSupport Prefetch => PrefetchSupport.Never;

    public override int LatencySamples => EffectCore.LatencySamples;

    /// <summary>The effect itself.</summary>
    internal EffectCore Core => _core;

    /// <summary>One of its parameters.</summary>
    internal CoreParameter ParameterOf(ParameterId id) => _parameters[EffectParameters.IndexOf(id)];

    /// <summary>What the host shows follows what the effect has: after a state, a preset or a model was loaded.</summary>
    internal void ShowCoreValues()
    {
        foreach (CoreParameter parameter in _parameters)
            parameter.Show(_core.GetNormalised(parameter.Declared.Id));
        _shownProgram = ParameterOf(ParameterId.Program).ControllerValue;
    }

    protected override bool Supports(SampleSize size) => true;

    protected override bool Supports(ReadOnlySpan<SpeakerArrangement> inputs, ReadOnlySpan<SpeakerArrangement> outputs)
        => inputs[MainBus] == outputs[MainBus]
            && inputs[MainBus].ChannelCount is >= 1 and <= MostChannels
            && inputs[SideBus].ChannelCount <= MostChannels;

    protected override void Prepare() => _core.Prepare(
        Math.Max(1, (int)Math.Round(Setup.SampleRate)),
        InputArrangement(MainBus).ChannelCount,
        InputArrangement(SideBus).ChannelCount,
        Setup.Mode == ProcessMode.Offline);

    protected override void Activate()
    {
        // A host may have changed the arrangements since it announced the sample rate.
        Prepare();
        Array.Fill(_sentControllers, (sbyte)-1);
        _core.Activate();
        ExitHook.Register();
    }

    protected override void Deactivate() => _core.Deactivate();

    protected override unsafe void Process(in ProcessBlock block)
    {
        AudioBus input = block.Input(MainBus);
        AudioBus output = block.Output(MainBus);
        AudioBus side = block.Input(SideBus);
        void** inputs = input.Pointers;
        void** outputs = output.Pointers;
        void** sides = IsAudioInputActive(SideBus) ? side.Pointers : null;
        bool hasSound = inputs != null && outputs != null;
        bool hasContext = block.TryGetContext(out ProcessContext context);
        EffectBlock sound = new()
        {
            Frames = block.SampleCount,
            IsDouble = block.SampleSize == SampleSize.Float64,
            Channels = hasSound ? Math.Min(input.ChannelCount, output.ChannelCount) : 0,
            Inputs = inputs,
            Outputs = outputs,
            SideChannels = sides == null ? 0 : side.ChannelCount,
            SideInputs = sides,
            Transport = new TransportState(
                context.IsPlaying,
                context.ProjectTimeSamples,
                (context.State & ContextFlags.TempoValid) != 0 ? context.Tempo : 0,
                hasContext),
        };
        BlockOutputs reports = new(in block, IsEventOutputActive(ControllerBus) ? _sentControllers : default);
        bool isSilent = _core.Process(in sound, new PositionLines(block.Automation(_position)), new BlockChanges(block.Changes), ref reports);
        Complete(in block, input, output, sound.Channels, isSilent);
    }

    protected override PluginView? CreateView() => new EditorView(this);

    protected override void SaveState(Stream stream) => _core.SaveState(stream);

    protected override void LoadState(Stream stream)
    {
        _core.LoadState(stream);
        ShowCoreValues();
    }

    protected override void OnControllerValue(Parameter parameter)
    {
        if (!ParameterOf(ParameterId.Program).Equals(parameter) || parameter.ControllerValue == _shownProgram)
            return;
        _shownProgram = parameter.ControllerValue;
        foreach ((ParameterId id, double normalised) in FactoryPresets.All[(int)parameter.ToPlain(_shownProgram)].Settings)
            ParameterOf(id).Show(normalised);
        Handler?.Restart(RestartFlags.ParameterValuesChanged);
    }

    protected override bool HasProgramData(int programListId) => programListId == ProgramListId;

    protected override bool SaveProgram(int programListId, int program, Stream stream)
    {
        if (programListId != ProgramListId || (uint)program >= (uint)FactoryPresets.All.Count)
            return false;
        _core.SavePreset(program, stream);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _core.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Clears output channels that have no input, and tells the host which channels are silent.</summary>
    private static void Complete(in ProcessBlock block, AudioBus input, AudioBus output, int channels, bool isSilent)
    {
        for (int channel = channels; channel < output.ChannelCount; channel++)
        {
            output.Channel<float>(channel).Clear();
            output.Channel<double>(channel).Clear();
        }

        if (block.SampleCount == 0 || output.ChannelCount == 0)
            return;
        ulong all = ulong.MaxValue >> (64 - Math.Clamp(output.ChannelCount, 1, 64));
        ulong unused = channels >= 64 ? 0 : all & (ulong.MaxValue << channels);
        output.SilenceFlags = isSilent ? all : (input.SilenceFlags & all) | unused;
    }
}
