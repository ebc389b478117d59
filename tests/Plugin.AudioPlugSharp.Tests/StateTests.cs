using CsCheck;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Tests;
using RealtimeEmotion.Engine.Tests;
using Xunit;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>Sessions, as hosts save and restore them.</summary>
[Collection(Alone.Name)]
public sealed class StateTests
{
    internal static EffectPlugin Randomised(int seed)
    {
        EffectPlugin plugin = new();
        Random random = new(seed);
        foreach (HostedParameter parameter in plugin.Parameters.Cast<HostedParameter>())
            plugin.Core.SetNormalised(parameter.Declared.Id, random.NextDouble());
        return plugin;
    }

    private static byte[] CoreState(EffectCore core)
    {
        using MemoryStream stream = new();
        core.SaveState(stream);
        return stream.ToArray();
    }

    [Fact]
    public void The_bytes_are_the_effects_own_and_come_back_in_every_value()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            EffectPlugin saved = Randomised(seed);
            byte[] state = saved.SaveState();
            Assert.Equal(CoreState(saved.Core), state);

            // With no editor, twice, and no initialisation before.
            EffectPlugin loaded = Randomised(seed + 100);
            loaded.RestoreState(state);
            loaded.RestoreState(state);
            using EffectCore core = new(new EffectEnvironment(null, []));
            core.LoadState(new MemoryStream(state));
            Assert.Equal(CoreState(core), loaded.SaveState());
            foreach (HostedParameter parameter in loaded.Parameters.Cast<HostedParameter>())
            {
                double plain = saved.Core.GetPlain(parameter.Declared.Id);
                Assert.Equal(plain, parameter.ProcessValue, 1e-9);
                Assert.Equal(plain, parameter.EditValue, 1e-9);
            }
        }
    }

    [Fact]
    public void Broken_bytes_change_nothing_and_pass_nothing_into_the_host()
    {
        byte[] state = Randomised(1).SaveState();
        EffectPlugin plugin = Randomised(2);
        byte[] before = plugin.SaveState();
        plugin.RestoreState(null);
        plugin.RestoreState([]);
        for (int at = 0; at < state.Length; at++)
        {
            byte[] broken = [.. state];
            broken[at] ^= 0x40;
            plugin.RestoreState(broken);
            plugin.RestoreState(state[..at]);
        }

        Gen.Byte.Array[0, 300].Sample(bytes => plugin.RestoreState(bytes), iter: 1000, threads: 1);
        plugin.RestoreState("<?xml version=\"1.0\"?><AudioPluginSaveState><EditorWidth>800</EditorWidth></AudioPluginSaveState>"u8.ToArray());
        Assert.Equal(before, plugin.SaveState());
    }

    [Fact]
    public void What_a_host_hands_out_behind_the_state_is_left()
    {
        byte[] state = Randomised(3).SaveState();
        EffectPlugin plugin = new();
        EffectPlugin other = new();
        plugin.RestoreState([.. state, .. new byte[700]]);
        other.RestoreState(state);
        Assert.NotEqual(new EffectPlugin().SaveState(), plugin.SaveState());
        Assert.Equal(other.SaveState(), plugin.SaveState());
    }

    [Fact]
    public async Task A_state_may_be_saved_and_restored_while_blocks_are_processed()
    {
        using Stage stage = new Stage().Set(ParameterId.Model, (int)ModelSource.Off).Start();
        byte[][] states = [.. Enumerable.Range(0, 3).Select(k =>
        {
            EffectPlugin plugin = new();
            plugin.Core.SetPlain(ParameterId.Model, (int)ModelSource.Off);
            plugin.Core.SetPlain(ParameterId.Position, k / 2.0);
            return plugin.SaveState();
        })];
        using CancellationTokenSource stop = new();
        Task other = Task.Run(() =>
        {
            for (int k = 0; !stop.IsCancellationRequested; k++)
            {
                stage.Plugin.RestoreState(states[k % 3]);
                Assert.NotEmpty(stage.Plugin.SaveState());
            }
        });
        float[] noise = Signals.Noise(48000, 4);
        for (int round = 0; round < 5; round++)
            Assert.All(stage.Play(noise, _ => 64, [new(100, ParameterId.Floor, 0.5), new(30000, ParameterId.Gate, 1)]), sample => Assert.InRange(Math.Abs(sample), 0, 1));
        await stop.CancelAsync();
        await other;

        // What was restored last acts, and nothing that was there before takes it back.
        for (int k = 0; k < 3; k++)
        {
            stage.Plugin.RestoreState(states[k]);
            stage.Play(Signals.Constant(1024));
            Assert.Equal(k / 2f, stage.Play(Signals.Constant(64))[63]);
            Assert.Equal(states[k], stage.Plugin.SaveState());
            Assert.Equal(k / 2.0, stage.Plugin.ParameterOf(ParameterId.Position).ProcessValue);
        }
    }
}
