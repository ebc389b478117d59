using System.Diagnostics;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Sound that another thread writes, block by block: a browser's microphone, a test. Writing never waits; what comes
/// faster than it is read, beyond a bound, is lost and counted.
/// </summary>
/// <remarks>One thread writes (<see cref="Write"/>, <see cref="ChangeFormat"/>, <see cref="Complete"/>), one reads.</remarks>
public sealed class PushedInput : StreamInput
{
    private const string Subject = "pushed sound";

    // Between two looks at whether the reader was told to stop.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly BlockQueue _queue;
    private int _writeRate;
    private int _writeChannels;
    private long _lostSinceWrite;
    private long _lostFrames;
    private StreamBlock? _block;
    private int _framesRead;
    private int _sampleRate;
    private int _channels;
    private long _lostBefore;

    /// <param name="sampleRate">Frames a second, 8,000 to 384,000.</param>
    /// <param name="channels">Samples a frame, 1 to 64.</param>
    /// <param name="bufferSeconds">Sound that may wait to be read.</param>
    /// <exception cref="InputException">The rate or the channels are out of range.</exception>
    public PushedInput(int sampleRate, int channels, double bufferSeconds = 2)
    {
        AudioLimits.Check(Subject, channels, sampleRate);
        _queue = new BlockQueue(bufferSeconds);
        _writeRate = _sampleRate = sampleRate;
        _writeChannels = _channels = channels;
    }

    /// <inheritdoc/>
    public override int SampleRate => _sampleRate;

    /// <inheritdoc/>
    public override int Channels => _channels;

    /// <inheritdoc/>
    public override string Format => "32-bit float";

    /// <inheritdoc/>
    public override long LostBefore => _lostBefore;

    /// <summary>Frames that were written and lost, in all. Any thread.</summary>
    public long LostFrames => Volatile.Read(ref _lostFrames);

    /// <summary>Writes whole frames; never waits. The writer's thread.</summary>
    /// <param name="interleaved">Samples, full scale 1; an incomplete last frame is left out.</param>
    /// <returns>False where they were lost, since the reader is too far behind or reads no more.</returns>
    public bool Write(ReadOnlySpan<float> interleaved)
    {
        var frames = interleaved.Length / _writeChannels;
        if (frames == 0)
            return true;
        var block = new StreamBlock
        {
            SampleRate = _writeRate,
            Channels = _writeChannels,
            Frames = frames,
            LostBefore = _lostSinceWrite,
            ArrivedAt = Stopwatch.GetTimestamp(),
        };
        interleaved[..(frames * _writeChannels)].CopyTo(block.Allocate(frames * _writeChannels));
        if (_queue.TryPut(block))
        {
            _lostSinceWrite = 0;
            return true;
        }

        block.Recycle();
        _lostSinceWrite += frames;
        Volatile.Write(ref _lostFrames, _lostFrames + frames);
        return false;
    }

    /// <summary>What is written from here on has another rate or another number of channels. The writer's thread.</summary>
    /// <exception cref="InputException">They are out of range.</exception>
    public void ChangeFormat(int sampleRate, int channels)
    {
        AudioLimits.Check(Subject, channels, sampleRate);
        _lostSinceWrite = (long)Math.Round((double)_lostSinceWrite * sampleRate / _writeRate);
        _writeRate = sampleRate;
        _writeChannels = channels;
    }

    /// <summary>Says that the sound is over; what was written is still heard.</summary>
    public void Complete() => _queue.Complete();

    /// <inheritdoc/>
    public override int Read(Span<float> interleaved, CancellationToken cancellation)
    {
        _lostBefore = 0;
        while (_block is null)
        {
            cancellation.ThrowIfCancellationRequested();
            _block = _queue.Take(Patience);
            if (_block is not null)
            {
                _sampleRate = _block.SampleRate;
                _channels = _block.Channels;
                _lostBefore = _block.LostBefore;
            }
            else if (_queue.IsFinished)
            {
                return 0;
            }
        }

        var frames = Math.Min(interleaved.Length / _channels, _block.Frames - _framesRead);
        _block.Samples.Slice(_framesRead * _channels, frames * _channels).CopyTo(interleaved);
        _framesRead += frames;
        if (_framesRead == _block.Frames)
        {
            _block.Recycle();
            _block = null;
            _framesRead = 0;
        }

        return frames;
    }

    /// <inheritdoc/>
    public override void Abort() => _queue.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Abort();
}
