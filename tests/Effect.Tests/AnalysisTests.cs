using CsCheck;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.Loudness;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Synthesis;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

/// <summary>From heard audio to actions and reports: when, what, and always the same.</summary>
public sealed class AnalysisTests
{
    private const int Rate = 16000;
    private const int Delay = Rate / 2;

    private static readonly ParameterId[] Estimated =
        [ParameterId.Joy, ParameterId.Sadness, ParameterId.Neutral, ParameterId.Anger, ParameterId.Valence, ParameterId.Arousal, ParameterId.Confidence];

    private static Rig New(bool isOffline = true, string? model = null, int rate = Rate, int channels = 1, int sideChannels = 0) =>
        new Rig(model, rate, channels, sideChannels, isOffline).Set(ParameterId.Reaction, 0.05);

    /// <summary>A rig whose sound an emotion moves.</summary>
    private static Rig Acting(bool isOffline) => New(isOffline).Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerThreshold, 28)
        .Set(ParameterId.TriggerHold, 0.3).Set(ParameterId.Intensity, 100);

    /// <summary>What the engine says of a signal that is brought near the reference loudness.</summary>
    private static unsafe List<EmotionEstimate> Raw(float[] signal, string? path = null, int rate = Rate, AnalysisOptions? options = null)
    {
        var meter = new LoudnessMeter(rate, 1);
        var normaliser = new LoudnessNormaliser();
        float[] levelled = [.. signal];
        fixed (float* samples = levelled)
        {
            for (int at = 0; at + meter.StepLength <= levelled.Length; at += meter.StepLength)
            {
                float* step = samples + at;
                meter.Process(&step, meter.StepLength);
                GainBlock.Multiply(levelled.AsSpan(at, meter.StepLength), normaliser.Next(meter.ShortTerm));
            }
        }

        using EmotionModel model = EmotionModel.Load(path ?? Rig.TinyPath);
        using var analyzer = new EmotionAnalyzer(model, rate, options ?? new AnalysisOptions { HopSeconds = 0.25 });
        List<EmotionEstimate> estimates = [];
        analyzer.Process(levelled, (in EmotionEstimate estimate) => estimates.Add(estimate));
        return estimates;
    }

    private static List<Reported> Of(Rig rig, ParameterId id) => [.. rig.Reports.Where(report => report.Id == id)];

    [Fact]
    public void An_estimate_of_audio_up_to_T_is_reported_at_T_plus_D()
    {
        float[] signal = Signals.Restless(Rate * 5, Rate, 1);
        using Rig rig = New();
        rig.Start().Run(signal, k => (k % 5 * 300) + 1);

        List<EmotionEstimate> raw = Raw(signal);
        var smoother = new EmotionSmoother(EmotionModel.Load(Rig.TinyPath).Metadata, 0.05);
        List<Reported> joy = Of(rig, ParameterId.Joy)[1..];
        List<EmotionEstimate> acted = [.. raw.Where(estimate => estimate.EndSample + Delay < signal.Length)];
        Assert.True(acted.Count >= 12);
        Assert.Equal(acted.Select(estimate => estimate.EndSample + Delay), joy.Select(report => report.Position));
        long last = 0;
        foreach ((EmotionEstimate estimate, Reported report) in acted.Zip(joy))
        {
            EmotionEstimate smoothed = smoother.Next(estimate.Probabilities.AsSpan(4), (estimate.EndSample - last) / (double)Rate, 0, 0, 0);
            last = estimate.EndSample;
            Assert.Equal(smoothed.Probabilities[0], report.Value, 1e-6);
        }

        Assert.Equal(0, rig.Core.Telemetry.LateEstimates);
        Assert.All(Estimated, id => Assert.Equal(0, Of(rig, id)[0].Position));
    }

    [Fact]
    public void A_fade_caused_by_audio_up_to_T_begins_at_exactly_T_plus_D()
    {
        float[] signal = Signals.Restless(Rate * 8, Rate, 2);
        List<EmotionEstimate> raw = Raw(signal);
        float middle = raw.Select(estimate => estimate.Probabilities[1]).Order().ElementAt(raw.Count / 2);
        Rig Make() => New().Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerAction, (int)TriggerAction.FadeOut)
            .Set(ParameterId.TriggerEmotion, 1).Set(ParameterId.TriggerHold, 0).Set(ParameterId.TriggerHysteresis, 0)
            .Set(ParameterId.TriggerThreshold, middle * 100).Set(ParameterId.FadeOutTime, 0.1);

        using Rig rig = Make();
        float[] output = rig.Start().Run(signal, k => (k % 7 * 211) + 1);
        double threshold = EffectParameters.Of(ParameterId.TriggerThreshold).ToPlain(rig.Core.GetNormalised(ParameterId.TriggerThreshold)) / 100;
        long cause = Of(rig, ParameterId.Sadness).First(report => report.Value >= threshold).Position;
        Assert.Contains(raw, estimate => estimate.EndSample + Delay == cause);
        for (int i = 0; i < signal.Length; i++)
        {
            double gain = i <= cause ? 1 : Math.Max(0, 1 - ((i - cause) / 1600.0));
            Assert.Equal(signal[i] * gain, output[i], 1e-6);
        }

        // One-shot: it stays out whatever comes, until playback starts anew.
        rig.IsPlaying = false;
        Assert.All(rig.Run(signal[..2000]), sample => Assert.Equal(0f, sample));
        rig.IsPlaying = true;
        Assert.Equal(signal[..2000], rig.Run(signal[..2000]));
    }

    [Fact]
    public void A_model_of_other_labels_starts_fades_by_their_numbers()
    {
        float[] signal = Signals.Restless(Rate * 8, Rate, 2);
        double middle = 100 * Raw(signal).Select(estimate => estimate.Probabilities[1]).Order().ElementAt(10);
        string path = Path.Combine(Path.GetTempPath(), $"rte-other-{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, TinyModel.Bytes(TinyModel.Metadata with { Labels = ["calm", "tense", "bright", "dark"] }));
        try
        {
            float[] named = Faded(null, "Sadness");
            Assert.NotEqual(signal, named);
            Assert.Equal(named, Faded(null, "Class 2"));
            Assert.Equal(named, Faded(path, "Class 2"));
            Assert.Equal(signal, Faded(path, "Sadness"));
            Assert.Equal(signal, Faded(path, "Class 16"));
        }
        finally
        {
            File.Delete(path);
        }

        float[] Faded(string? model, string emotion)
        {
            using Rig rig = New(model: model).Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerAction, (int)TriggerAction.FadeOut)
                .Set(ParameterId.TriggerEmotion, EffectParameters.Of(ParameterId.TriggerEmotion).Choices.ToList().IndexOf(emotion)).Set(ParameterId.TriggerHold, 0)
                .Set(ParameterId.TriggerHysteresis, 0).Set(ParameterId.TriggerThreshold, middle).Set(ParameterId.FadeOutTime, 0.1);
            return rig.Start().Run(signal);
        }
    }

    [Theory]
    [InlineData(TriggerAction.FadeIn)]
    [InlineData(TriggerAction.FadeOut)]
    [InlineData(TriggerAction.Duck)]
    public void Sound_and_reports_are_the_same_to_the_bit_however_the_host_cuts(TriggerAction action)
    {
        float[] signal = Signals.Restless(Rate * 4, Rate, 3);
        signal.AsSpan(Rate * 2, Rate + 3000).Clear();
        Scheduled[] changes =
        [
            new(700, ParameterId.Gate, 0),
            new(5000, ParameterId.Floor, 0.8),
            new(9001, ParameterId.FadeInCurve, 0.3),
            new(20000, ParameterId.TriggerSource, 1),
            new(20480, ParameterId.Intensity, 1),
            new(22001, ParameterId.TriggerSource, 0.333),
            new(30000, ParameterId.Gate, 1),
            new(30000, ParameterId.FadeInTime, 0.5),
            new(41000, ParameterId.Bypass, 1),
            new(41100, ParameterId.Bypass, 0),
            new(52000, ParameterId.Genre, 0.5),
            new(55555, ParameterId.Program, 0.4),
        ];
        (float[] Sound, List<Reported> Reports) Play(Func<int, int> cut)
        {
            using Rig rig = New().Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerAction, (int)action)
                .Set(ParameterId.TriggerHold, 0.25).Set(ParameterId.TriggerThreshold, 30).Set(ParameterId.Intensity, 40).Set(ParameterId.FadeOutTime, 0.3);
            float[] sound = rig.Start().Run(signal, cut, changes);
            return (sound, rig.Reports);
        }

        (float[] sound, List<Reported> reports) = Play(_ => signal.Length);
        Assert.NotEqual(signal, sound);
        int[] sizes = [1, 2, 3, 7, 16, 63, 64, 127, 128, 441, 512, 1024, 4096, 8192];
        foreach (int size in sizes[3..])
        {
            (float[] other, List<Reported> otherReports) = Play(_ => size);
            Assert.Equal(sound, other);
            Assert.Equal(reports, otherReports);
        }

        Gen.Int[0, sizes.Length - 1].Array[1, 30].Sample(cut =>
        {
            (float[] other, List<Reported> otherReports) = Play(k => sizes[cut[k % cut.Length]]);
            Assert.Equal(sound, other);
            Assert.Equal(reports, otherReports);
        }, iter: 6);
    }

    [Fact]
    public void Playback_equals_the_bounce_and_the_next_playback()
    {
        float[] signal = Signals.Restless(Rate * 6, Rate, 4);
        using Rig bounce = Acting(isOffline: true);
        float[] expected = bounce.Start().Run(signal);

        using Rig live = Acting(isOffline: false);
        live.AfterBlock = live.Core.Analyse;
        live.IsPlaying = false;
        live.Start().Run(Signals.Restless(Rate * 3, Rate, 5), _ => 333);
        live.Reports.Clear();
        for (int pass = 0; pass < 2; pass++)
        {
            live.IsPlaying = true;
            live.ProjectPosition = 0;
            long start = live.Position;
            float[] played = live.Run(signal, _ => 160);
            Assert.Equal(0, live.Core.Telemetry.LateEstimates);
            Assert.Equal(expected, played);
            Assert.Equal(bounce.Reports, live.Reports.Where(report => report.Position >= start).Select(report => report with { Position = report.Position - start }));
            live.IsPlaying = false;
            live.Run(signal[..1000]);
            live.Reports.Clear();
        }
    }

    [Theory]
    [InlineData(1.4)]
    [InlineData(double.PositiveInfinity)]
    public void A_host_that_renders_a_file_and_does_not_say_so_gets_the_bounce(double pace)
    {
        float[] signal = Signals.Restless(Rate * 6, Rate, 4);
        using Rig bounce = Acting(isOffline: true);
        float[] expected = bounce.Start().Run(signal);

        using Rig export = Acting(isOffline: false);
        export.Pace = pace;
        export.Start();

        // A machine so busy that the analysis beside never has its turn.
        InferenceThread.Remove(export.Core);
        float[] played = export.Run(signal, k => 100 + (k % 5 * 333));
        Assert.Equal(0, export.Core.Telemetry.LateEstimates);
        Assert.Equal(0, export.Core.Telemetry.OverrunSamples);
        Assert.Equal(expected, played);
        Assert.Equal(bounce.Reports, export.Reports);
    }

    [Fact]
    public void A_jump_starts_afresh_as_play_does()
    {
        float[] signal = Signals.Restless(Rate * 4, Rate, 6);
        using Rig rig = New();
        rig.Start().Run(signal);
        List<Reported> first = [.. rig.Reports];
        rig.Reports.Clear();
        int epoch = rig.Core.Telemetry.Epoch;
        long start = rig.Position;
        rig.ProjectPosition = 0;
        rig.Run(signal);
        Assert.Equal(epoch + 1, rig.Core.Telemetry.Epoch);
        Assert.Equal(first, rig.Reports.Select(report => report with { Position = report.Position - start }));
    }

    [Fact]
    public void A_host_that_is_off_by_a_sample_has_not_jumped()
    {
        float[] block = Signals.Restless(100, Rate, 7);
        using Rig rig = New();
        rig.Start();
        for (int k = 0; k < 50; k++)
        {
            rig.Run(block);
            rig.ProjectPosition += (k % 3) - 1;
        }

        Assert.Equal(2, rig.Core.Telemetry.Epoch);
    }

    [Fact]
    public void Level_does_not_decide_the_mood()
    {
        float[] stereo = DemoTrack.Synthesise();
        float[] track = new float[20 * DemoTrack.SampleRate];
        for (int i = 0; i < track.Length; i++)
            track[i] = 0.5f * stereo[2 * (i + (5 * DemoTrack.SampleRate))];
        List<Reported> Play(double decibels)
        {
            float gain = (float)Math.Pow(10, decibels / 20);
            using Rig rig = New(model: Rig.ShippedPath, rate: DemoTrack.SampleRate);
            rig.Start().Run([.. track.Select(x => x * gain)], _ => 1024);
            return [.. rig.Reports.Where(report => Estimated.Contains(report.Id))];
        }

        List<Reported> plain = Play(0);
        Assert.True(plain.Count > 300);
        Assert.True(plain.Max(report => report.Value) - plain.Min(report => report.Value) > 0.3);
        foreach (double decibels in new[] { -40.0, -18.2, 12 })
        {
            List<Reported> scaled = Play(decibels);
            Assert.Equal(plain.Select(report => (report.Position, report.Id)), scaled.Select(report => (report.Position, report.Id)));
            Assert.All(plain.Zip(scaled), pair => Assert.Equal(pair.First.Value, pair.Second.Value, 1e-3));
        }
    }

    [Fact]
    public void Silence_is_no_emotion_and_triggers_nothing()
    {
        using Rig rig = New().Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerThreshold, 1)
            .Set(ParameterId.TriggerHold, 0).Set(ParameterId.TriggerHysteresis, 0).Set(ParameterId.Intensity, 100);
        rig.Start();
        float[] hum = Signals.Noise(Rate * 4, 8, 1e-4f);
        float[] output = rig.Run(hum);
        Assert.Equal(hum, output);
        Assert.True(rig.Core.Telemetry.TryGetLatest(out EmotionEstimate estimate));
        Assert.True(estimate.IsSilent);
        Assert.Equal(0, estimate.Confidence);
        Assert.True(rig.Core.Telemetry.ShortTermLoudness <= -70);
        Assert.All(Of(rig, ParameterId.Confidence), report => Assert.Equal(0, report.Value));
        Assert.All(Of(rig, ParameterId.Joy), report => Assert.Equal(0, report.Value));
    }

    [Fact]
    public void The_side_chain_is_heard_and_the_main_input_is_faded()
    {
        float[] main = Signals.Constant(Rate * 4, 0.5f);
        float[] side = Signals.Restless(Rate * 4, Rate, 9);
        using Rig alone = New();
        alone.Start().Run(side);
        using Rig both = New(sideChannels: 1).Set(ParameterId.Position, 0.5);
        float[] output = both.Start().Run(main, side: side);
        Assert.All(output, sample => Assert.Equal(0.25f, sample));
        foreach (ParameterId id in Estimated)
            Assert.Equal(Of(alone, id), Of(both, id));
    }

    [Fact]
    public void A_genre_weighs_the_estimate_as_the_engine_does()
    {
        float[] signal = DemoTrack.Synthesise()[..(12 * DemoTrack.SampleRate)];
        using Rig rig = New(model: Rig.ShippedPath, rate: DemoTrack.SampleRate).Set(ParameterId.Genre, 2);
        rig.Start().Run(signal, _ => 2000);
        List<EmotionEstimate> expected = Raw(signal, Rig.ShippedPath, DemoTrack.SampleRate, new AnalysisOptions { HopSeconds = 0.25, HalfLifeSeconds = 0.05, Genre = "rock" });
        List<Reported> joy = Of(rig, ParameterId.Joy)[1..];
        Assert.True(joy.Count > 30);
        Assert.All(joy.Zip(expected), pair => Assert.Equal(pair.Second.Probabilities[0], pair.First.Value, 1e-4));
    }

    [Fact]
    public void Intensity_moves_the_level_by_arousal_smoothly()
    {
        float[] signal = Signals.Constant(Rate * 4, 0.5f);
        float[] side = Signals.Restless(Rate * 4, Rate, 10);
        using Rig rig = New(sideChannels: 1).Set(ParameterId.Intensity, 50).Set(ParameterId.IntensityRange, 12).Set(ParameterId.Reaction, 1);
        float[] output = rig.Start().Run(signal, side: side);
        List<Reported> arousal = Of(rig, ParameterId.Arousal)[1..];
        Assert.True(arousal.Count > 8);
        foreach ((Reported from, Reported to) in arousal.Zip(arousal.Skip(1)).Where(pair => pair.Second.Position - pair.First.Position >= 4000))
        {
            double decibels = 0.5 * 12 * ((2 * from.Value) - 1);
            Assert.Equal(0.5 * Math.Pow(10, decibels / 20), output[to.Position - 1], 1e-5);
        }

        for (int i = 1; i < output.Length; i++)
            Assert.InRange(Math.Abs(output[i] - output[i - 1]), 0, 2e-4f);
    }

    [Fact]
    public void In_real_time_a_late_estimate_is_counted_acted_on_and_the_sound_goes_on()
    {
        float[] signal = Signals.Restless(Rate * 3, Rate, 11);
        using Rig rig = New(isOffline: false, rate: Rate);
        rig.Start();

        // Faster than the analysis can look: everything that it says comes more than D behind.
        float[] output = rig.Run(signal, _ => 64);
        Assert.Equal(signal, output);
        rig.Core.Analyse();
        rig.Run(signal[..64]);
        Assert.True(rig.Core.Telemetry.LateEstimates > 0);
        Assert.True(rig.Core.Telemetry.TryGetLatest(out _));
    }

    [Fact]
    public void What_the_analysis_cannot_take_is_counted_and_heals()
    {
        float[] signal = Signals.Restless(Rate * 30, Rate, 12);
        using Rig rig = New(isOffline: false);
        rig.Start();
        InferenceThread.Remove(rig.Core);
        Assert.Equal(signal, rig.Run(signal, _ => 512));
        Assert.True(rig.Core.Telemetry.OverrunSamples > 0);
        rig.Core.Analyse();
        rig.AfterBlock = rig.Core.Analyse;
        rig.Core.ResetHistory();
        rig.Reports.Clear();
        rig.Run(signal[..(Rate * 4)]);
        Assert.Contains(rig.Reports, report => report.Id == ParameterId.Confidence && report.Value > 0);
    }

    [Fact]
    public void A_model_that_falls_silent_means_confidence_0()
    {
        float[] signal = Signals.Restless(Rate * 4, Rate, 13);
        using Rig rig = New(isOffline: false).Set(ParameterId.Intensity, 100);
        rig.Start();
        rig.AfterBlock = rig.Core.Analyse;
        rig.Run(signal);
        Assert.NotEqual(0, Of(rig, ParameterId.Confidence)[^1].Value);
        rig.AfterBlock = null;
        rig.Core.SetPlain(ParameterId.Model, (int)ModelSource.Off);
        rig.Core.UpdateModel();
        float[] rest = rig.Run(signal);
        Assert.Equal(0, Of(rig, ParameterId.Confidence)[^1].Value);
        Assert.Equal(signal[^1], rest[^1]);
    }

    [Fact]
    public void Two_fades_of_one_kind_run_the_same_curve()
    {
        // Duck: out at the emotion's coming, in after it has gone; both from their causes' samples.
        float[] signal = Signals.Restless(Rate * 10, Rate, 14);
        using Rig rig = New().Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerAction, (int)TriggerAction.Duck)
            .Set(ParameterId.TriggerEmotion, 0).Set(ParameterId.TriggerHold, 0).Set(ParameterId.TriggerHysteresis, 0).Set(ParameterId.Floor, -12)
            .Set(ParameterId.FadeInTime, 0.05).Set(ParameterId.FadeOutTime, 0.02).Set(ParameterId.FadeInCurve, (int)FadeCurve.HSin).Set(ParameterId.FadeOutCurve, (int)FadeCurve.Qua);
        List<EmotionEstimate> raw = Raw(signal);
        rig.Set(ParameterId.TriggerThreshold, 100 * raw.Select(estimate => estimate.Probabilities[0]).Order().ElementAt(raw.Count / 2));
        float[] output = rig.Start().Run(signal);

        double threshold = rig.Core.GetPlain(ParameterId.TriggerThreshold) / 100;
        double floor = Math.Pow(10, -12 / 20.0);
        List<(long Position, bool On)> causes = [];
        foreach (Reported report in Of(rig, ParameterId.Joy)[1..])
        {
            bool on = report.Value >= threshold;
            if (on != (causes.Count > 0 && causes[^1].On))
                causes.Add((report.Position, on));
        }

        Assert.True(causes.Count >= 3, $"{causes.Count} causes");
        for (int k = 0; k < causes.Count; k++)
        {
            (long cause, bool on) = causes[k];
            long end = k + 1 < causes.Count ? causes[k + 1].Position : signal.Length;
            for (long i = cause; i < end; i++)
            {
                double x = on ? Math.Max(0, (320.0 - (i - cause)) / 320) : Math.Min(1, (i - cause) / 800.0);
                double gain = floor + ((1 - floor) * FadeCurves.Gain(on ? FadeCurve.Qua : FadeCurve.HSin, x));
                Assert.Equal(signal[i] * gain, output[i], 1e-6);
            }
        }
    }
}
