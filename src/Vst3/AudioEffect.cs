using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// A plugin: derive from it, declare buses and parameters in the constructor, and process blocks. Component, processor
/// and controller are one object (a "single component effect").
/// </summary>
/// <remarks>
/// Threads: <see cref="Process"/> runs on the host's audio thread and <see cref="OnProcessing"/> may; everything else
/// runs on others, most of it on the user-interface thread, while <see cref="Process"/> is running. What they share is
/// the plugin's to guard without locks. An exception ends at the native entry: the host sees an error code.
/// </remarks>
public abstract class AudioEffect : IDisposable
{
    private readonly List<AudioBusInfo> _audioInputs = [];
    private readonly List<AudioBusInfo> _audioOutputs = [];
    private readonly List<EventBusInfo> _eventInputs = [];
    private readonly List<EventBusInfo> _eventOutputs = [];
    private readonly List<Unit> _units = [];
    private readonly List<ProgramList> _programLists = [];
    private readonly ParameterState _state = new();
    private nint _processingThread;

    /// <summary>The parameters, in the order in which hosts show them.</summary>
    public ParameterList Parameters { get; } = new();

    /// <summary>The declared audio input buses.</summary>
    public IReadOnlyList<AudioBusInfo> AudioInputs => _audioInputs;

    /// <summary>The declared audio output buses.</summary>
    public IReadOnlyList<AudioBusInfo> AudioOutputs => _audioOutputs;

    /// <summary>The declared event input buses.</summary>
    public IReadOnlyList<EventBusInfo> EventInputs => _eventInputs;

    /// <summary>The declared event output buses.</summary>
    public IReadOnlyList<EventBusInfo> EventOutputs => _eventOutputs;

    /// <summary>The declared units; the root is not among them.</summary>
    public IReadOnlyList<Unit> Units => _units;

    /// <summary>The declared program lists.</summary>
    public IReadOnlyList<ProgramList> ProgramLists => _programLists;

    /// <summary>The program that loaded the plugin; null before <see cref="Initialize"/>, after <see cref="Terminate"/>, or if it does not say.</summary>
    public HostApplication? Host { get; internal set; }

    /// <summary>Takes the editor's gestures; null if the host has none.</summary>
    public ComponentHandler? Handler { get; internal set; }

    /// <summary>The user's way to turn knobs.</summary>
    public KnobMode KnobMode { get; internal set; }

    /// <summary>What the host announced last; the default before that.</summary>
    public ProcessSetup Setup { get; internal set; } = new(ProcessMode.Realtime, SampleSize.Float32, 1024, 44100);

    /// <summary>By how many samples the output lags behind the input. After a change call <see cref="ComponentHandler.Restart"/>.</summary>
    public virtual int LatencySamples => 0;

    /// <summary>How many samples sound on after the input has ended; <see cref="InfiniteTail"/> if for ever.</summary>
    public virtual uint TailSamples => 0;

    /// <summary>The transport values that <see cref="Process"/> reads.</summary>
    public virtual ContextRequirements ContextRequirements => ContextRequirements.None;

    /// <summary>Whether the host may render ahead.</summary>
    public virtual PrefetchSupport Prefetch => PrefetchSupport.Now;

    /// <summary>The tail of a plugin that never falls silent by itself.</summary>
    public static uint InfiniteTail => uint.MaxValue;

    internal EffectComponent? Component { get; set; }

    /// <summary>True on a thread that is inside <see cref="Process"/> of this instance.</summary>
    internal bool IsProcessingHere => Volatile.Read(ref _processingThread) == ThreadIdentity.Current;

    /// <summary>Releases what the plugin holds. Called when the host's last reference has gone.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Processes one block in place of the host: reads inputs, writes outputs, honours automation at its samples.
    /// Audio thread: allocate nothing, wait for nothing.
    /// </summary>
    protected internal abstract void Process(in ProcessBlock block);

    /// <summary>The plugin is about to be used. Not called by scanners that only list; still, load nothing heavy here.</summary>
    protected internal virtual void Initialize()
    {
    }

    /// <summary>The counterpart of <see cref="Initialize"/>.</summary>
    protected internal virtual void Terminate()
    {
    }

    /// <summary>Whether blocks of such samples can be processed; by default only 32-bit ones.</summary>
    protected internal virtual bool Supports(SampleSize size) => size == SampleSize.Float32;

    /// <summary>
    /// Whether the buses can have these speakers, one entry a declared bus. By default only the declared ones. If the
    /// answer is no, the host keeps the arrangements that were in force.
    /// </summary>
    protected internal virtual bool Supports(ReadOnlySpan<SpeakerArrangement> inputs, ReadOnlySpan<SpeakerArrangement> outputs)
    {
        for (int k = 0; k < inputs.Length; k++)
        {
            if (inputs[k] != _audioInputs[k].Arrangement)
                return false;
        }

        for (int k = 0; k < outputs.Length; k++)
        {
            if (outputs[k] != _audioOutputs[k].Arrangement)
                return false;
        }

        return true;
    }

    /// <summary>Sample rate, largest block and mode are known (<see cref="Setup"/>); allocate what processing needs.</summary>
    protected internal virtual void Prepare()
    {
    }

    /// <summary>Blocks are about to come. Start from silence: no echo of what was processed before.</summary>
    protected internal virtual void Activate()
    {
    }

    /// <summary>No blocks come any more.</summary>
    protected internal virtual void Deactivate()
    {
    }

    /// <summary>The host starts or stops the stream of blocks; may be called on the audio thread.</summary>
    protected internal virtual void OnProcessing(bool running)
    {
    }

    /// <summary>Writes the state of a session. By default the values of all parameters that are not read-only.</summary>
    protected internal virtual void SaveState(Stream stream) => _state.Save(Parameters, stream);

    /// <summary>
    /// Restores what <see cref="SaveState"/> wrote, in any version. Any thread, any number of times, with or without an
    /// editor.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not a state. Nothing may have changed.</exception>
    protected internal virtual void LoadState(Stream stream) => _state.Load(Parameters, stream);

    /// <summary>Writes what only the editor knows. By default nothing.</summary>
    protected internal virtual void SaveEditorState(Stream stream)
    {
    }

    /// <summary>Restores what <see cref="SaveEditorState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a state. Nothing may have changed.</exception>
    protected internal virtual void LoadEditorState(Stream stream)
    {
    }

    /// <summary>The host has set the value that it shows: automation was played, a controller moved. Not the audio thread.</summary>
    protected internal virtual void OnControllerValue(Parameter parameter)
    {
    }

    /// <summary>Makes an editor; null if the plugin has none.</summary>
    protected internal virtual PluginView? CreateView() => null;

    /// <summary>The parameter that a MIDI controller (0 to 127; 128 channel pressure, 129 pitch bend) moves.</summary>
    protected internal virtual bool TryMapMidiController(int bus, int channel, int controller, out uint parameterId)
    {
        parameterId = 0;
        return false;
    }

    /// <summary>Whether the programs of a list can be read and written as data.</summary>
    protected internal virtual bool HasProgramData(int programListId) => false;

    /// <summary>Writes the data of a program.</summary>
    protected internal virtual bool SaveProgram(int programListId, int program, Stream stream) => false;

    /// <summary>Replaces the data of a program.</summary>
    protected internal virtual bool LoadProgram(int programListId, int program, Stream stream) => false;

    /// <summary>A message from the other half of the plugin, or from the plugin itself; true if it was understood.</summary>
    protected internal virtual bool OnMessage(Message message) => false;

    /// <summary>A data queue was opened towards the editor; answer true to get its blocks on another thread than the user interface's.</summary>
    protected internal virtual bool OnDataQueueOpened(int context, int blockSize) => false;

    /// <summary>A data queue was closed.</summary>
    protected internal virtual void OnDataQueueClosed(int context)
    {
    }

    /// <summary>A block that <see cref="DataQueue.Send"/> sent has arrived.</summary>
    protected internal virtual void OnData(int context, ReadOnlySpan<byte> block, bool onBackgroundThread)
    {
    }

    /// <summary>The name, colour and place of the host's channel.</summary>
    protected internal virtual void OnChannelContext(AttributeList channel)
    {
    }

    /// <summary>The host's own controller takes hold of a parameter, or lets go.</summary>
    protected internal virtual void OnHostEdit(Parameter parameter, bool begins)
    {
    }

    /// <summary>How many samples lie between this plugin's input or output bus and the ear.</summary>
    protected internal virtual void OnPresentationLatency(bool input, int bus, int samples)
    {
    }

    /// <summary>Opens the help, or only says whether there is any.</summary>
    protected internal virtual bool OpenHelp(bool onlyCheck) => false;

    /// <summary>Opens an about box, or only says whether there is any.</summary>
    protected internal virtual bool OpenAbout(bool onlyCheck) => false;

    /// <summary>Releases what the plugin holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Declares an audio input bus. Only in the constructor.</summary>
    protected void AddAudioInput(AudioBusInfo bus) => _audioInputs.Add(bus);

    /// <summary>Declares an audio output bus. Only in the constructor.</summary>
    protected void AddAudioOutput(AudioBusInfo bus) => _audioOutputs.Add(bus);

    /// <summary>Declares an event input bus. Only in the constructor.</summary>
    protected void AddEventInput(EventBusInfo bus) => _eventInputs.Add(bus);

    /// <summary>Declares an event output bus. Only in the constructor.</summary>
    protected void AddEventOutput(EventBusInfo bus) => _eventOutputs.Add(bus);

    /// <summary>Declares a unit. Only in the constructor.</summary>
    protected void AddUnit(Unit unit) => _units.Add(unit);

    /// <summary>Declares a program list. Only in the constructor.</summary>
    protected void AddProgramList(ProgramList list) => _programLists.Add(list);

    /// <summary>Whether the host has switched an audio input bus on.</summary>
    protected bool IsAudioInputActive(int bus) => Component?.IsBusActive(Media.Audio, Direction.Input, bus) ?? false;

    /// <summary>Whether the host has switched an event output bus on; only then it wants events.</summary>
    protected bool IsEventOutputActive(int bus) => Component?.IsBusActive(Media.Event, Direction.Output, bus) ?? false;

    /// <summary>The speakers of an audio input bus that are in force.</summary>
    protected SpeakerArrangement InputArrangement(int bus) => Component?.Arrangement(Direction.Input, bus) ?? _audioInputs[bus].Arrangement;

    /// <summary>The speakers of an audio output bus that are in force.</summary>
    protected SpeakerArrangement OutputArrangement(int bus) => Component?.Arrangement(Direction.Output, bus) ?? _audioOutputs[bus].Arrangement;

    /// <summary>
    /// Opens a queue of data blocks from <see cref="Process"/> to <see cref="OnData"/>: by the host's data exchange, or
    /// by messages from a thread of the library where the host has none. Only in <see cref="Activate"/>; closed after
    /// <see cref="Deactivate"/>.
    /// </summary>
    protected DataQueue OpenDataQueue(int context, int blockSize, int blocks)
        => (Component ?? throw new InvalidOperationException("A data queue is opened in Activate.")).OpenDataQueue(context, blockSize, blocks);

    /// <summary>Sends a message to the other half of the plugin: to <see cref="OnMessage"/>. Not the audio thread.</summary>
    protected bool SendMessage(string id, MessageWriter content) => Component?.SendMessage(id, content) ?? false;

    /// <summary>Calls <see cref="Process"/> and remembers where.</summary>
    internal void ProcessHere(in ProcessBlock block)
    {
        Volatile.Write(ref _processingThread, ThreadIdentity.Current);
        try
        {
            Process(block);
        }
        finally
        {
            Volatile.Write(ref _processingThread, 0);
        }
    }
}
