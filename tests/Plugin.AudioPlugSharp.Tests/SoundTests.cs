using System.Diagnostics;
using AudioPlugSharp;
using CsCheck;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Tests;
using RealtimeEmotion.Engine.Tests;
using Xunit;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>The sound is the effect's own: to the last bit, in both formats, however it is cut, at no byte of garbage.</summary>
[Collection(Alone.Name)]
public sealed class SoundTests
{
    private static readonly ParameterId[] Moved =
    [
        ParameterId.Gate, ParameterId.Floor, ParameterId.FadeInCurve, ParameterId.FadeOutCurve, ParameterId.FadeInTime, ParameterId.FadeOutTime, ParameterId.Bypass,
        ParameterId.TriggerSource, ParameterId.Shape, ParameterId.Program,
    ];

    private static double[] Wide(float[] signal) => [.. signal.Select((x, i) => x * (1 + (1e-9 * (i % 7))))];

    [Theory]
    [InlineData(EAudioBitsPerSample.Bits32, false)]
    [InlineData(EAudioBitsPerSample.Bits32, true)]
    [InlineData(EAudioBitsPerSample.Bits64, false)]
    [InlineData(EAudioBitsPerSample.Bits64, true)]
    public void It_is_the_effects_own_for_the_same_events(EAudioBitsPerSample bits, bool isInPlace)
    {
        const int Length = 12000;
        float[] noise = Signals.Noise(Length, 1);
        double[] signal = bits == EAudioBitsPerSample.Bits64 ? Wide(noise) : [.. noise.Select(x => (double)x)];
        Gen.Select(Gen.Int[1, 2000].Array[1, 12], Gen.Select(Gen.Int[0, Length - 1], Gen.Int[0, Moved.Length - 1], Gen.Double[0, 1]).Array[0, 20], Gen.Double[0, 1].Array[8])
            .Sample((cuts, moves, positions) =>
            {
                int Cut(int k) => cuts[k % cuts.Length];
                // A point at each block's last sample: so lines go from point to point for both.
                List<(long Position, double Value)> lines = [];
                for (int at = 0, k = 0; at < Length; k++)
                {
                    at = Math.Min(Length, at + Cut(k));
                    lines.Add((at - 1, positions[k % positions.Length]));
                }

                // One at a sample: in which order a host's queues come is nobody's rule.
                List<Scheduled> changes =
                [
                    .. moves.Select(move => new Scheduled(move.Item1, Moved[move.Item2], move.Item3)).DistinctBy(change => change.Position)
                        .Where(change => lines.TrueForAll(line => line.Position != change.Position)).OrderBy(change => change.Position),
                ];
                using Rig rig = new(channels: 2, isDouble: bits == EAudioBitsPerSample.Bits64, hasModel: false) { Tempo = 120 };
                double[] expected = rig.Start().RunChannels([signal, signal], Cut, changes, lines)[0];
                using Stage stage = new Stage(isInPlace).Set(ParameterId.Model, (int)ModelSource.Off).Start(bits);
                Happening[] points = [.. changes.Select(change => new Happening(change.Position, change.Id, change.Normalised)).Concat(lines.Select(line => new Happening(line.Position, ParameterId.Position, line.Value))).OrderBy(point => point.Position)];
                double[] played = bits == EAudioBitsPerSample.Bits64
                    ? stage.Play(signal, Cut, points)
                    : [.. stage.Play(noise, Cut, points).Select(x => (double)x)];
                Assert.Equal(expected, played);
            }, iter: 30, threads: 1);
    }

    [Fact]
    public void With_an_emotion_acting_it_is_the_effects_own_however_the_host_cuts()
    {
        float[] signal = Signals.Restless(48000 * 4, 48000, 2);
        (ParameterId Id, double Plain)[] settings =
        [
            (ParameterId.TriggerSource, (int)TriggerSource.Emotion), (ParameterId.TriggerThreshold, 25), (ParameterId.TriggerHold, 0.1), (ParameterId.TriggerEmotion, 3),
            (ParameterId.Intensity, 80), (ParameterId.Reaction, 0.2), (ParameterId.Floor, -20),
        ];
        (float[] Sound, long Late) Run(Func<int, int> cut)
        {
            using Stage stage = new() { WaitsForAnalysis = true };
            foreach ((ParameterId id, double plain) in settings)
                stage.Set(id, plain);
            stage.Start();
            Assert.Null(stage.Plugin.Core.ModelStatus.Error);
            float[] sound = stage.Play(signal, cut, [new Happening(70001, ParameterId.Bypass, 1), new Happening(71000, ParameterId.Bypass, 0)]);
            Assert.True(stage.Plugin.Core.Telemetry.EstimatesWritten > 5);
            return (sound, stage.Plugin.Core.Telemetry.LateEstimates);
        }

        // The effect itself, as it bounces the same.
        using Rig rig = new(Rig.ShippedPath, channels: 2) { Tempo = 120 };
        foreach ((ParameterId id, double plain) in settings)
            rig.Set(id, plain);
        float[] expected = rig.Start().Run(signal, changes: [new Scheduled(70001, ParameterId.Bypass, 1), new Scheduled(71000, ParameterId.Bypass, 0)]);
        Assert.NotEqual(signal, expected);
        foreach (Func<int, int> cut in new Func<int, int>[] { _ => 480, _ => 64, k => 1 + (k * 977 % 2000), _ => 4096 })
        {
            (float[] sound, long late) = Run(cut);
            Assert.Equal(0, late);
            Assert.Equal(expected, sound);
        }
    }

    [Fact]
    public void The_format_may_change_again_and_again()
    {
        using Stage stage = new Stage().Set(ParameterId.Model, (int)ModelSource.Off).Set(ParameterId.Position, 0.5);
        for (int round = 0; round < 10; round++)
        {
            stage.Start(EAudioBitsPerSample.Bits32, 44100 + round);
            Assert.All(stage.Play(Signals.Constant(1000)), sample => Assert.Equal(0.5f, sample));
            stage.Plugin.Stop();
            stage.Start(EAudioBitsPerSample.Bits64, 96000 - round);
            Assert.All(stage.Play(Wide(Signals.Constant(1000))), sample => Assert.InRange(sample, 0.5, 0.5 + 1e-8));
            stage.Plugin.Stop();
        }
    }

    [Fact]
    public void A_block_allocates_nothing_whatever_happens_in_it()
    {
        using Stage stage = new();
        stage.Set(ParameterId.TriggerSource, (int)TriggerSource.Emotion).Set(ParameterId.TriggerHold, 0).Set(ParameterId.Intensity, 100).Start(sampleRate: 16000);
        float[] noise = Signals.Restless(48000, 48000, 3);
        HostedParameter[] parameters = [.. stage.Plugin.Parameters.Cast<HostedParameter>().Where(parameter => parameter.Declared.Id != ParameterId.Model)];
        HostedParameter fade = stage.Plugin.ParameterOf(ParameterId.Position);
        long position = 0;
        int block = 0;
        void Blocks()
        {
            for (int k = 0; k < 1000; k++, block++, position += 64)
            {
                stage.Host.Begin(64);
                stage.Host.IsBridge = block % 2 == 0;
                stage.Host.IsPlaying = block % 3000 != 2990;
                stage.Host.CurrentProjectSample = position;
                HostedParameter moved = parameters[block % parameters.Length];
                stage.Host.Add(moved, 0, block / 7 % 5 / 4.0);
                stage.Host.Add(moved, 40, block / 3 % 5 / 4.0);
                stage.Host.Add(fade, 63, block % 2);
                parameters[(block + 5) % parameters.Length].NormalizedProcessValue = block % 3 / 2.0;
                noise.AsSpan((int)(position % 47936), 64).CopyTo(stage.Input<float>(0));
                noise.AsSpan((int)(position % 47936), 64).CopyTo(stage.Input<float>(1));
                stage.Call(64);

                // The analysis runs beside; it must have its say for this to mean anything.
                if (k % 50 == 0)
                    Thread.Sleep(10);
            }
        }

        // Every parameter once, so that each has a queue with room.
        Blocks();
        Blocks();
        Assert.Equal(0, Allocation.LeastOf(Blocks));

        // The zero above was measured with the analysis under way, however slowly this machine lets it go.
        Stopwatch clock = Stopwatch.StartNew();
        while (stage.Plugin.Core.Telemetry.EstimatesWritten <= 3 && clock.Elapsed < TimeSpan.FromMinutes(1))
            Blocks();
        Assert.True(stage.Plugin.Core.Telemetry.EstimatesWritten > 3);
    }

    [Fact]
    public void No_samples_are_a_flush_and_no_memory_is_no_sound()
    {
        using Stage stage = new Stage().Set(ParameterId.Model, (int)ModelSource.Off).Start();
        stage.HasSound = false;
        stage.Set(ParameterId.Position, 0.25);
        stage.Host.Begin(64);
        stage.Call(64);
        stage.HasSound = true;
        Assert.Equal(0.25f, stage.Play(Signals.Constant(64))[63]);
        Assert.Equal(0.25, stage.Plugin.ParameterOf(ParameterId.Position).ProcessValue);
    }
}
