using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class CoreSessionTests
{
    private static readonly double User = EffectParameters.Of(ParameterId.Model).ToNormalised((int)ModelSource.User);

    [Fact]
    public void A_users_model_is_one_edit_of_the_host_and_listens_at_once()
    {
        using EffectCore core = new(new EffectEnvironment(null, []));
        core.Prepare(48000, 2, 0, isOffline: true);
        core.Activate();
        LoggedSession session = new(core);
        Assert.True(session.TryLoadModel(Rig.TinyPath, out string problem));
        Assert.Equal("", problem);
        Assert.Equal([$"begin {ParameterId.Model}", $"perform {ParameterId.Model} {User}", $"end {ParameterId.Model}", "state"], session.Log);
        Assert.Equal(User, core.GetNormalised(ParameterId.Model));
        Assert.Equal(Path.GetFullPath(Rig.TinyPath), session.ModelStatus.Path);
        Assert.Null(session.ModelStatus.Error);
    }

    [Fact]
    public void A_file_that_is_no_model_changes_nothing_and_is_named()
    {
        using EffectCore core = new(new EffectEnvironment(null, []));
        LoggedSession session = new(core);
        Assert.False(session.TryLoadModel("/nowhere/at-all.onnx", out string problem));
        Assert.Contains("at-all.onnx", problem, StringComparison.Ordinal);
        Assert.Empty(session.Log);
        Assert.Equal(0, core.GetPlain(ParameterId.Model));
    }

    [Fact]
    public void Outputs_come_from_the_effect_and_all_else_as_the_host_shows_it()
    {
        using EffectCore core = new(new EffectEnvironment(null, []));
        core.SetNormalised(ParameterId.Joy, 0.5);
        core.SetNormalised(ParameterId.Floor, 0.5);
        LoggedSession session = new(core);
        Assert.Equal(0.5, session.GetNormalised(ParameterId.Joy));
        Assert.Equal(0.125, session.GetNormalised(ParameterId.Floor));
    }

    [Fact]
    public void The_environment_of_an_installed_effect_has_its_own_model_and_both_folders()
    {
        EffectEnvironment installed = EffectEnvironment.Around("resources");
        Assert.Equal(Path.Combine("resources", "emotify.onnx"), installed.ShippedModel);
        Assert.Equal("resources", installed.ModelFolders[^1]);
        foreach (string? nowhere in new[] { null, "" })
        {
            EffectEnvironment lost = EffectEnvironment.Around(nowhere);
            Assert.Null(lost.ShippedModel);
            Assert.Equal(installed.ModelFolders.SkipLast(1), lost.ModelFolders);
        }
    }

    [Fact]
    public void A_presets_settings_are_what_applying_it_does()
    {
        foreach ((FactoryPreset preset, int index) in FactoryPresets.All.Select((preset, index) => (preset, index)))
        {
            using EffectCore core = new(new EffectEnvironment(null, []));
            core.ApplyPreset(index);
            Dictionary<ParameterId, double> settings = preset.Settings.ToDictionary(setting => setting.Id, setting => setting.Normalised);
            Assert.All(settings, setting => Assert.Equal(core.GetNormalised(setting.Key), setting.Value));
            Assert.Equal(
                EffectParameters.All.Where(parameter => !parameter.IsReadOnly && !parameter.IsBypass && !parameter.IsProgram && parameter.Id != ParameterId.Model).Select(parameter => parameter.Id),
                settings.Keys);
        }
    }

    private sealed class LoggedSession(EffectCore core) : CoreSession(core)
    {
        public List<string> Log { get; } = [];

        public override void BeginEdit(ParameterId id) => Log.Add($"begin {id}");

        public override void PerformEdit(ParameterId id, double normalised) => Log.Add($"perform {id} {normalised}");

        public override void EndEdit(ParameterId id) => Log.Add($"end {id}");

        protected override double GetShown(ParameterId id) => 0.125;

        protected override void OnStateChanged() => Log.Add("state");
    }
}
