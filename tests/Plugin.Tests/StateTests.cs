using RealtimeEmotion.Effect;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>Sessions, presets and programs as hosts handle them.</summary>
public sealed class StateTests(PublishedPlugin published) : PluginTestBase(published)
{
    private static void AssertValue(HostedPlugin plugin, ParameterId id, double plain) => Assert.Equal(plain, plugin.ToPlain((uint)id, plugin.GetParameter((uint)id)), 1e-6);

    [Fact]
    public void A_state_comes_back_in_another_instance_for_both_halves_and_for_the_sound()
    {
        byte[] state;
        using (HostedPlugin saved = Make((ParameterId.Position, 0.25), (ParameterId.FadeInTime, 3), (ParameterId.Bypass, 0), (ParameterId.Program, 2)))
        {
            state = saved.GetState();
            saved.Start(48000, 64);
            Assert.Equal(state, saved.GetState());
        }

        using HostedPlugin loaded = Make();
        Assert.True(loaded.SetState(state, largestRead: 1));
        Assert.True(loaded.SetComponentState(state));
        AssertValue(loaded, ParameterId.Position, 0.25);
        AssertValue(loaded, ParameterId.FadeInTime, 3);
        AssertValue(loaded, ParameterId.Program, 2);
        Assert.Equal(state, loaded.GetState());
        loaded.Start(48000, 64, mode: ProcessMode.Offline);
        Assert.Equal(0.25f, Play(loaded, [.. Enumerable.Repeat(1f, 64)]).Sound[63]);

        // Again, while it runs, and out of order.
        Assert.True(loaded.SetComponentState(state));
        Assert.True(loaded.SetState(state));
        loaded.Stop();
        Assert.Equal(state, loaded.GetState());
        Assert.Empty(loaded.GetEditorState());
        Assert.True(loaded.SetEditorState([]));
    }

    [Fact]
    public void A_broken_state_is_refused_and_nothing_changes()
    {
        using HostedPlugin plugin = Make((ParameterId.Position, 0.75));
        byte[] state = plugin.GetState();
        for (int at = 0; at < state.Length; at += 7)
        {
            byte[] broken = [.. state];
            broken[at] ^= 0xFF;
            Assert.False(plugin.SetState(broken));
            Assert.False(plugin.SetComponentState(broken));
            Assert.False(plugin.SetState(state.AsSpan(0, at)));
        }

        Assert.Equal(state, plugin.GetState());
        AssertValue(plugin, ParameterId.Position, 0.75);
    }

    [Fact]
    public void A_program_is_the_preset_in_both_halves_and_the_host_is_told()
    {
        using HostHandler handler = new();
        using HostedPlugin plugin = Make();
        plugin.SetHandler(handler);
        const int Program = 3;
        double value = EffectParameters.Of(ParameterId.Program).ToNormalised(Program);
        plugin.SetParameter((uint)ParameterId.Program, value);
        Assert.Equal(["restart ParameterValuesChanged"], handler.Log);
        foreach ((ParameterId id, double plain) in FactoryPresets.All[Program].Values)
            AssertValue(plugin, id, plain);

        plugin.Start(48000, 64);
        Play(plugin, new float[64], _ => 64, [new(0, ParameterId.Program, value)]);
        plugin.Stop();
        using HostedPlugin other = Make();
        Assert.True(other.SetComponentState(plugin.GetState()));
        foreach ((ParameterId id, double plain) in FactoryPresets.All[Program].Values)
            AssertValue(other, id, plain);

        // The same program again is what hosts write that restore parameter by parameter: it must not undo the others.
        plugin.SetParameter((uint)ParameterId.Position, 0.125);
        plugin.SetParameter((uint)ParameterId.Program, value);
        AssertValue(plugin, ParameterId.Position, 0.125);
        plugin.SetHandler(null);
    }

    [Fact]
    public void Programs_as_data_and_preset_files_hold_what_the_presets_say()
    {
        using HostedPlugin plugin = Make();
        int list = Assert.Single(plugin.ProgramLists()).Id;
        for (int program = 0; program < FactoryPresets.All.Count; program++)
        {
            FactoryPreset preset = FactoryPresets.All[program];
            byte[] data = plugin.GetProgram(list, program)!;
            PresetFile file = PresetFile.Load(Path.Combine(PublishedPlugin.Bundle, "Contents", "Resources", "Presets", preset.Name + ".vstpreset"));
            Assert.Equal(Library.Classes[0].Id, file.ClassId);
            Assert.True(data.AsSpan().SequenceEqual(file.ComponentState), $"presets/{preset.Name}.vstpreset is not what the plugin makes of it now");
            using HostedPlugin loaded = Make((ParameterId.TriggerHold, 9));
            Assert.True(loaded.SetState(file.ComponentState!));
            Assert.True(loaded.SetComponentState(file.ComponentState!));
            foreach (EffectParameter parameter in EffectParameters.All.Where(parameter => !parameter.IsReadOnly && !parameter.IsProgram))
                AssertValue(loaded, parameter.Id, preset.Values.TryGetValue(parameter.Id, out double plain) ? plain : parameter.Default);
            AssertValue(loaded, ParameterId.Program, program);
        }

        Assert.Null(plugin.GetProgram(list, FactoryPresets.All.Count));
        Assert.Null(plugin.GetProgram(list + 1, 0));
    }

    [Fact]
    public void An_unknown_version_is_kept_whole()
    {
        using HostedPlugin plugin = Make();
        EffectState later = EffectState.Load(new MemoryStream(plugin.GetState()));
        later.Values[9999] = 0.5;
        later.Unknown.Add((77, [1, 2, 3]));
        using var stream = new MemoryStream();
        later.Save(stream);
        byte[] bytes = stream.ToArray();
        Assert.True(plugin.SetState(bytes));
        Assert.Equal(bytes, plugin.GetState());
    }
}
