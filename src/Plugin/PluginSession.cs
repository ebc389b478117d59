using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Plugin;

/// <summary>What the editor sees and does, by way of a VST3 host.</summary>
internal sealed class PluginSession(EffectPlugin plugin) : IEditorSession
{
    public EffectTelemetry Telemetry => plugin.Core.Telemetry;

    public ModelStatus ModelStatus => plugin.Core.ModelStatus;

    public double GetNormalised(ParameterId id)
    {
        CoreParameter parameter = plugin.ParameterOf(id);
        // Not every host hands outputs back to the side that shows them.
        return parameter.Declared.IsReadOnly ? parameter.ProcessorValue : parameter.ControllerValue;
    }

    public void BeginEdit(ParameterId id) => plugin.Handler?.BeginEdit(plugin.ParameterOf(id));

    public void PerformEdit(ParameterId id, double normalised)
    {
        CoreParameter parameter = plugin.ParameterOf(id);
        if (plugin.Handler is { } handler)
        {
            handler.PerformEdit(parameter, normalised);
            return;
        }

        parameter.Show(normalised);
        plugin.Core.SetNormalised(id, normalised);
    }

    public void EndEdit(ParameterId id) => plugin.Handler?.EndEdit(plugin.ParameterOf(id));

    public IReadOnlyList<string> FindModels() => plugin.Core.FindModels();

    public bool TryLoadModel(string path, out string problem)
    {
        if (!plugin.Core.TryLoadModel(path, out problem))
            return false;
        double user = EffectParameters.Of(ParameterId.Model).ToNormalised((int)ModelSource.User);
        BeginEdit(ParameterId.Model);
        PerformEdit(ParameterId.Model, user);
        EndEdit(ParameterId.Model);
        plugin.Core.SetNormalised(ParameterId.Model, user);
        plugin.Core.UpdateModel();
        plugin.Handler?.SetDirty(true);
        return true;
    }

    public void ResetHistory() => plugin.Core.ResetHistory();
}
