using CsCheck;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>The sound of the native binary: exact, the same however it is cut, at no byte of garbage.</summary>
public sealed class ProcessTests(PublishedPlugin published) : PluginTestBase(published)
{
    private static readonly int[] BlockSizes = [1, 2, 3, 7, 16, 63, 64, 127, 128, 441, 512, 1024, 4096, 8192];

    /// <summary>Music-like: noise whose colour and level change.</summary>
    private static float[] Restless(int length, int seed)
    {
        float[] samples = Noise(length, seed);
        float last = 0;
        for (int i = 0; i < length; i++)
        {
            float dark = (i / 30000 % 3) switch { 0 => 0f, 1 => 0.9f, _ => 0.99f };
            last = (dark * last) + ((1 - dark) * samples[i]);
            samples[i] = last;
        }

        return samples;
    }

    private HostedPlugin Eventful() => Make(
        (ParameterId.TriggerSource, (int)TriggerSource.Emotion), (ParameterId.TriggerThreshold, 25), (ParameterId.TriggerHold, 0.1),
        (ParameterId.TriggerEmotion, 3), (ParameterId.Intensity, 80), (ParameterId.Reaction, 0.2), (ParameterId.Floor, -20));

    private static readonly At[] Happenings =
    [
        new(1000, ParameterId.Position, 0.25), new(1001, ParameterId.Gate, 0), new(20000, ParameterId.Floor, 0.5), new(50000, ParameterId.FadeInCurve, 0.5),
        new(70001, ParameterId.Bypass, 1), new(70500, ParameterId.Bypass, 0), new(90000, ParameterId.TriggerSource, 0.34), new(100000, ParameterId.Gate, 1),
        new(120000, ParameterId.Program, 0.5),
    ];

    [Fact]
    public void The_bits_do_not_depend_on_how_the_host_cuts()
    {
        float[] signal = Restless(48000 * 4, 1);
        (float[] Sound, List<At> Reports) Run(Func<int, int> cut)
        {
            using HostedPlugin plugin = Eventful();
            plugin.Start(48000, 8192, mode: ProcessMode.Offline);

            // The position jumps: two points side by side, as hosts write a step.
            At[] points = [.. Happenings.SelectMany(point => point.Id == ParameterId.Position ? [point with { Position = point.Position - 1, Value = 1 }, point] : new[] { point })];
            (float[] sound, List<At> reports, _) = Play(plugin, signal, cut, points);
            plugin.Stop();
            return (sound, reports);
        }

        (float[] expected, List<At> reported) = Run(_ => 8192);
        Assert.NotEqual(signal, expected);
        Assert.Contains(reported, report => report.Id == ParameterId.Confidence && report.Value > 0);
        foreach (int size in BlockSizes.Where(size => size > 3))
        {
            (float[] sound, List<At> reports) = Run(_ => size);
            Assert.Equal(expected, sound);
            Assert.Equal(reported, reports);
        }

        Gen.Int[0, BlockSizes.Length - 1].Array[1, 40].Sample(cut =>
        {
            (float[] sound, List<At> reports) = Run(k => BlockSizes[cut[k % cut.Length]]);
            Assert.Equal(expected, sound);
            Assert.Equal(reported, reports);
        }, iter: 3, threads: 1);
    }

    [Fact]
    public void A_bounce_equals_the_next_bounce_and_playback_in_which_nothing_was_late()
    {
        float[] signal = Restless(48000 * 4, 2);
        using HostedPlugin plugin = Eventful();
        plugin.Start(48000, 1024, mode: ProcessMode.Offline);
        (float[] first, List<At> reports, _) = Play(plugin, signal, _ => 1024);
        plugin.Stop();
        plugin.Start(48000, 1024, mode: ProcessMode.Offline);
        (float[] second, _, _) = Play(plugin, signal, _ => 100);
        plugin.Stop();
        Assert.Equal(first, second);

        // At ten times real time the analysis of this machine may fall behind: then this says nothing, and is tried again more slowly.
        for (int speed = 8; speed >= 1; speed /= 2)
        {
            plugin.Start(48000, 480, mode: ProcessMode.Realtime);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            int block = 0;
            (float[] played, List<At> live, _) = Play(plugin, signal, _ => 480, mode: ProcessMode.Realtime, beforeBlock: _ =>
            {
                TimeSpan due = TimeSpan.FromMilliseconds(10.0 * block++ / speed);
                if (due > clock.Elapsed)
                    Thread.Sleep(due - clock.Elapsed);
            });
            plugin.Stop();
            if (live.SequenceEqual(reports) || speed == 1)
            {
                Assert.Equal(reports, live);
                Assert.Equal(first, played);
                break;
            }
        }
    }

    [Theory]
    [InlineData(FadeCurve.Tri, 0)]
    [InlineData(FadeCurve.Qua, -18)]
    public void The_position_is_exact_at_every_point_and_between(FadeCurve curve, double floor)
    {
        double floorPlain = floor == 0 ? EffectParameters.SilenceDecibels : floor;
        using HostedPlugin plugin = Make((ParameterId.FadeInCurve, (int)curve), (ParameterId.Floor, floorPlain));
        plugin.Start(48000, 512, mode: ProcessMode.Offline);
        using HostBlock block = new([2, 2], [2], 512);
        uint id = (uint)ParameterId.Position;

        // As Ardour does: a point at the start, some inside, and one behind the last sample.
        (int Offset, double Value)[][] blocks = [[(0, 1), (100, 1), (101, 0.5), (512, 0.25)], [(0, 0.25), (17, 0.75), (512, 0)], [], [(511, 1)]];
        double value = 1;
        foreach ((int Offset, double Value)[] points in blocks)
        {
            block.Clear();
            foreach ((int offset, double target) in points)
                block.Changes.Add(id, offset, target);
            block.Input<float>(0).Fill(1);
            block.Input<float>(1).Fill(-0.5f);
            Assert.Equal(0, plugin.Process(block));
            (int from, double fromValue) = (-1, value);
            for (int i = 0, next = 0; i < 512; i++)
            {
                while (next < points.Length && points[next].Offset < i)
                    (from, fromValue) = points[next++];
                double position = next == points.Length ? fromValue : fromValue + ((points[next].Value - fromValue) * (i - from) / (points[next].Offset - from));
                double gain = FadeCurves.Gain(curve, position);
                if (floor != 0)
                    gain = Math.Pow(10, floor / 20) + ((1 - Math.Pow(10, floor / 20)) * gain);
                Assert.Equal(gain, block.Output<float>(0)[i], 1e-7);
                Assert.Equal(-0.5 * gain, block.Output<float>(1)[i], 1e-7);
            }

            value = points.Length > 0 ? points[^1].Value : value;
        }

        plugin.Stop();
    }

    [Fact]
    public void Silence_is_announced_and_no_samples_at_all_are_a_flush()
    {
        using HostedPlugin plugin = Make((ParameterId.Gate, 0));
        plugin.Start(48000, 256, mode: ProcessMode.Offline);
        using HostBlock block = new([2, 2], [2], 256);
        block.Input<float>(0).Fill(1);
        Assert.Equal(0, plugin.Process(block));
        Assert.Equal(0b11ul, block.OutputSilence());
        Assert.All(block.Output<float>(0).ToArray(), sample => Assert.Equal(0f, sample));

        block.SampleCount = 0;
        block.UseBuffers(false);
        block.UseContext(false);
        block.Changes.Add((uint)ParameterId.Gate, 0, 1);
        block.Changes.Add((uint)ParameterId.FadeInTime, 0, 0);
        block.Changes.Add(987654, 0, 1);
        Assert.Equal(0, plugin.Process(block));
        block.Clear();
        block.SampleCount = 256;
        block.UseBuffers(true);
        block.Input<float>(0).Fill(1);
        Assert.Equal(0, plugin.Process(block));
        Assert.Equal(1f, block.Output<float>(0)[255]);
        Assert.Equal(0ul, block.OutputSilence());
        plugin.Stop();
    }

    [Fact]
    public void The_side_chain_is_heard_when_it_is_connected()
    {
        float[] loud = Restless(48000 * 3, 3);
        using HostedPlugin plugin = Make();
        Assert.True(plugin.ActivateAudioBus(input: true, 1, on: true));
        plugin.Start(48000, 480, mode: ProcessMode.Offline);
        int at = 0;
        (float[] sound, List<At> reports, _) = Play(plugin, new float[loud.Length], _ => 480, beforeBlock: block =>
        {
            loud.AsSpan(at, 480).CopyTo(block.Input<float>(0, 1));
            loud.AsSpan(at, 480).CopyTo(block.Input<float>(1, 1));
            at += 480;
        });
        plugin.Stop();
        Assert.All(sound, sample => Assert.Equal(0f, sample));
        Assert.Contains(reports, report => report.Id == ParameterId.Confidence && report.Value > 0);

        Assert.True(plugin.ActivateAudioBus(input: true, 1, on: false));
        plugin.Start(48000, 480, mode: ProcessMode.Offline);
        (_, List<At> alone, _) = Play(plugin, new float[loud.Length], _ => 480);
        plugin.Stop();
        Assert.DoesNotContain(alone, report => report.Id == ParameterId.Confidence && report.Value > 0);
    }

    [Fact]
    public void Outputs_leave_as_MIDI_controllers_where_the_host_wants_them()
    {
        float[] signal = Restless(48000 * 3, 4);
        using HostedPlugin plugin = Make((ParameterId.FadeOutTime, 0.5));
        plugin.Start(48000, 512, mode: ProcessMode.Offline);
        (_, List<At> reports, List<(long Position, Event Event)> none) = Play(plugin, signal, points: [new(60000, ParameterId.Gate, 0)]);
        plugin.Stop();
        Assert.Empty(none);

        SetBeforeStart(plugin, ParameterId.Gate, 1);
        Assert.True(plugin.ActivateEventBus(input: false, 0, on: true));
        plugin.Start(48000, 512, mode: ProcessMode.Offline);
        (_, _, List<(long Position, Event Event)> events) = Play(plugin, signal, points: [new(60000, ParameterId.Gate, 0)]);
        plugin.Stop();
        for (ParameterId id = ParameterId.Joy; id <= ParameterId.Gain; id++)
        {
            int controller = 102 + (int)(id - ParameterId.Joy);
            List<(long, int)> expected = [];
            foreach (At report in reports.Where(report => report.Id == id))
            {
                int value = (int)Math.Round(report.Value * 127);
                if (expected.Count == 0 || expected[^1].Item2 != value)
                    expected.Add((report.Position, value));
            }

            Assert.Equal(expected, events.Where(item => item.Event.Controller == controller).Select(item => (item.Position, item.Event.ControllerValue)));
        }

        Assert.Contains(events, item => item.Event is { Controller: 109, ControllerValue: 0 });
    }

    [Fact]
    public void A_million_blocks_allocate_no_byte_and_collect_nothing()
    {
        using HostedPlugin plugin = Make((ParameterId.Intensity, 100), (ParameterId.TriggerSource, (int)TriggerSource.Emotion), (ParameterId.TriggerHold, 0));
        plugin.Start(48000, 64);
        using HostBlock block = new([2, 2], [2], 64);
        float[] noise = Restless(48000, 5);
        long position = 0;
        void Blocks(int count)
        {
            for (int k = 0; k < count; k++)
            {
                block.Clear();
                noise.AsSpan((int)(position % 47000), 64).CopyTo(block.Input<float>(0));
                noise.AsSpan((int)(position % 47000), 64).CopyTo(block.Input<float>(1));
                if (k % 16 == 0)
                {
                    block.Changes.Add((uint)ParameterId.Position, k % 64, k % 3 / 2.0);
                    block.Changes.Add((uint)ParameterId.Gate, 31, k / 16 % 2);
                    block.Changes.Add((uint)ParameterId.Floor, 64, k % 5 / 4.0);
                }

                block.Context.State = ContextFlags.Playing;
                block.Context.ProjectTimeSamples = position;
                position += 64;
                Assert.Equal(0, plugin.Process(block));
            }
        }

        Blocks(20000);
        PluginDiagnostics before = Library.ReadDiagnostics();
        Blocks(1_000_000);
        PluginDiagnostics after = Library.ReadDiagnostics();
        plugin.Stop();
        Assert.Equal(0, after.ThreadBytes - before.ThreadBytes);
        Assert.Equal(0, after.Collections - before.Collections);

        // All threads of the plugin: the analysis neither.
        Assert.InRange(after.TotalBytes - before.TotalBytes, 0, 1 << 14);
    }

    [Fact]
    public async Task State_parameters_and_sound_may_be_worked_from_different_threads()
    {
        using HostedPlugin plugin = Eventful();
        byte[][] states = [.. Enumerable.Range(0, 3).Select(k => { SetBeforeStart(plugin, ParameterId.Position, k / 2.0); return plugin.GetState(); })];
        plugin.Start(48000, 128);
        using var stop = new CancellationTokenSource();
        Task[] others =
        [
            Task.Run(() =>
            {
                for (int k = 0; !stop.IsCancellationRequested; k++)
                {
                    Assert.True(plugin.SetState(states[k % 3]));
                    Assert.True(plugin.SetComponentState(states[(k + 1) % 3]));
                    Assert.NotEmpty(plugin.GetState());
                    Assert.False(plugin.SetState([1, 2, 3, (byte)k]));
                }
            }),
            Task.Run(() =>
            {
                for (int k = 0; !stop.IsCancellationRequested; k++)
                {
                    EffectParameter parameter = EffectParameters.All[k % EffectParameters.All.Count];
                    plugin.SetParameter((uint)parameter.Id, k % 7 / 6.0);
                    Assert.InRange(plugin.GetParameter((uint)parameter.Id), 0, 1);
                    _ = plugin.Format((uint)parameter.Id, k % 11 / 10.0);
                }
            }),
        ];
        float[] noise = Restless(48000, 6);
        for (int round = 0; round < 8; round++)
            Assert.All(Play(plugin, noise, _ => 128, mode: ProcessMode.Realtime).Sound, sample => Assert.InRange(Math.Abs(sample), 0, 8));
        await stop.CancelAsync();
        await Task.WhenAll(others);
        plugin.Stop();
    }
}
