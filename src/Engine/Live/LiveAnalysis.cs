using System.Threading.Channels;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Live;

/// <summary>
/// The live path: the audio thread writes blocks into a ring; an analysis thread, or the caller of <see cref="Pump"/>,
/// takes them out, analyses them, and publishes estimates.
/// </summary>
/// <remarks>
/// One thread writes (<see cref="Write(ReadOnlySpan{float})"/>, real-time safe), one analyses. Estimates are read from anywhere: the newest
/// by <see cref="TryGetLatest"/>, all of them from <see cref="History"/>. Audio that found the ring full is never lost
/// silently: it is counted, and the analysis starts afresh behind the gap, at the right position.
/// </remarks>
public sealed class LiveAnalysis : IDisposable
{
    /// <summary>Estimates that <see cref="History"/> keeps for a slow reader before it drops the oldest.</summary>
    public const int HistoryCapacity = 1024;

    private const int ChunkSamples = 4096;

    // Restarts that can wait for the analysis thread; more than that within a ring's length are one.
    private const int MarkSlots = 64;

    // Long enough that a thread that does nothing costs nothing, short against any hop.
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(5);

    private readonly EmotionAnalyzer _analyzer;
    private readonly AudioRing _ring;
    private readonly LatestEstimate _latest = new();
    private readonly Channel<EmotionEstimate> _history;
    private readonly EstimateHandler _publish;
    private readonly float[] _chunk = new float[ChunkSamples];
    private readonly float[] _mix = new float[ChunkSamples];
    private readonly ManualResetEventSlim _stop = new(initialState: false);
    private readonly long[] _marks = new long[MarkSlots];
    private readonly EstimateHandler? _onEstimate;
    private long _marksWritten;
    private long _marksRead;
    private Thread? _thread;
    private Exception? _failure;
    private long _droppedEstimates;

    /// <param name="model">The model; it must outlive this object.</param>
    /// <param name="sampleRate">Sample rate of the audio to come, in hertz.</param>
    /// <param name="options">How often and how quickly to speak.</param>
    /// <param name="ringSeconds">How much audio the ring holds at least.</param>
    /// <param name="onEstimate">Also receives each estimate, on the thread that analyses; must not throw.</param>
    /// <exception cref="InputException">An option is out of its range.</exception>
    public LiveAnalysis(EmotionModel model, int sampleRate, AnalysisOptions options, double ringSeconds = 2, EstimateHandler? onEstimate = null)
    {
        _onEstimate = onEstimate;
        _analyzer = new EmotionAnalyzer(model, sampleRate, options);
        _ring = new AudioRing((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(ChunkSamples, ringSeconds * sampleRate)));
        _history = Channel.CreateBounded<EmotionEstimate>(
            new BoundedChannelOptions(HistoryCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            _ => _droppedEstimates++);
        _publish = Publish;
    }

    /// <summary>Every estimate, oldest first; a reader that falls behind by more than <see cref="HistoryCapacity"/>
    /// loses the oldest (see <see cref="DroppedEstimates"/>).</summary>
    public ChannelReader<EmotionEstimate> History => _history.Reader;

    /// <summary>Samples that found the ring full, since the start.</summary>
    [RealTimeSafe]
    public long OverrunSamples => _ring.OverrunSamples;

    /// <summary>Estimates that the history dropped because nobody read them.</summary>
    public long DroppedEstimates => Volatile.Read(ref _droppedEstimates);

    /// <summary>Samples written since the start, lost ones included.</summary>
    public long WritePosition => _ring.WritePosition;

    /// <summary>Samples analysed up to here.</summary>
    public long AnalysedPosition => _analyzer.Position;

    /// <summary>Why the analysis thread ended by itself, or null. The audio goes on regardless.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Takes a mono block in. Audio thread.</summary>
    [RealTimeSafe]
    public void Write(ReadOnlySpan<float> mono) => _ring.Write(mono);

    /// <summary>
    /// The music starts afresh with the next sample written (the transport jumped): nothing before it takes part in what
    /// is said of what comes after. Positions go on. Audio thread.
    /// </summary>
    /// <returns>False where so many restarts wait for the analysis already that this one was left out.</returns>
    [RealTimeSafe]
    public bool Restart()
    {
        long written = _marksWritten;
        if (written - Volatile.Read(ref _marksRead) >= MarkSlots)
        {
            return false;
        }

        // Published before the samples behind it: who sees those sees the mark.
        _marks[written % MarkSlots] = _ring.WritePosition;
        Volatile.Write(ref _marksWritten, written + 1);
        return true;
    }

    /// <summary>Takes an interleaved block in and hears the mean of its channels. Audio thread.</summary>
    /// <param name="interleaved">Whole frames.</param>
    /// <param name="channels">1 … 64.</param>
    [RealTimeSafe]
    public void Write(ReadOnlySpan<float> interleaved, int channels)
    {
        while (interleaved.Length >= channels)
        {
            int frames = Math.Min(interleaved.Length / channels, _mix.Length);
            ChannelMix.ToMono(interleaved[..(frames * channels)], channels, _mix);
            _ring.Write(_mix.AsSpan(0, frames));
            interleaved = interleaved[(frames * channels)..];
        }
    }

    /// <summary>The newest estimate. Any thread; real-time safe.</summary>
    /// <returns>False before the first one.</returns>
    [RealTimeSafe]
    public bool TryGetLatest(out EmotionEstimate estimate) => _latest.TryRead(out estimate);

    /// <summary>Analyses what the ring holds, on the calling thread. Not beside a started analysis thread.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="InputException">The network failed while running.</exception>
    public bool Pump()
    {
        bool any = false;
        while (true)
        {
            int count = _ring.Read(_chunk, out long position);
            if (count == 0)
            {
                return any;
            }

            any = true;
            if (position != _analyzer.Position)
            {
                _analyzer.Restart(position);
            }

            Analyse(_chunk.AsSpan(0, count));
        }
    }

    /// <summary>Analyses what is left and gives the last estimate. Call <see cref="Stop"/> first.</summary>
    /// <exception cref="InputException">The network failed while running.</exception>
    public void Finish()
    {
        Pump();
        _analyzer.Finish(_publish);
    }

    /// <summary>Starts the analysis thread.</summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public void Start()
    {
        if (_thread is not null)
        {
            throw new InvalidOperationException("The analysis thread runs already.");
        }

        _stop.Reset();
        _failure = null;
        _thread = new Thread(AnalyseUntilStopped) { IsBackground = true, Name = "Emotion analysis" };
        _thread.Start();
    }

    /// <summary>Stops the analysis thread and waits for it; what the ring holds stays there.</summary>
    public void Stop()
    {
        _stop.Set();
        _thread?.Join();
        _thread = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _history.Writer.TryComplete();
        _analyzer.Dispose();
        _stop.Dispose();
    }

    /// <summary>Analyses contiguous samples, and starts afresh at each mark among them.</summary>
    private void Analyse(ReadOnlySpan<float> samples)
    {
        while (true)
        {
            long end = _analyzer.Position + samples.Length;
            bool isMarked = _marksRead < Volatile.Read(ref _marksWritten) && _marks[_marksRead % MarkSlots] < end;
            if (!isMarked)
            {
                _analyzer.Process(samples, _publish);
                return;
            }

            // A mark in a gap lies behind us already; the gap has started the analysis afresh.
            int before = (int)Math.Max(0, _marks[_marksRead % MarkSlots] - _analyzer.Position);
            _analyzer.Process(samples[..before], _publish);
            samples = samples[before..];
            _analyzer.Restart(_analyzer.Position);
            Volatile.Write(ref _marksRead, _marksRead + 1);
        }
    }

    private void AnalyseUntilStopped()
    {
        try
        {
            while (!_stop.IsSet)
            {
                if (!Pump())
                {
                    _stop.Wait(IdlePause);
                }
            }
        }
        catch (Exception e) when (e is InputException or InvalidOperationException)
        {
            // The sound never waits for the model: the thread ends, and whoever shows the state says why.
            Volatile.Write(ref _failure, e);
        }
    }

    private void Publish(in EmotionEstimate estimate)
    {
        _latest.Publish(in estimate);
        _history.Writer.TryWrite(estimate);
        _onEstimate?.Invoke(in estimate);
    }
}
