using System.Diagnostics;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>A sound file as if it were live: each block comes when a player would have come to its end.</summary>
internal sealed class FileInput : StreamInput
{
    private const int BlocksPerSecond = 50;

    private readonly IAudioSource _source;
    private readonly bool _fast;
    private long _startedAt;
    private long _framesRead;
    private volatile bool _aborted;

    /// <param name="path">A sound file of any kind.</param>
    /// <param name="fast">Whether not to wait.</param>
    /// <exception cref="Engine.InputException">It cannot be read.</exception>
    public FileInput(string path, bool fast)
    {
        _source = AudioFile.Open(path);
        _fast = fast;
    }

    public override int SampleRate => _source.SampleRate;

    public override int Channels => _source.Channels;

    public override string Format => _source.Format;

    public override int Read(Span<float> interleaved, CancellationToken cancellation)
    {
        if (_aborted)
            return 0;
        cancellation.ThrowIfCancellationRequested();
        if (_fast)
            return _source.Read(interleaved);
        if (_framesRead == 0)
            _startedAt = Stopwatch.GetTimestamp();
        var frames = Math.Min(interleaved.Length / Channels, Math.Max(1, SampleRate / BlocksPerSecond));
        frames = _source.Read(interleaved[..(frames * Channels)]);
        _framesRead += frames;
        var due = TimeSpan.FromSeconds((double)_framesRead / SampleRate) - Stopwatch.GetElapsedTime(_startedAt);
        if (due > TimeSpan.Zero && cancellation.WaitHandle.WaitOne(due))
            cancellation.ThrowIfCancellationRequested();
        return frames;
    }

    public override void Abort() => _aborted = true;

    protected override void Dispose(bool disposing) => _source.Dispose();
}
