using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class TelemetryTests
{
    private readonly record struct Twin(long A, long B);

    [Fact]
    public void A_ring_gives_what_was_written_in_order()
    {
        var ring = new TelemetryRing<long>(8);
        long cursor = 0;
        long[] read = new long[3];
        Assert.Equal(0, ring.Read(ref cursor, read));
        for (long k = 0; k < 5; k++)
            ring.Write(k);
        Assert.Equal(3, ring.Read(ref cursor, read));
        Assert.Equal([0, 1, 2], read);
        Assert.Equal(2, ring.Read(ref cursor, read));
        Assert.Equal([3, 4], read[..2]);
        for (long k = 5; k < 30; k++)
            ring.Write(k);
        Assert.Equal(3, ring.Read(ref cursor, read));
        Assert.Equal([23, 24, 25], read);
        cursor = 1000;
        Assert.Equal(0, ring.Read(ref cursor, read));
        Assert.Equal(30, cursor);
    }

    [Fact]
    public void A_reader_never_sees_half_a_value()
    {
        var ring = new TelemetryRing<Twin>(16);
        bool done = false;
        var writer = new Thread(() =>
        {
            for (long k = 0; k < 2_000_000; k++)
                ring.Write(new Twin(k, -k));
            Volatile.Write(ref done, true);
        });
        writer.Start();
        long cursor = 0;
        long last = -1;
        var read = new Twin[16];
        while (!Volatile.Read(ref done))
        {
            int count = ring.Read(ref cursor, read);
            for (int k = 0; k < count; k++)
            {
                Assert.Equal(read[k].A, -read[k].B);
                Assert.True(read[k].A > last);
                last = read[k].A;
            }
        }

        writer.Join();
    }

    [Fact]
    public void The_overview_has_a_column_each_ten_milliseconds_with_range_and_gain()
    {
        using var rig = new Rig(hasModel: false, rate: 48000).Set(ParameterId.FadeOutTime, 0.1);
        float[] signal = new float[9600];
        for (int i = 0; i < signal.Length; i++)
            signal[i] = i / 480 % 2 == 0 ? 0.5f : -0.25f;
        rig.Start().Run(signal, _ => 100, [new Scheduled(0, ParameterId.Gate, 0)]);
        var points = new WaveformPoint[100];
        long cursor = 0;
        int count = rig.Core.Telemetry.ReadOverview(ref cursor, points);
        Assert.Equal(19, count);
        for (int k = 0; k < count; k++)
        {
            float level = k % 2 == 0 ? 0.5f : -0.25f;
            Assert.Equal(480 * k, points[k].Position);
            Assert.Equal(level, points[k].Minimum);
            Assert.Equal(level, points[k].Maximum);
            Assert.Equal(Math.Max(0, 1 - (k / 10f)), points[k].Gain, 1e-6f);
        }

        Assert.Equal(9600, rig.Core.Telemetry.StreamPosition);
        Assert.Equal(9600, rig.Core.Telemetry.ProjectPosition);
        Assert.True(rig.Core.Telemetry.IsPlaying);
        Assert.Equal(0, rig.Core.Telemetry.Gain);
    }

    [Fact]
    public void The_level_is_the_loudness_of_what_is_heard()
    {
        using var rig = new Rig(hasModel: false, rate: 48000, channels: 2).Set(ParameterId.Position, 0);
        float[] sine = [.. Enumerable.Range(0, 48000 * 4).Select(i => 0.1f * MathF.Sin(2 * MathF.PI * 997 * i / 48000))];
        rig.Start().Run(sine);
        Assert.Equal(-20, rig.Core.Telemetry.MomentaryLoudness, 0.05);
        Assert.Equal(-20, rig.Core.Telemetry.ShortTermLoudness, 0.05);
    }

    [Fact]
    public void The_gain_is_reported_as_it_changes()
    {
        using var rig = new Rig(hasModel: false, rate: 48000).Set(ParameterId.FadeOutTime, 0.1);
        rig.Start().Run(Signals.Constant(9600), _ => 64, [new Scheduled(480, ParameterId.Gate, 0)]);
        EffectParameter gain = EffectParameters.Of(ParameterId.Gain);
        List<Reported> reports = [.. rig.Reports.Where(report => report.Id == ParameterId.Gain)];
        Assert.Equal(0, reports[0].Position);
        Assert.Equal(0, gain.ToPlain(reports[0].Value), 1e-9);
        Reported half = Assert.Single(reports, report => report.Position == 480 + 2400);
        Assert.Equal(20 * Math.Log10(0.5), gain.ToPlain(half.Value), 1e-4);
        Assert.Equal(gain.Minimum, gain.ToPlain(reports[^1].Value), 1e-9);
        Assert.Equal(480 + 4800, reports[^1].Position);
    }
}
