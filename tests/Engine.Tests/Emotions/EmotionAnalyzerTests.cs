using CsCheck;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Emotions;

public sealed class EmotionAnalyzerTests : IDisposable
{
    private readonly EmotionModel _model = EmotionModel.Load(TinyModel.Bytes(), "tiny.onnx");

    public void Dispose() => _model.Dispose();

    private static float[] Noise(int length, int seed, float gain = 0.3f)
    {
        var random = new Random(seed);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++)
        {
            samples[i] = gain * ((2 * random.NextSingle()) - 1);
        }

        return samples;
    }

    private List<EmotionEstimate> Run(int rate, AnalysisOptions options, float[] signal, Func<int, int>? blockSize = null)
    {
        using var analyzer = new EmotionAnalyzer(_model, rate, options);
        var estimates = new List<EmotionEstimate>();
        for (int at = 0, k = 0; at < signal.Length; k++)
        {
            int length = Math.Min(signal.Length - at, blockSize?.Invoke(k) ?? 4096);
            analyzer.Process(signal.AsSpan(at, length), (in EmotionEstimate e) => estimates.Add(e));
            at += length;
        }

        analyzer.Finish((in EmotionEstimate e) => estimates.Add(e));
        return estimates;
    }

    [Fact]
    public void Estimates_are_the_same_to_the_bit_however_the_stream_is_cut()
    {
        float[] signal = Noise(44100 * 4, 1);
        signal.AsSpan(44100 * 2, 44100 + 22050).Clear();
        var options = new AnalysisOptions { HopSeconds = 0.2, HalfLifeSeconds = 1, FirstEstimateSeconds = 0.5, SilenceSeconds = 0.4 };
        List<EmotionEstimate> whole = Run(44100, options, signal);
        Assert.Contains(whole, e => e.IsSilent);
        Assert.Contains(whole, e => !e.IsSilent);
        Gen.Int[1, 9000].Array[1, 20].Sample(sizes => Assert.Equal(whole, Run(44100, options, signal, k => sizes[k % sizes.Length])), iter: 20);
        Assert.Equal(whole, Run(44100, options, signal, _ => 1));
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(44100)]
    [InlineData(48000)]
    [InlineData(192000)]
    public void An_estimate_names_the_input_samples_that_it_describes(int rate)
    {
        List<EmotionEstimate> estimates = Run(rate, new AnalysisOptions { HopSeconds = 0.256, FirstEstimateSeconds = 0.5 }, Noise(rate * 4, 2));

        // Tiny model: 16 kHz, hop 256, frame 512, window 125 frames. 0.5 s rounds to 31 frames, 0.256 s is 16.
        long End(int frames) => (long)Math.Ceiling((((frames - 1) * 256) + 512) * (double)rate / 16000);
        Assert.Equal(End(31), estimates[0].EndSample);
        Assert.Equal(End(31), estimates[0].LengthSamples);
        Assert.Equal(End(31 + 16), estimates[1].EndSample);
        EmotionEstimate full = estimates[^2];
        Assert.InRange(full.LengthSamples - End(125), -1, 1);
        Assert.True(estimates[^1].EndSample <= rate * 4);
        Assert.True(estimates[^1].EndSample > (rate * 4) - (0.05 * rate));
    }

    [Fact]
    public void What_a_window_says_is_what_the_network_says_of_its_features()
    {
        float[] signal = Noise(16000 * 4, 3);
        List<EmotionEstimate> estimates = Run(16000, new AnalysisOptions { HopSeconds = 0.5 }, signal);
        EmotionEstimate last = estimates[^2];
        var frontEnd = new Engine.Spectral.MelFrontEnd(TinyModel.FrontEnd);
        Engine.Spectral.MelSpectrogram mel = frontEnd.Analyze(signal);
        int lastFrame = (int)((last.EndSample - 512) / 256);
        double sum = 0;
        for (int k = lastFrame - 124; k <= lastFrame; k++)
        {
            foreach (float value in mel.Frame(k))
            {
                sum += (value + 40) / 20;
            }
        }

        double[] expected = TinyModel.Expected(sum / (125 * 24));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i], last.Probabilities[i], 1e-4);
        }
    }

    [Fact]
    public void A_genre_multiplies_what_the_network_says_by_what_is_usual_in_it()
    {
        float[] signal = Noise(32000, 12);
        List<EmotionEstimate> plain = Run(16000, new AnalysisOptions(), signal);
        ModelMetadata metadata = TinyModel.Metadata with { Prior = [0.25f, 0.25f, 0.25f, 0.25f], GenrePriors = [new GenrePrior("metal", [0.1f, 0.1f, 0.1f, 0.7f])] };
        using EmotionModel model = EmotionModel.Load(TinyModel.Bytes(metadata), "m.onnx");
        using var analyzer = new EmotionAnalyzer(model, 16000, new AnalysisOptions { Genre = "metal" });
        EmotionEstimate first = default;
        analyzer.Process(signal, (in EmotionEstimate e) => first = first.LabelCount == 0 ? e : first);
        EmotionProbabilities p = plain[0].Probabilities;
        double anger = 7 * p[3] / (p[0] + p[1] + p[2] + (7 * p[3]));
        Assert.Equal(anger, first.Probabilities[3], 1e-5);
    }

    [Fact]
    public void Silence_is_reported_as_silence_and_music_after_it_is_heard_afresh()
    {
        float[] signal = [.. Noise(32000, 4), .. new float[48000], .. Noise(32000, 5)];
        List<EmotionEstimate> estimates = Run(16000, new AnalysisOptions { HopSeconds = 0.5, HalfLifeSeconds = 60 }, signal);
        Assert.All(estimates.Where(e => e.EndSample is > 32000 + 17000 and < 80000), e => Assert.True(e.IsSilent));
        Assert.All(estimates.Where(e => e.EndSample is <= 32000 or > 80000 + 16000), e => Assert.False(e.IsSilent));
        EmotionEstimate after = estimates.First(e => e.EndSample > 80000 && !e.IsSilent);
        Assert.True(after.EndSample - after.LengthSamples >= 80000 - 1024, "the window reaches back behind the pause");
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(0.0001f)]
    public void Digital_silence_a_constant_and_a_whisper_below_the_gate_are_silence(float level)
    {
        float[] signal = new float[44100 * 3];
        signal.AsSpan().Fill(level);
        List<EmotionEstimate> estimates = Run(44100, new AnalysisOptions(), signal);
        Assert.NotEmpty(estimates);
        Assert.All(estimates.Skip(1), e => Assert.True(e.IsSilent));
        Assert.All(Run(44100, new AnalysisOptions(), Noise(44100 * 3, 6, 1e-4f)), e => Assert.True(e.IsSilent));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(300, 1)]
    [InlineData(8000, 1)]
    public void A_clip_of_any_length_above_zero_gives_an_estimate(int length, int expected)
    {
        List<EmotionEstimate> estimates = Run(44100, new AnalysisOptions(), Noise(length, 7));
        Assert.Equal(expected, estimates.Count);
        Assert.All(estimates, e => Assert.InRange(e.EndSample, 1, length));
    }

    [Fact]
    public void Numbers_that_are_none_do_not_spread()
    {
        float[] signal = Noise(16000 * 6, 8);
        float[] broken = [.. signal];
        broken[20000] = float.NaN;
        broken[20001] = float.PositiveInfinity;
        broken[20002] = float.NegativeInfinity;
        broken[20003] = float.MaxValue;
        List<EmotionEstimate> clean = Run(16000, new AnalysisOptions { HopSeconds = 0.5 }, signal);
        List<EmotionEstimate> estimates = Run(16000, new AnalysisOptions { HopSeconds = 0.5 }, broken);
        Assert.All(estimates, e => Assert.True(float.IsFinite(e.Probabilities[0]) && float.IsFinite(e.Valence)));
        Assert.Equal(clean[^1], estimates[^1]);
    }

    [Fact]
    public void After_a_restart_the_same_audio_gives_the_same_estimates_at_the_new_position()
    {
        float[] signal = Noise(48000 * 3, 9);
        using var analyzer = new EmotionAnalyzer(_model, 48000, new AnalysisOptions { HalfLifeSeconds = 5 });
        var first = new List<EmotionEstimate>();
        var second = new List<EmotionEstimate>();
        analyzer.Process(signal, (in EmotionEstimate e) => first.Add(e));
        const long Start = (1L << 33) + 7;
        analyzer.Restart(Start);
        analyzer.Process(signal, (in EmotionEstimate e) => second.Add(e));
        Assert.Equal(first.Select(e => e with { EndSample = e.EndSample + Start }), second);
    }
}
