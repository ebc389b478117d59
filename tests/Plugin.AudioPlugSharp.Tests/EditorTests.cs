using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Tests;
using RealtimeEmotion.Engine.Tests;
using Xunit;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>The editor's way to the host, and where there is no window for it.</summary>
[Collection(Alone.Name)]
public sealed class EditorTests
{
    [Fact]
    public void Without_a_window_there_is_no_editor_and_nothing_fails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are windows.");
        using Stage stage = new();
        Assert.False(stage.Plugin.HasUserInterface);
        Assert.Equal(1, stage.Plugin.GetDpiScale());
        stage.Plugin.ShowEditor(0);
        stage.Plugin.ResizeEditor(1200, 800);
        Assert.Equal((1200u, 800u), (stage.Plugin.EditorWidth, stage.Plugin.EditorHeight));
        stage.Plugin.HideEditor();
        stage.Plugin.HideEditor();
    }

    [Fact]
    public void A_drag_is_one_edit_for_the_host()
    {
        using Stage stage = new();
        HostSession session = new(stage.Plugin);
        Assert.Empty(stage.Host.Edits);
        session.BeginEdit(ParameterId.Intensity);
        session.PerformEdit(ParameterId.Intensity, 0.25);
        session.PerformEdit(ParameterId.Intensity, 0.5);
        session.EndEdit(ParameterId.Intensity);
        Assert.Equal(["begin Intensity", "perform Intensity 0.25", "perform Intensity 0.5", "end Intensity"], stage.Host.Edits);
        Assert.Equal(0.5, session.GetNormalised(ParameterId.Intensity));
        Assert.Equal("50.0 %", stage.Plugin.ParameterOf(ParameterId.Intensity).DisplayValue);

        // The value reaches the effect by the host, as a point.
        Assert.Equal(0, stage.Plugin.Core.GetNormalised(ParameterId.Intensity));
        stage.Set(ParameterId.Intensity, 50);
        Assert.Equal(0.5, stage.Plugin.Core.GetNormalised(ParameterId.Intensity));
    }

    [Fact]
    public void Without_a_host_an_edit_reaches_the_effect_all_the_same()
    {
        EffectPlugin plugin = new();
        HostSession session = new(plugin);
        session.BeginEdit(ParameterId.Position);
        session.PerformEdit(ParameterId.Position, 0.75);
        session.EndEdit(ParameterId.Position);
        plugin.Process();
        Assert.Equal(0.75, plugin.Core.GetPlain(ParameterId.Position));
    }

    [Fact]
    public void A_preset_that_is_chosen_shows_at_once_and_outputs_are_the_effects()
    {
        using Stage stage = new();
        HostSession session = new(stage.Plugin);
        session.PerformEdit(ParameterId.Program, EffectParameters.Of(ParameterId.Program).ToNormalised(3));
        Assert.Equal(["perform Preset " + EffectParameters.Of(ParameterId.Program).ToNormalised(3)], stage.Host.Edits);
        Assert.All(FactoryPresets.All[3].Settings, setting => Assert.Equal(
            EffectParameters.Of(setting.Id).ToPlain(setting.Normalised), stage.Plugin.ParameterOf(setting.Id).EditValue));
        stage.Plugin.Core.SetNormalised(ParameterId.Arousal, 0.125);
        Assert.Equal(0.125, session.GetNormalised(ParameterId.Arousal));
    }

    [Fact]
    public void A_users_model_listens_and_is_in_the_state()
    {
        using Stage stage = new Stage().Start();
        HostSession session = new(stage.Plugin);
        Assert.DoesNotContain(session.FindModels(), path => Path.GetFileName(path) == "emotify.onnx");
        Assert.Equal("emotify", session.ModelStatus.Name, ignoreCase: true);
        Assert.True(session.TryLoadModel(Rig.TinyPath, out string problem), problem);
        Assert.Equal(Path.GetFullPath(Rig.TinyPath), session.ModelStatus.Path);
        Assert.Equal(3, stage.Host.Edits.Count);

        EffectPlugin loaded = new();
        loaded.RestoreState(stage.Plugin.SaveState());
        Assert.Equal((int)ModelSource.User, loaded.ParameterOf(ParameterId.Model).EditValue);
        Assert.Equal(stage.Plugin.SaveState(), loaded.SaveState());
        Assert.False(session.TryLoadModel(Path.Combine(AppContext.BaseDirectory, "emotify.md"), out problem));
        Assert.Contains("emotify.md", problem, StringComparison.Ordinal);
    }
}
