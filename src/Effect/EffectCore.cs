using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Effect;

/// <summary>
/// The effect, in no plugin format: parameter values, processing, analysis, state, presets and models. A shell stands
/// around it for each format and translates.
/// </summary>
/// <remarks>
/// <para><see cref="Process"/> belongs to the host's audio thread. In real time it allocates nothing, takes no lock and
/// waits for nothing; offline it waits for the analysis, so that nothing ever is late. Not every host says that it renders a
/// file: where one is ahead of the clock it waits as well, for no longer than the host is ahead.</para>
/// <para>Everything else belongs to any other thread, while blocks are processed too, except
/// <see cref="Prepare"/>, <see cref="Activate"/> and <see cref="Deactivate"/>: no block may be on its way then.</para>
/// </remarks>
public sealed class EffectCore : IDisposable
{
    private const string ModelExtension = ".onnx";

    private readonly EffectEnvironment _environment;
    private readonly double[] _values = [.. EffectParameters.All.Select(parameter => parameter.DefaultNormalised)];
    private readonly EffectProcessor _processor;
    private readonly HostPace _pace;
    private readonly Lock _gate = new();
    private readonly Lock _analysisGate = new();
    private readonly List<EmotionSeat> _retired = [];
    private EffectState _restored = new();
    private EmotionSeat? _seat;
    private ModelStatus _status = ModelStatus.None;
    private string? _userModel;
    private int _sampleRate;
    private bool _isOffline;
    private bool _isActive;
    private bool _isAnalysed;
    private ModelChoice _chosen;
    private int _resetRequested;

    /// <summary>Makes the effect with every parameter at its default. Loads nothing.</summary>
    /// <param name="environment">Where it finds its models.</param>
    /// <param name="clock">By what it sees whether a host is live; the system's by default.</param>
    public EffectCore(EffectEnvironment environment, TimeProvider? clock = null)
    {
        _environment = environment;
        _pace = new HostPace(clock ?? TimeProvider.System);
        _processor = new EffectProcessor(_values, Telemetry);
    }

    /// <summary>What the effect is doing, for the editor.</summary>
    public EffectTelemetry Telemetry { get; } = new();

    /// <summary>The model that listens, or why none does.</summary>
    public ModelStatus ModelStatus
    {
        get
        {
            ModelStatus status = Volatile.Read(ref _status);
            return Volatile.Read(ref _seat)?.Failure is { } failure ? status with { Error = failure } : status;
        }
    }

    /// <summary>By how many samples the output lags behind the input: none.</summary>
    public static int LatencySamples => 0;

    /// <summary>A parameter's normalised value, as the audio thread has reached it.</summary>
    public double GetNormalised(ParameterId id) => Volatile.Read(ref _values[EffectParameters.IndexOf(id)]);

    /// <summary>Sets a parameter from outside of <see cref="Process"/>: the next block takes it on, without a click.</summary>
    /// <param name="id">The parameter.</param>
    /// <param name="normalised">Clamped to 0 … 1; what is no number is 0.</param>
    public void SetNormalised(ParameterId id, double normalised) =>
        Volatile.Write(ref _values[EffectParameters.IndexOf(id)], normalised >= 0 ? Math.Min(normalised, 1) : 0);

    /// <summary>A parameter's plain value, as the audio thread has reached it.</summary>
    public double GetPlain(ParameterId id) => EffectParameters.Of(id).ToPlain(GetNormalised(id));

    /// <summary>Sets a parameter from outside of <see cref="Process"/> by its plain value.</summary>
    public void SetPlain(ParameterId id, double plain) => SetNormalised(id, EffectParameters.Of(id).ToNormalised(plain));

    /// <summary>Allocates what a stream of this kind needs. Only while inactive.</summary>
    /// <param name="sampleRate">In hertz, above 0.</param>
    /// <param name="channels">Of the main input and output, 1 … 8.</param>
    /// <param name="sideChannels">Of the side chain, 0 … 8; 0 where there is none.</param>
    /// <param name="isOffline">Whether the host renders as fast as it can, and waits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The effect is active.</exception>
    public void Prepare(int sampleRate, int channels, int sideChannels, bool isOffline)
    {
        if (_isActive)
            throw new InvalidOperationException("An active effect cannot be prepared.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        _processor.Prepare(sampleRate, channels, sideChannels);
        _sampleRate = sampleRate;
        _isOffline = isOffline;
        Telemetry.SampleRate = sampleRate;
    }

    /// <summary>
    /// Blocks are about to come: loads the model, on this thread, and starts from rest. A model that cannot be loaded is
    /// told by <see cref="ModelStatus"/>; sound and fades do without.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing was prepared.</exception>
    public void Activate()
    {
        if (_isActive)
            return;
        if (_sampleRate == 0)
            throw new InvalidOperationException("An effect is prepared before it is activated.");
        _isActive = true;
        lock (_analysisGate)
        {
            _isAnalysed = true;
            TakeSeat(force: true);
        }

        _processor.Activate();
        _pace.Start();
        if (!_isOffline)
            InferenceThread.Add(this);
    }

    /// <summary>No blocks come any more.</summary>
    public void Deactivate()
    {
        if (!_isActive)
            return;
        _isActive = false;
        lock (_analysisGate)
        {
            _isAnalysed = false;
            if (_seat is { } seat)
                _retired.Add(seat);
            Volatile.Write(ref _seat, null);
            foreach (EmotionSeat retired in _retired)
                retired.Dispose();
            _retired.Clear();
        }

        InferenceThread.Remove(this);
    }

    /// <summary>Processes a block: changes and lines at their samples, the sound from input to output.</summary>
    /// <param name="block">The sound and the transport.</param>
    /// <param name="lines">How <see cref="ParameterId.Position"/> moves.</param>
    /// <param name="changes">Every parameter's changes, by sample; the last ones of the position too.</param>
    /// <param name="outputs">Takes what the effect reports.</param>
    /// <returns>Whether every sample of the output was made 0.</returns>
    public bool Process<TLines, TChanges, TOutputs>(in EffectBlock block, TLines lines, TChanges changes, ref TOutputs outputs)
        where TLines : ILineSource, allows ref struct
        where TChanges : IChangeSource, allows ref struct
        where TOutputs : IEffectOutputs, allows ref struct
    {
        _pace.Begin((double)block.Frames / _sampleRate);
        if (_isOffline)
            UpdateModel();
        TimeSpan patience = _isOffline ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(_pace.Patience);
        bool isReset = Interlocked.Exchange(ref _resetRequested, 0) != 0;
        _processor.Begin(Volatile.Read(ref _seat), isReset, in block);
        BlockCursor<TLines, TChanges> cursor = new(lines, changes);
        bool isSilent = block.Frames > 0;
        for (int at = 0; at < block.Frames;)
        {
            int count = Math.Min(block.Frames - at, EffectProcessor.MostHeard);
            _processor.Hear(in block, at, count);
            if (patience != TimeSpan.Zero)
                Volatile.Read(ref _seat)?.Pump(patience);
            isSilent &= _processor.Render(in block, at, at + count, ref cursor, ref outputs);
            at += count;
        }

        _processor.Finish(in block, ref cursor);
        return isSilent;
    }

    /// <summary>Writes the state of a session.</summary>
    public void SaveState(Stream stream)
    {
        lock (_gate)
            Snapshot(null).Save(stream);
    }

    /// <summary>Writes the state that a factory preset makes of this one.</summary>
    /// <param name="preset">Its index in <see cref="FactoryPresets.All"/>.</param>
    /// <param name="stream">Takes the bytes.</param>
    public void SavePreset(int preset, Stream stream)
    {
        lock (_gate)
            Snapshot(preset).Save(stream);
    }

    /// <summary>
    /// Restores what <see cref="SaveState"/> wrote, in any version: unknown parts are kept, missing parameters get their
    /// defaults. Any thread but the audio thread, any number of times, active or not.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are no state, or a damaged one; nothing has changed.</exception>
    public void LoadState(Stream stream)
    {
        EffectState state = EffectState.Load(stream);
        lock (_gate)
        {
            _restored = state;
            Volatile.Write(ref _userModel, state.ModelPath);
            for (int index = 0; index < EffectParameters.All.Count; index++)
            {
                EffectParameter parameter = EffectParameters.All[index];
                if (!parameter.IsReadOnly)
                    Volatile.Write(ref _values[index], parameter.ToNormalised(state.Values.GetValueOrDefault((uint)parameter.Id, parameter.Default)));
            }
        }

        UpdateModel();
    }

    /// <summary>Sets every parameter that a factory preset sets. Any thread but the audio thread.</summary>
    /// <param name="preset">Its index in <see cref="FactoryPresets.All"/>.</param>
    public void ApplyPreset(int preset)
    {
        lock (_gate)
        {
            foreach ((ParameterId id, double normalised) in FactoryPresets.All[preset].Settings)
                SetNormalised(id, normalised);
            SetPlain(ParameterId.Program, preset);
        }
    }

    /// <summary>The model files in the environment's folders, without the shipped one, which has a name of its own: full paths, sorted.</summary>
    public IReadOnlyList<string> FindModels() =>
    [
        .. _environment.ModelFolders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + ModelExtension))
            .Select(Path.GetFullPath).Where(path => path != ShippedPath).Distinct().Order(StringComparer.Ordinal),
    ];

    private string? ShippedPath => _environment.ShippedModel is { } shipped ? Path.GetFullPath(shipped) : null;

    /// <summary>
    /// Loads a model of the user's and remembers it; <see cref="ParameterId.Model"/> decides whether it listens. Any
    /// thread but the audio thread.
    /// </summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="problem">What is wrong with it and what to do; empty where it worked.</param>
    /// <returns>Whether it was loaded; otherwise nothing has changed.</returns>
    public bool TryLoadModel(string path, out string problem)
    {
        try
        {
            _ = ModelStore.Load(path);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = e.Message;
            return false;
        }

        problem = "";
        Volatile.Write(ref _userModel, Path.GetFullPath(path));
        UpdateModel();
        return true;
    }

    /// <summary>Loads the model that was chosen last, if it is not the one that listens. Any thread but the audio thread;
    /// in real time the inference thread does this by itself within some milliseconds.</summary>
    public void UpdateModel()
    {
        // Read without the lock: this runs in each offline block, and almost never has anything to do.
        if (Volatile.Read(ref _isAnalysed) && CurrentChoice() != _chosen)
        {
            lock (_analysisGate)
            {
                if (_isAnalysed)
                    TakeSeat(force: false);
            }
        }
    }

    /// <summary>Starts the analysis and all counts afresh with the next block, as play does.</summary>
    public void ResetHistory() => Interlocked.Exchange(ref _resetRequested, 1);

    /// <summary>Deactivates.</summary>
    public void Dispose() => Deactivate();

    /// <summary>Loads what was chosen since the last look, and analyses what has come. The inference thread.</summary>
    internal void Analyse()
    {
        lock (_analysisGate)
        {
            if (!_isAnalysed)
                return;
            TakeSeat(force: false);
            _seat?.Pump(Timeout.InfiniteTimeSpan);
        }
    }

    private ModelChoice CurrentChoice() => new((ModelSource)(int)GetPlain(ParameterId.Model), Volatile.Read(ref _userModel));

    /// <summary>Makes the chosen model listen; the audio thread takes it on with its next block.</summary>
    private void TakeSeat(bool force)
    {
        ModelChoice choice = CurrentChoice();
        if (!force && choice == _chosen)
            return;
        _chosen = choice;
        EmotionSeat? seat = null;
        ModelStatus status = ModelStatus.None;
        string? path = choice.Source switch
        {
            ModelSource.Shipped => _environment.ShippedModel,
            ModelSource.User => choice.UserPath is { } user ? Find(user) : null,
            _ => null,
        };
        try
        {
            if (path != null)
            {
                seat = new EmotionSeat(ModelStore.Load(path), choice.Source == ModelSource.User ? path : null, _sampleRate);
                status = seat.Status;
            }
            else if (choice.Source != ModelSource.Off)
            {
                status = ModelStatus.None with { Error = choice.Source == ModelSource.User ? "No model was chosen: drop an .onnx file here." : "The shipped model is missing. Install the plugin again, with all files of its bundle." };
            }
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            status = ModelStatus.None with { Path = choice.UserPath, Error = e.Message };
        }

        if (_seat is { } before)
            _retired.Add(before);
        Volatile.Write(ref _seat, seat);
        Volatile.Write(ref _status, status);
    }

    /// <summary>A session may come from another machine: a model of the same name in one of our folders will do.</summary>
    private string Find(string path)
    {
        if (File.Exists(path))
            return path;
        string name = Path.GetFileName(path.Replace('\\', '/'));
        return _environment.ModelFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? path;
    }

    private EffectState Snapshot(int? preset)
    {
        EffectState state = new() { ModelPath = Volatile.Read(ref _userModel) };
        foreach ((uint id, double value) in _restored.Values)
            state.Values[id] = value;
        state.Unknown.AddRange(_restored.Unknown);
        double[] set = preset is { } index ? FactoryPresets.All[index].NormalisedValues() : [];
        for (int k = 0; k < EffectParameters.All.Count; k++)
        {
            EffectParameter parameter = EffectParameters.All[k];
            if (parameter.IsReadOnly)
                continue;
            double normalised = preset != null && !double.IsNaN(set[k]) ? set[k] : Volatile.Read(ref _values[k]);
            state.Values[(uint)parameter.Id] = preset is { } program && parameter.IsProgram ? program : parameter.ToPlain(normalised);
        }

        return state;
    }

    private readonly record struct ModelChoice(ModelSource Source, string? UserPath);
}
