using System.Diagnostics;
using System.Threading.Channels;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Listens to one source for as long as it lasts: connects, reads, analyses, and connects again where the connection
/// breaks. Everything that there is to say comes out of <see cref="Events"/>, in order.
/// </summary>
/// <remarks>
/// <para>Two threads of its own: one reads, one analyses and publishes. Sound travels between them in blocks that carry
/// their position and their time of arrival. A reader of <see cref="Events"/> that falls behind loses the oldest events
/// and delays nothing (unless <see cref="ListenOptions.Fast"/> says that nothing may be lost).</para>
/// <para>Stream time begins at 0 with the first sample, counts samples, and goes on over a lost connection by the time
/// that no sound came. Positions are frames at the source's present rate; where the rate changes they are converted, so
/// that position / rate is stream time always.</para>
/// </remarks>
public sealed class StreamListener : IDisposable
{
    private readonly SourceReader _reader;
    private readonly SourceAnalysis _analysis;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _readerThread;
    private readonly Thread _analysisThread;
    private bool _started;

    /// <summary>Listens to what an address names.</summary>
    /// <param name="address">The source; pushed sound takes the other constructor.</param>
    /// <param name="model">Who hears it; it must outlive the listener, and may hear many streams at once.</param>
    /// <param name="options">How to listen.</param>
    /// <exception cref="InputException">An option is out of its range, or the model does not know the genre.</exception>
    public StreamListener(StreamAddress address, EmotionModel model, ListenOptions options)
        : this(address, cancellation => StreamInputs.Open(address, options, cancellation), address.CanReconnect, model, options)
    {
    }

    /// <summary>Listens to sound that the program pushes in, or to any other connection that exists already.</summary>
    /// <param name="address">What to call it.</param>
    /// <param name="input">The connection; disposed with the listener.</param>
    /// <param name="model">Who hears it; it must outlive the listener.</param>
    /// <param name="options">How to listen.</param>
    /// <exception cref="InputException">As above.</exception>
    public StreamListener(StreamAddress address, StreamInput input, EmotionModel model, ListenOptions options)
        : this(address, _ => input, reconnects: false, model, options)
    {
    }

    internal StreamListener(StreamAddress address, Func<CancellationToken, StreamInput> open, bool reconnects, EmotionModel model, ListenOptions options)
    {
        options.Validated();
        if (options.Analysis.Genre is { } genre)
            model.Metadata.GenreWeights(genre);
        Address = address;
        Model = model;
        Options = options;
        var queue = new BlockQueue(options.BufferSeconds);
        _reader = new SourceReader(address, open, reconnects, options, queue);
        _analysis = new SourceAnalysis(address, model, options, queue, _reader, Stop);
        _readerThread = new Thread(() => _reader.Run(_stop.Token)) { IsBackground = true, Name = $"Reader of {address.Name}" };
        _analysisThread = new Thread(_analysis.Run) { IsBackground = true, Name = $"Analysis of {address.Name}" };
    }

    /// <summary>What is listened to.</summary>
    public StreamAddress Address { get; }

    /// <summary>Who hears it: names the labels of the estimates.</summary>
    public EmotionModel Model { get; }

    /// <summary>How it is listened to.</summary>
    public ListenOptions Options { get; }

    /// <summary>Everything that there is to say, oldest first; completed behind <see cref="StreamEventKind.Ended"/>.</summary>
    public ChannelReader<StreamEvent> Events => _analysis.Events;

    /// <summary>How it has gone so far. Any thread.</summary>
    public ListenStatistics Statistics => _analysis.Statistics;

    /// <summary>Begins.</summary>
    /// <exception cref="InvalidOperationException">It has begun before.</exception>
    public void Start()
    {
        if (_started)
            throw new InvalidOperationException("A listener starts once.");
        _started = true;
        _analysisThread.Start();
        _readerThread.Start();
    }

    /// <summary>
    /// Asks to end. What has been read is still heard and said; <see cref="Events"/> completes soon. Any thread.
    /// </summary>
    public void Stop()
    {
        _stop.Cancel();
        _reader.Abort();
    }

    /// <summary>Counts the age of an estimate's newest audio, now that it has been shown or written. Any thread.</summary>
    public void ReportPrinted(StreamEvent printed)
    {
        if (printed is { Kind: StreamEventKind.Estimate, AudioTimestamp: { } arrived })
            _analysis.Ages.Add(Stopwatch.GetElapsedTime(arrived));
    }

    /// <summary>Lets someone see the sound on its way. Any thread.</summary>
    public void AddTap(IStreamTap tap) => _analysis.AddTap(tap);

    /// <summary>Ends that; a call on its way may still come. Any thread.</summary>
    public void RemoveTap(IStreamTap tap) => _analysis.RemoveTap(tap);

    /// <summary>Ends, waits for the threads, and closes the connection; events that nobody has read are lost.</summary>
    public void Dispose()
    {
        Stop();
        _analysis.Abandon();
        if (_started)
        {
            _readerThread.Join();
            _analysisThread.Join();
        }

        _reader.Dispose();
        _analysis.Dispose();
        _stop.Dispose();
    }
}
