using CsCheck;
using RealtimeEmotion.Engine.Fades;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

/// <summary>The gain of each sample against a reference in float64, written from the definitions.</summary>
public sealed class GainTests
{
    private const int Rate = 48000;

    private static double Floor(double decibels) => decibels <= EffectParameters.SilenceDecibels ? 0 : Math.Pow(10, decibels / 20);

    private static void AssertGains(double[] expected, float[] input, float[] output, double tolerance = 3e-7)
    {
        for (int i = 0; i < input.Length; i++)
        {
            double wanted = input[i] * expected[i];
            Assert.True(Math.Abs(wanted - output[i]) <= tolerance * Math.Abs(input[i]), $"sample {i}: gain {output[i] / input[i]}, expected {expected[i]}");
        }
    }

    [Theory]
    [InlineData(FadeCurve.Tri, -90)]
    [InlineData(FadeCurve.HSin, -90)]
    [InlineData(FadeCurve.Qua, -20)]
    [InlineData(FadeCurve.Sigmoid, -6)]
    public void The_position_follows_straight_lines_along_its_curve(FadeCurve curve, double floor)
    {
        var points = new (long Position, double Value)[] { (0, 1), (999, 1), (1000, 0.25), (2500, 0.75), (2500 + 1, 0), (4000, 1) };
        float[] input = Signals.Noise(6000, 1, 1);
        using var rig = new Rig(hasModel: false).Set(ParameterId.FadeInCurve, (int)curve).Set(ParameterId.Floor, floor);
        rig.Start();
        float[] output = rig.Run(input, k => new[] { 64, 1, 333, 7 }[k % 4], positions: points);

        double[] expected = new double[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            int next = Array.FindIndex(points, point => point.Position >= i);
            double position = next switch
            {
                < 0 => points[^1].Value,
                0 => points[0].Value,
                _ => points[next - 1].Value + ((points[next].Value - points[next - 1].Value) * (i - points[next - 1].Position) / (points[next].Position - points[next - 1].Position)),
            };
            expected[i] = Floor(floor) + ((1 - Floor(floor)) * FadeCurves.Gain(curve, position));
        }

        AssertGains(expected, input, output);
        Assert.Equal(input[999], output[999]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(5000)]
    public void The_gate_fades_from_its_very_sample(int start)
    {
        const int In = 3000;
        const int Out = 2000;
        float[] input = Signals.Noise(16000, 2, 1);
        using var rig = new Rig(hasModel: false)
            .Set(ParameterId.FadeInTime, (double)In / Rate).Set(ParameterId.FadeOutTime, (double)Out / Rate)
            .Set(ParameterId.FadeInCurve, (int)FadeCurve.QSin).Set(ParameterId.FadeOutCurve, (int)FadeCurve.Cub).Set(ParameterId.Floor, -30);
        rig.Start();
        float[] output = rig.Run(input, _ => 64, [new Scheduled(start, ParameterId.Gate, 0), new Scheduled(start + 4000, ParameterId.Gate, 1)]);

        double floor = Floor(-30);
        double[] expected = new double[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            int sinceOut = i - start;
            int sinceIn = sinceOut - 4000;
            double curve = sinceIn >= 0
                ? FadeCurves.Gain(FadeCurve.QSin, (double)sinceIn / In)
                : sinceOut >= 0 ? FadeCurves.Gain(FadeCurve.Cub, (double)(Out - sinceOut) / Out) : 1;
            expected[i] = floor + ((1 - floor) * curve);
        }

        AssertGains(expected, input, output);
    }

    [Theory]
    [InlineData(120, 3, 24000)]
    [InlineData(90, 4, 64000)]
    [InlineData(0, 1, 6000)]
    public void A_fade_can_last_beats_of_the_hosts_tempo(double tempo, int choice, int length)
    {
        float[] input = Signals.Constant(length + 1000);
        using var rig = new Rig(hasModel: false) { Tempo = tempo }.Set(ParameterId.FadeOutBeats, choice);
        rig.Start();
        float[] output = rig.Run(input, changes: [new Scheduled(100, ParameterId.Gate, 0)]);
        Assert.Equal(1f, output[100]);
        Assert.Equal((float)(1.0 / length), output[100 + length - 1], 1e-9f);
        Assert.Equal(0f, output[100 + length]);
        Assert.True(output[100 + length - 1] > 0);
    }

    [Fact]
    public void The_transport_fades_in_on_start_and_out_on_stop()
    {
        using var rig = new Rig(hasModel: false) { IsPlaying = false }
            .Set(ParameterId.TriggerSource, (int)TriggerSource.Transport).Set(ParameterId.FadeInTime, 0.01).Set(ParameterId.FadeOutTime, 0.02);
        rig.Start();
        Assert.All(rig.Run(Signals.Constant(1000)), sample => Assert.Equal(0f, sample));
        Assert.True(rig.LastBlockWasSilent);
        rig.IsPlaying = true;
        float[] playing = rig.Run(Signals.Constant(1000));
        Assert.Equal(240f / 480, playing[240], 1e-6f);
        Assert.Equal(1f, playing[480]);
        rig.IsPlaying = false;
        float[] stopped = rig.Run(Signals.Constant(2000));
        Assert.Equal(1 - (480f / 960), stopped[480], 1e-6f);
        Assert.Equal(0f, stopped[960]);
    }

    [Fact]
    public void A_bounce_begins_with_the_transports_fade()
    {
        using var rig = new Rig(hasModel: false).Set(ParameterId.TriggerSource, (int)TriggerSource.Transport).Set(ParameterId.FadeInTime, 0.01);
        rig.Start();
        float[] output = rig.Run(Signals.Constant(1000));
        Assert.Equal(0f, output[0]);
        Assert.Equal(0.5f, output[240], 1e-6f);
        Assert.Equal(1f, output[480]);
    }

    [Fact]
    public void The_bypass_lets_the_bits_pass_and_comes_and_goes_without_a_click()
    {
        float[] input = Signals.Noise(20000, 3, 1);
        using var rig = new Rig(hasModel: false).Set(ParameterId.Position, 0.1).Set(ParameterId.Bypass, 1);
        rig.Start();
        float[] output = rig.Run(input, _ => 128, [new Scheduled(10000, ParameterId.Bypass, 0), new Scheduled(15000, ParameterId.Bypass, 1)]);
        Assert.Equal(input[..10000], output[..10000]);
        AssertGains([.. Enumerable.Repeat(0.1, 5000 - 480)], input[10480..15000], output[10480..15000]);
        Assert.Equal(input[15480..], output[15480..]);
        double last = 1;
        for (int i = 10000; i < 15480; i++)
        {
            double gain = output[i] / (double)input[i];
            Assert.InRange(gain, 0.0999, 1.0001);
            Assert.InRange(Math.Abs(gain - last), 0, 0.0019);
            last = gain;
        }
    }

    [Theory]
    [InlineData(ParameterId.Floor, 0.9)]
    [InlineData(ParameterId.FadeInCurve, 0.5)]
    [InlineData(ParameterId.TriggerSource, 0)]
    [InlineData(ParameterId.Program, 0.2)]
    public void What_no_fade_covers_glides(ParameterId id, double value)
    {
        using var rig = new Rig(hasModel: false).Set(ParameterId.Position, 0.4).Set(ParameterId.Gate, 0).Set(ParameterId.Floor, -12);
        rig.Start();
        float[] output = rig.Run(Signals.Constant(4000), changes: [new Scheduled(1000, id, value)]);
        Assert.NotEqual(output[999], output[2000]);
        for (int i = 1; i < output.Length; i++)
            Assert.InRange(Math.Abs(output[i] - output[i - 1]), 0, 0.0025f);
    }

    [Fact]
    public void A_floor_that_moves_takes_a_rested_fade_along()
    {
        using var rig = new Rig(hasModel: false).Set(ParameterId.Gate, 0).Set(ParameterId.Floor, -20);
        rig.Start();
        float[] output = rig.Run(Signals.Constant(4000), changes: [new Scheduled(1000, ParameterId.Floor, EffectParameters.Of(ParameterId.Floor).ToNormalised(-6))]);
        Assert.Equal(0.1f, output[999], 1e-6f);
        Assert.Equal((float)Math.Pow(10, -6 / 20.0), output[1600], 1e-6f);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(6, true)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public void Every_channel_and_every_kind_of_sample_has_the_same_gain(int channels, bool isDouble)
    {
        using var rig = new Rig(hasModel: false, channels: channels, isDouble: isDouble).Set(ParameterId.Position, 0.3);
        rig.Start();
        double[][] input = [.. Enumerable.Range(0, channels).Select(channel => Signals.Noise(3000, channel, 1).Select(x => (double)x).ToArray())];
        double[][] output = rig.RunChannels(input, _ => 100, [new Scheduled(777, ParameterId.Gate, 0)]);
        for (int i = 0; i < 3000; i++)
        {
            double gain = 0.3 * (i < 777 ? 1 : Math.Max(0, 1 - ((i - 777) / 48000.0)));
            for (int channel = 0; channel < channels; channel++)
                Assert.Equal(input[channel][i] * gain, output[channel][i], isDouble ? 1e-15 : 1e-7);
        }
    }

    [Fact]
    public void A_closed_fade_is_silent_even_over_infinity_and_nothing_broken_stays()
    {
        float[] input = Signals.Noise(4000, 5, 1);
        input[500] = float.NaN;
        input[501] = float.PositiveInfinity;
        input[1500] = float.NaN;
        using var rig = new Rig().Set(ParameterId.FadeOutTime, 0.001);
        rig.Start();
        float[] output = rig.Run(input, _ => 50, [new Scheduled(1000, ParameterId.Gate, 0), new Scheduled(2000, ParameterId.Gate, 1)]);
        Assert.True(float.IsNaN(output[500]));
        Assert.All(output[1048..2000], sample => Assert.Equal(0f, sample));
        Assert.All(output[2000..], sample => Assert.True(float.IsFinite(sample)));
        Assert.True(double.IsFinite(rig.Core.Telemetry.Gain));
    }

    [Fact]
    public void Changes_without_sound_count()
    {
        using var rig = new Rig(hasModel: false);
        rig.Start();
        Flush(rig.Core, new EffectChange(0, ParameterId.Position, 0.5), new EffectChange(0, ParameterId.Shape, 1), new EffectChange(0, (ParameterId)12345, 1));
        Assert.Equal(0.5, rig.Core.GetNormalised(ParameterId.Position));
        Assert.Equal(1, rig.Core.GetNormalised(ParameterId.Shape));
        Assert.Equal(0.5f, rig.Run(Signals.Constant(1000))[999]);
    }

    [Fact]
    public void A_point_behind_the_last_sample_counts_from_the_next_block_on()
    {
        using var rig = new Rig(hasModel: false).Set(ParameterId.FadeOutTime, 1000 / 48000.0);
        rig.Start();
        float[] first = rig.Run(Signals.Constant(512));
        Flush(rig.Core, new EffectChange(512, ParameterId.Gate, 0));
        float[] second = rig.Run(Signals.Constant(512));
        Assert.All(first, sample => Assert.Equal(1f, sample));
        Assert.Equal(1f, second[0]);
        Assert.Equal(0.999f, second[1], 1e-6f);
    }

    private static void Flush(EffectCore core, params EffectChange[] changes)
    {
        EffectBlock block = default;
        var outputs = new NoOutputs();
        core.Process(in block, new NoLines(), new ChangeList(changes), ref outputs);
    }

    private readonly struct NoLines : ILineSource
    {
        public bool TryNext(out AutomationLine line)
        {
            line = default;
            return false;
        }
    }

    private struct ChangeList(EffectChange[] changes) : IChangeSource
    {
        private int _next;

        public bool TryNext(out EffectChange change)
        {
            change = _next < changes.Length ? changes[_next] : default;
            return _next++ < changes.Length;
        }
    }

    private readonly struct NoOutputs : IEffectOutputs
    {
        public void Report(ParameterId id, int offset, double normalised)
        {
        }
    }
}
