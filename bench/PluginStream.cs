using System.Diagnostics;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.Synthesis;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Bench;

/// <summary>One instance of the published plugin that plays the demo's track round and round, in stereo at 48 kHz.</summary>
internal sealed class PluginStream : IDisposable
{
    internal const int SampleRate = 48000;

    /// <summary>Of the fades in the bench: the longest that there is.</summary>
    internal const double FadeSeconds = 60;

    private static readonly Lazy<float[]> Track = new(DemoTrack.Synthesise);

    // Interleaved. It was made for another rate; only its kind of sound matters here.
    private readonly float[] _track = Track.Value;

    private readonly HostedPlugin _plugin;
    private readonly HostBlock _block;
    private readonly int _blockSize;
    private long _position;
    private bool _gate = true;

    /// <summary>Makes and starts it.</summary>
    /// <param name="library">The bundle.</param>
    /// <param name="blockSize">Samples a block.</param>
    /// <param name="curve">The curve of its fades.</param>
    internal PluginStream(HostedLibrary library, int blockSize, FadeCurve curve)
    {
        _plugin = library.Create();
        _plugin.Initialize();
        _block = new HostBlock([2, 2], [2], blockSize) { Mode = ProcessMode.Realtime };
        _blockSize = blockSize;
        _block.Rehearse(EffectParameters.All.Count);
        Set(ParameterId.TriggerSource, (double)TriggerSource.Gate);
        Set(ParameterId.FadeInTime, FadeSeconds);
        Set(ParameterId.FadeOutTime, FadeSeconds);
        Set(ParameterId.FadeInCurve, (double)curve);
        Set(ParameterId.FadeOutCurve, (double)curve);
        _block.SampleCount = 0;
        _block.UseBuffers(false);
        Check(_plugin.Process(_block));
        _block.Clear();
        _block.UseBuffers(true);
        _block.SampleCount = blockSize;
        _plugin.Start(SampleRate, blockSize);
    }

    /// <summary>The instance.</summary>
    internal HostedPlugin Plugin => _plugin;

    /// <summary>The next block begins a fade: out, in, out…</summary>
    internal void StartFade()
    {
        _gate = !_gate;
        Set(ParameterId.Gate, _gate ? 1 : 0);
    }

    /// <summary>Plays a block.</summary>
    /// <returns>How long the call took, in <see cref="Stopwatch"/>'s ticks.</returns>
    internal long Play()
    {
        int at = (int)(_position % ((_track.Length / DemoTrack.Channels) - _blockSize)) * DemoTrack.Channels;
        Span<float> left = _block.Input<float>(0);
        Span<float> right = _block.Input<float>(1);
        for (int n = 0; n < _blockSize; n++)
        {
            left[n] = _track[at + (DemoTrack.Channels * n)];
            right[n] = _track[at + (DemoTrack.Channels * n) + 1];
        }

        _block.Context.State = ContextFlags.Playing | ContextFlags.TempoValid;
        _block.Context.Tempo = 120;
        _block.Context.SampleRate = SampleRate;
        _block.Context.ProjectTimeSamples = _position;
        long start = Stopwatch.GetTimestamp();
        int result = _plugin.Process(_block);
        long ticks = Stopwatch.GetTimestamp() - start;
        Check(result);
        _position += _blockSize;
        _block.Clear();
        return ticks;
    }

    public void Dispose()
    {
        _plugin.Stop();
        _plugin.Terminate();
        _plugin.Dispose();
        _block.Dispose();
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"The plugin refused a block: {result}.");
    }

    private void Set(ParameterId id, double plain)
    {
        double normalised = EffectParameters.Of(id).ToNormalised(plain);
        _plugin.SetParameter((uint)id, normalised);
        _block.Changes.Add((uint)id, 0, normalised);
    }
}
