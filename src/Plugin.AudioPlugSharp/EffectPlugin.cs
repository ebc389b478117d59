using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AudioPlugSharp;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Windows;

namespace RealtimeEmotion.Plugin.AudioPlugSharp;

/// <summary>The effect as a plugin of AudioPlugSharp: translates, and decides nothing. Nothing that goes wrong in here passes into the host.</summary>
/// <remarks>
/// The library makes the one public plugin class of this assembly by its constructor without parameters, and pairs
/// processors and editors by counting: an instance may be asked for its editor and never be initialised. So everything
/// stands when the constructor has run. It loads nothing.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The library disposes no plugin: Stop and HideEditor end what runs.")]
public sealed class EffectPlugin : AudioPluginBase
{
    private const int Channels = 2;

    // What AudioPlugSharp's part of the class id is made of: sessions refer to it.
    private const ulong Id = 0x5E0B_91D7_2C46_A83F;

    private static int _isWarm;

    private readonly HostPort _input = new("In");
    private readonly HostPort _output = new("Out");
    private readonly HostedParameter[] _parameters;
    private readonly HostedParameter _program;
    private readonly ChangeBuffer _changes = new();

    // Each parameter's ProcessValue as it was left here: where it differs, someone else has written it.
    private readonly double[] _left;
    private EffectEditor? _editor;
    private EditorWindow? _window;
    private volatile bool _isActive;
    private int _restored;
    private bool _hasFailed;

    static EffectPlugin() => AppDomain.CurrentDomain.ProcessExit += (_, _) => InferenceThread.StopForExit();

    /// <summary>Makes the effect as it is fresh.</summary>
    public EffectPlugin()
    {
        Company = EffectIdentity.Vendor;
        Website = EffectIdentity.Website;
        Contact = EffectIdentity.Contact;
        PluginName = EffectIdentity.Name + " (AudioPlugSharp)";
        PluginCategory = EffectIdentity.Categories;
        PluginVersion = EffectIdentity.Version;
        PluginID = Id;

        // All instances share this assembly, and so the one inference thread.
        CacheLoadContext = true;
        Host = new NoHost(this);
        SampleFormatsSupported = EAudioBitsPerSample.Bits32 | EAudioBitsPerSample.Bits64;
        InputPorts = [_input];
        OutputPorts = [_output];
        HasUserInterface = OperatingSystem.IsWindows();
        EditorWidth = EffectEditor.DefaultWidth;
        EditorHeight = EffectEditor.DefaultHeight;

        Core = new EffectCore(EffectEnvironment.Around(Path.GetDirectoryName(typeof(EffectPlugin).Assembly.Location)));

        // Hosts know a parameter by its place in this list. Outputs are not in it: the library has no read-only ones.
        _parameters = [.. EffectParameters.All.Where(declared => !declared.IsReadOnly).Select(declared => new HostedParameter(declared))];
        _program = _parameters.Single(parameter => parameter.Declared.IsProgram);
        _left = new double[_parameters.Length];
        foreach (HostedParameter parameter in _parameters)
            AddParameter(parameter);
        base.Initialize();
        LeaveProcessed();
    }

    /// <summary>The effect itself.</summary>
    internal EffectCore Core { get; }

    /// <summary>One of its parameters.</summary>
    internal HostedParameter ParameterOf(ParameterId id) => _parameters.First(parameter => parameter.Declared.Id == id);

    /// <inheritdoc/>
    public override void Initialize()
    {
        // The constructor has done it.
    }

    /// <inheritdoc/>
    public override void InitializeProcessing() => Guard(() =>
    {
        // Another sample rate: with all that was heard at the old one.
        if (_isActive)
            Restart();
    });

    /// <inheritdoc/>
    public override void SetMaxAudioBufferSize(uint maxSamples, EAudioBitsPerSample bitsPerSample) => Guard(() =>
    {
        base.SetMaxAudioBufferSize(maxSamples, bitsPerSample);

        // The library's stand-alone hosts, which ask for memory of the ports', never start a plugin.
        if (_input.ForceBackingBuffer)
            Restart();
    });

    /// <inheritdoc/>
    public override void Start() => Guard(Restart);

    /// <inheritdoc/>
    public override void Stop() => Guard(() =>
    {
        _isActive = false;
        Core.Deactivate();
    });

    /// <inheritdoc/>
    public override byte[] SaveState()
    {
        using MemoryStream stream = new();
        Guard(() => Core.SaveState(stream));
        return stream.ToArray();
    }

    /// <inheritdoc/>
    public override void RestoreState(byte[]? stateData) => Guard(() =>
    {
        // Hosts hand an empty state to a plugin that has never saved one.
        if (stateData is not { Length: > 0 })
            return;
        using MemoryStream stream = new(stateData, writable: false);
        Core.LoadState(stream);
        ShowCoreValues();

        // Only one thread at a time may say what was left where.
        if (_isActive)
            Volatile.Write(ref _restored, 1);
        else
            LeaveProcessed();
    });

    /// <inheritdoc/>
    // Compiled by itself, and so with what is warmed up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public override void HandleParameterChange(AudioPluginParameter parameter, double newNormalizedValue, int sampleOffset)
    {
        if (parameter is HostedParameter own)
            _changes.Add(own.Declared.Id, sampleOffset, newNormalizedValue);
    }

    /// <inheritdoc/>
    public override void Process()
    {
        int frames = (int)_output.CurrentBufferSize;
        try
        {
            TakeWrittenValues();
            Host.ProcessAllEvents();
            _changes.Arrange(frames);
            Render(frames);
            if (_changes.Count > 0)
                LeaveProcessed();
        }
        catch (Exception fault)
        {
            Pass(frames);

            // Once: a log that grows with each block would be a fault of its own.
            if (!_hasFailed)
                Logger.Log($"Processing failed: {fault}");
            _hasFailed = true;
        }

        _changes.Clear();
    }

    /// <inheritdoc/>
    public override double GetDpiScale()
    {
        double scale = 1;
        Guard(() => scale = EditorWindow.UntoldScale(EditorPlatform.Win32));
        return scale;
    }

    /// <inheritdoc/>
    public override void ResizeEditor(uint newWidth, uint newHeight) => Guard(() =>
    {
        base.ResizeEditor(newWidth, newHeight);
        _window?.SetSize(ToPixels(newWidth), ToPixels(newHeight), (float)GetDpiScale());
    });

    /// <inheritdoc/>
    public override void ShowEditor(IntPtr parentWindow) => Guard(() =>
    {
        if (!HasUserInterface)
            return;
        CloseEditor();
        _editor = new EffectEditor(new HostSession(this));
        _window = EditorWindow.Open(_editor, EditorPlatform.Win32, parentWindow, ToPixels(EditorWidth), ToPixels(EditorHeight), (float)GetDpiScale(), loop: null);
    });

    /// <inheritdoc/>
    public override void HideEditor() => Guard(CloseEditor);

    /// <summary>What hosts show follows the preset that was chosen.</summary>
    internal void ShowPreset(int preset)
    {
        foreach ((ParameterId id, double normalised) in FactoryPresets.All[preset].Settings)
            ParameterOf(id).NormalizedEditValue = normalised;
    }

    /// <summary>
    /// Lets the runtime compile what a block runs, before a block has to wait for that: an instance that nobody hears plays noise
    /// in both formats, with every parameter moving and estimates acting, to a host that renders a file and to one that only is quicker than the clock.
    /// </summary>
    private static unsafe void WarmUp()
    {
        const int SampleRate = 48000;
        const int Frames = 512;
        const int Blocks = 2 * SampleRate / Frames;
        EffectPlugin unheard = new();
        double* samples = stackalloc double[Frames];
        void** channels = stackalloc void*[] { samples, samples };
        Random random = new(1);
        foreach ((EAudioBitsPerSample bits, bool isOffline) in (ReadOnlySpan<(EAudioBitsPerSample, bool)>)[(EAudioBitsPerSample.Bits32, true), (EAudioBitsPerSample.Bits64, true), (EAudioBitsPerSample.Bits32, false)])
        {
            unheard.SetMaxAudioBufferSize(Frames, bits);
            unheard.Core.Prepare(SampleRate, Channels, sideChannels: 0, isOffline);
            unheard.Core.Activate();
            unheard._isActive = true;
            for (int block = 0; block < Blocks; block++)
            {
                for (int i = 0; i < Frames; i++)
                {
                    if (bits == EAudioBitsPerSample.Bits64)
                        samples[i] = random.NextDouble() - 0.5;
                    else
                        ((float*)samples)[i] = random.NextSingle() - 0.5f;
                }

                // The gate first, then whatever comes; but the model goes on listening.
                HostedParameter moved = unheard.ParameterOf(ParameterId.Gate);
                if (block > 4)
                    moved = unheard._parameters[block % unheard._parameters.Length];
                if (moved.Declared.Id != ParameterId.Model)
                    unheard.HandleParameterChange(moved, block <= 4 ? block % 2 : random.NextDouble(), block);
                if (block == Blocks / 2)
                    unheard.Core.ResetHistory();
                foreach (HostPort port in (ReadOnlySpan<HostPort>)[unheard._input, unheard._output])
                {
                    port.SetCurrentBufferSize(Frames);
                    port.SetAudioBufferPtrs((nint)channels);
                }

                unheard.PreProcess();
                unheard.Process();
                unheard.PostProcess();
            }

            unheard.Stop();
        }
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            Logger.Log(fault.ToString());
        }
    }

    private int ToPixels(uint points) => (int)Math.Round(points * GetDpiScale());

    private void CloseEditor()
    {
        _window?.Dispose();
        _editor?.Dispose();
        _window = null;
        _editor = null;
    }

    private void Restart()
    {
        if (Interlocked.Exchange(ref _isWarm, 1) == 0)
            Guard(WarmUp);
        _isActive = false;
        Core.Deactivate();
        Core.Prepare((int)Math.Round(Host.SampleRate), Channels, sideChannels: 0, isOffline: false);
        Core.Activate();
        _hasFailed = false;
        _isActive = true;
    }

    private unsafe void Render(int frames)
    {
        // While the effect rests it takes the values, and the sound passes.
        int heard = _isActive ? frames : 0;
        void** inputs = _input.Pointers;
        void** outputs = _output.Pointers;
        EffectBlock sound = new()
        {
            Frames = heard,
            IsDouble = _output.IsDouble,
            Channels = inputs != null && outputs != null ? Channels : 0,
            Inputs = inputs,
            Outputs = outputs,
            Transport = new TransportState(Host.IsPlaying, Host.CurrentProjectSample, Host.BPM, IsKnown: true),
        };
        NoOutputs reports = default;
        Core.Process(in sound, _changes.PositionLines(Core.GetNormalised(ParameterId.Position), heard), _changes.Points, ref reports);
        if (heard < frames)
            Pass(frames);
    }

    private unsafe void Pass(int frames)
    {
        void** inputs = _input.Pointers;
        void** outputs = _output.Pointers;
        long bytes = (long)frames * (_output.IsDouble ? sizeof(double) : sizeof(float));
        for (int channel = 0; channel < Channels && inputs != null && outputs != null; channel++)
            Buffer.MemoryCopy(inputs[channel], outputs[channel], bytes, bytes);
    }

    /// <summary>Stand-alone hosts write values instead of sending points.</summary>
    private void TakeWrittenValues()
    {
        if (Interlocked.Exchange(ref _restored, 0) != 0)
            LeaveProcessed();
        for (int index = 0; index < _parameters.Length; index++)
        {
            double plain = _parameters[index].ProcessValue;
            if (plain == _left[index])
                continue;
            _left[index] = plain;
            EffectParameter declared = _parameters[index].Declared;

            // The preset is applied by whoever processes it: set from outside it would be a name alone.
            if (declared.IsProgram)
                _changes.Add(declared.Id, 0, declared.ToNormalised(plain));
            else
                Core.SetPlain(declared.Id, plain);
        }
    }

    /// <summary>The parameters follow the effect, after a block that has changed it, or where no block is on its way.</summary>
    private void LeaveProcessed()
    {
        bool isOtherPreset = Core.GetPlain(ParameterId.Program) != _program.ProcessValue;
        for (int index = 0; index < _parameters.Length; index++)
            _parameters[index].ProcessValue = _left[index] = Core.GetPlain(_parameters[index].Declared.Id);
        if (isOtherPreset)
            ShowCoreValues();
    }

    /// <summary>What hosts show follows what the effect has.</summary>
    private void ShowCoreValues()
    {
        foreach (HostedParameter parameter in _parameters)
            parameter.NormalizedEditValue = Core.GetNormalised(parameter.Declared.Id);
    }

    /// <summary>The library takes no values from a plugin: the editor shows them.</summary>
    private readonly struct NoOutputs : IEffectOutputs
    {
        public void Report(ParameterId id, int offset, double normalised)
        {
        }
    }
}
