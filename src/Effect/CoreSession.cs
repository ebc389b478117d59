namespace RealtimeEmotion.Effect;

/// <summary>
/// The half of an editor's session that is the same under every shell: what concerns the effect. The other half goes by
/// way of the shell's host. All calls come from the user-interface thread.
/// </summary>
/// <param name="core">The effect.</param>
public abstract class CoreSession(EffectCore core) : IEditorSession
{
    /// <inheritdoc/>
    public EffectTelemetry Telemetry => core.Telemetry;

    /// <inheritdoc/>
    public ModelStatus ModelStatus => core.ModelStatus;

    /// <inheritdoc/>
    // Not every host hands outputs back to the side that shows them.
    public double GetNormalised(ParameterId id) => EffectParameters.Of(id).IsReadOnly ? core.GetNormalised(id) : GetShown(id);

    /// <inheritdoc/>
    public abstract void BeginEdit(ParameterId id);

    /// <inheritdoc/>
    public abstract void PerformEdit(ParameterId id, double normalised);

    /// <inheritdoc/>
    public abstract void EndEdit(ParameterId id);

    /// <inheritdoc/>
    public IReadOnlyList<string> FindModels() => core.FindModels();

    /// <inheritdoc/>
    public bool TryLoadModel(string path, out string problem)
    {
        if (!core.TryLoadModel(path, out problem))
            return false;
        double user = EffectParameters.Of(ParameterId.Model).ToNormalised((int)ModelSource.User);
        BeginEdit(ParameterId.Model);
        PerformEdit(ParameterId.Model, user);
        EndEdit(ParameterId.Model);

        // The host may be slow to send the edit back, or not be processing at all.
        core.SetNormalised(ParameterId.Model, user);
        core.UpdateModel();
        OnStateChanged();
        return true;
    }

    /// <inheritdoc/>
    public void ResetHistory() => core.ResetHistory();

    /// <summary>A value that is no output, as the host shows it, 0 … 1.</summary>
    protected abstract double GetShown(ParameterId id);

    /// <summary>The state holds something new that is no parameter's value; a host that wants to know is told here.</summary>
    protected virtual void OnStateChanged()
    {
    }
}
