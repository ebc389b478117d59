using System.Collections.Concurrent;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>A connection that does what a test tells it, step by step.</summary>
internal sealed class ScriptedInput : StreamInput
{
    private readonly BlockingCollection<Step> _steps = [];
    private readonly CancellationTokenSource _aborted = new();
    private int _rate;
    private int _channels;
    private float[] _left = [];

    public ScriptedInput(int rate = 16000, int channels = 1)
    {
        _rate = rate;
        _channels = channels;
    }

    public override int SampleRate => _rate;

    public override int Channels => _channels;

    public override string Format => "scripted";

    public override bool IsComplete => IsWhole;

    /// <summary>What <see cref="IsComplete"/> says at the end.</summary>
    public bool IsWhole { get; init; } = true;

    public bool WasAborted => _aborted.IsCancellationRequested;

    public bool WasDisposed { get; private set; }

    /// <summary>Steps that have not begun.</summary>
    public int StepsLeft => _steps.Count;

    /// <summary>Sound: interleaved samples.</summary>
    public ScriptedInput Send(float[] samples, int? rate = null, int? channels = null)
    {
        _steps.Add(new Step(samples, rate, channels, null));
        return this;
    }

    /// <summary>A fault instead of sound.</summary>
    public ScriptedInput Break(string problem)
    {
        _steps.Add(new Step([], null, null, new InputException("script", problem)));
        return this;
    }

    /// <summary>The end, behind all steps.</summary>
    public ScriptedInput End()
    {
        _steps.CompleteAdding();
        return this;
    }

    public override int Read(Span<float> interleaved, CancellationToken cancellation)
    {
        if (_left.Length == 0 && !Next(cancellation))
            return 0;
        var count = Math.Min(_left.Length, interleaved.Length / _channels * _channels);
        _left.AsSpan(0, count).CopyTo(interleaved);
        _left = _left[count..];
        return count / _channels;
    }

    public override void Abort() => _aborted.Cancel();

    protected override void Dispose(bool disposing) => WasDisposed = true;

    private bool Next(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _aborted.Token);
        Step step;
        try
        {
            step = _steps.Take(either.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
        catch (InvalidOperationException)
        {
            return false; // the end of the script
        }

        if (step.Fault is { } fault)
            throw fault;
        _rate = step.Rate ?? _rate;
        _channels = step.Channels ?? _channels;
        _left = step.Samples;
        return true;
    }

    private sealed record Step(float[] Samples, int? Rate, int? Channels, InputException? Fault);
}
