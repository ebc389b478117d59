using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Tests;
using RealtimeEmotion.Host;
using RealtimeEmotion.Plugin.Tests;
using RealtimeEmotion.Vst3;
using Xunit;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>Beside the published native shell: the same bits for the same events, and one state for both.</summary>
public sealed class NativeShellTests(PublishedPlugin published) : PluginTestBase(published)
{
    // No emotion acts here: compiled ahead of time and at run time the network's input may differ in its last bit.
    private static readonly At[] Happenings =
    [
        new(999, ParameterId.Position, 1), new(1000, ParameterId.Position, 0.25), new(1001, ParameterId.Gate, 0), new(5000, ParameterId.Position, 0.75),
        new(5100, ParameterId.Position, 0.5), new(20000, ParameterId.Floor, 0.5), new(50000, ParameterId.FadeInCurve, 0.5), new(70001, ParameterId.Bypass, 1),
        new(70500, ParameterId.Bypass, 0), new(90000, ParameterId.TriggerSource, 0.34), new(100000, ParameterId.Gate, 1), new(120000, ParameterId.Program, 0.5),
    ];

    [Fact]
    public void The_sound_is_the_native_shells_to_the_last_bit()
    {
        float[] signal = Signals.Restless(48000 * 4, 48000, 7);
        foreach (Func<int, int> cut in new Func<int, int>[] { _ => 512, k => 1 + (k * 977 % 3000), _ => 8192 })
        {
            using HostedPlugin native = Make((ParameterId.FadeOutTime, 0.5), (ParameterId.FadeInTime, 2));
            native.Start(48000, 8192, mode: ProcessMode.Offline);
            (float[] expected, _, _) = Play(native, signal, cut, Happenings);
            native.Stop();

            using Stage stage = new Stage().Set(ParameterId.FadeOutTime, 0.5).Set(ParameterId.FadeInTime, 2).Start();
            float[] sound = stage.Play(signal, cut, [.. Happenings.Select(point => new Happening(point.Position, point.Id, point.Value))]);
            Assert.NotEqual(signal, sound);
            Assert.Equal(expected, sound);
        }
    }

    [Fact]
    public void A_state_goes_from_one_shell_to_the_other_and_back()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            byte[] state = StateTests.Randomised(seed).SaveState();
            using HostedPlugin native = Make();
            Assert.True(native.SetState(state));
            Assert.True(native.SetComponentState(state));

            // What is written next is the same in both: the effect's own reading of it.
            EffectPlugin back = new();
            back.RestoreState(state);
            Assert.Equal(back.SaveState(), native.GetState());
            back.RestoreState(native.GetState());
            Assert.True(native.SetState(native.GetState()));
            Assert.Equal(native.GetState(), back.SaveState());
            foreach (HostedParameter parameter in back.Parameters.Cast<HostedParameter>())
                Assert.Equal(native.GetParameter((uint)parameter.Declared.Id), parameter.NormalizedEditValue, 1e-12);
        }
    }

    [Fact]
    public void A_parameter_has_the_native_shells_name_default_and_text()
    {
        using HostedPlugin native = Make();
        foreach (HostedParameter parameter in new EffectPlugin().Parameters.Cast<HostedParameter>())
        {
            HostedParameter own = parameter;
            Host.HostedParameter other = Assert.Single(native.Parameters, one => one.Id == (uint)own.Declared.Id);
            Assert.Equal(other.Title, own.Name);
            Assert.Equal(other.DefaultNormalized, own.GetValueNormalized(own.DefaultValue), 1e-12);
            foreach (double normalised in new[] { 0, 0.25, 0.5, 1 })
            {
                own.NormalizedEditValue = normalised;
                Assert.StartsWith(native.Format(other.Id, normalised), own.DisplayValue, StringComparison.Ordinal);
            }
        }
    }
}
