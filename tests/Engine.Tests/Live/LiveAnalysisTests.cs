using System.Diagnostics;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Live;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Live;

public sealed class LiveAnalysisTests : IDisposable
{
    private const int Rate = 44100;
    private readonly EmotionModel _model = EmotionModel.Load(TinyModel.Bytes(), "tiny.onnx");
    private readonly AnalysisOptions _options = new() { HopSeconds = 0.25, HalfLifeSeconds = 1 };
    private readonly float[] _signal = new float[Rate * 6];

    public LiveAnalysisTests()
    {
        var random = new Random(11);
        for (int i = 0; i < _signal.Length; i++)
        {
            _signal[i] = (float)((random.NextDouble() - 0.5) * (1 + Math.Sin(i * 1e-5)));
        }
    }

    public void Dispose() => _model.Dispose();

    private List<EmotionEstimate> Offline()
    {
        var estimates = new List<EmotionEstimate>();
        using var analyzer = new EmotionAnalyzer(_model, Rate, _options);
        analyzer.Process(_signal, (in EmotionEstimate e) => estimates.Add(e));
        return estimates;
    }

    private static List<EmotionEstimate> Drain(LiveAnalysis live)
    {
        var estimates = new List<EmotionEstimate>();
        while (live.History.TryRead(out EmotionEstimate estimate))
        {
            estimates.Add(estimate);
        }

        return estimates;
    }

    [Fact]
    public void Live_and_offline_say_the_same_to_the_bit()
    {
        using var live = new LiveAnalysis(_model, Rate, _options);
        for (int at = 0; at < _signal.Length; at += 441)
        {
            live.Write(_signal.AsSpan(at, Math.Min(441, _signal.Length - at)));
            live.Pump();
        }

        List<EmotionEstimate> offline = Offline();
        Assert.Equal(offline, Drain(live));
        Assert.True(live.TryGetLatest(out EmotionEstimate latest));
        Assert.Equal(offline[^1], latest);
        Assert.Equal(0, live.OverrunSamples);
    }

    [Fact]
    public void The_analysis_thread_gives_the_same_estimates_as_a_pump()
    {
        using var live = new LiveAnalysis(_model, Rate, _options, ringSeconds: 8);
        live.Start();
        for (int at = 0; at < _signal.Length; at += 512)
        {
            live.Write(_signal.AsSpan(at, Math.Min(512, _signal.Length - at)));
        }

        var patience = Stopwatch.StartNew();
        while (live.AnalysedPosition < _signal.Length && patience.Elapsed < TimeSpan.FromSeconds(30))
        {
            Thread.Sleep(2);
        }

        live.Stop();
        Assert.Null(live.Failure);
        Assert.Equal(Offline(), Drain(live));
    }

    [Fact]
    public void Stereo_is_heard_as_the_mean_of_its_channels()
    {
        float[] stereo = new float[_signal.Length * 2];
        for (int i = 0; i < _signal.Length; i++)
        {
            stereo[2 * i] = _signal[i] * 1.5f;
            stereo[(2 * i) + 1] = _signal[i] * 0.5f;
        }

        using var live = new LiveAnalysis(_model, Rate, _options, ringSeconds: 8);
        live.Write(stereo, channels: 2);
        live.Pump();
        List<EmotionEstimate> offline = Offline();
        List<EmotionEstimate> heard = Drain(live);
        Assert.Equal(offline.Count, heard.Count);
        Assert.All(offline.Zip(heard), pair => Assert.Equal(pair.First.Probabilities[0], pair.Second.Probabilities[0], 1e-4));
    }

    [Fact]
    public void Audio_that_found_the_ring_full_is_counted_and_positions_stay_right()
    {
        using var live = new LiveAnalysis(_model, Rate, _options, ringSeconds: 0.1);
        live.Write(_signal.AsSpan(0, Rate * 3));
        live.Pump();
        Assert.True(live.OverrunSamples > Rate);
        Assert.Equal(Rate * 3, live.WritePosition);
        for (int at = Rate * 3; at < Rate * 5; at += 512)
        {
            live.Write(_signal.AsSpan(at, 512));
            live.Pump();
        }

        List<EmotionEstimate> estimates = Drain(live);
        Assert.NotEmpty(estimates);
        Assert.All(estimates, e => Assert.True(e.EndSample - e.LengthSamples >= Rate * 3, "an estimate reaches over the gap"));
        Assert.True(estimates[^1].EndSample > Rate * 4.5);
    }

    [Fact]
    public void A_reader_that_never_reads_costs_the_oldest_estimates_and_they_are_counted()
    {
        using var live = new LiveAnalysis(_model, Rate, _options with { HopSeconds = 0.02 }, ringSeconds: 8);
        for (int round = 0; round < 8; round++)
        {
            live.Write(_signal);
            live.Pump();
        }

        List<EmotionEstimate> kept = Drain(live);
        Assert.Equal(LiveAnalysis.HistoryCapacity, kept.Count);
        Assert.True(live.DroppedEstimates > 0);
        Assert.True(live.TryGetLatest(out EmotionEstimate latest));
        Assert.Equal(latest, kept[^1]);
    }
}
