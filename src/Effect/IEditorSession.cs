namespace RealtimeEmotion.Effect;

/// <summary>
/// What the editor may see and do: the effect and its host, without either by name. All calls come from the
/// user-interface thread.
/// </summary>
public interface IEditorSession
{
    /// <summary>What the effect is doing.</summary>
    EffectTelemetry Telemetry { get; }

    /// <summary>The model that listens. Read it again from time to time: it changes when another is loaded.</summary>
    ModelStatus ModelStatus { get; }

    /// <summary>A parameter's value as the host shows it, 0 … 1.</summary>
    double GetNormalised(ParameterId id);

    /// <summary>The user takes hold of a parameter.</summary>
    void BeginEdit(ParameterId id);

    /// <summary>The user moves the parameter, between <see cref="BeginEdit"/> and <see cref="EndEdit"/>.</summary>
    void PerformEdit(ParameterId id, double normalised);

    /// <summary>The user lets go of the parameter.</summary>
    void EndEdit(ParameterId id);

    /// <summary>The model files that the user may choose from: the bundle's and the user's own folder's, full paths, sorted.</summary>
    IReadOnlyList<string> FindModels();

    /// <summary>Loads the user's model, makes it listen, and sets <see cref="ParameterId.Model"/> accordingly.</summary>
    /// <param name="path">An .onnx file.</param>
    /// <param name="problem">What is wrong with it and what to do, for the user to read; empty where it worked.</param>
    /// <returns>Whether it listens now; otherwise nothing has changed.</returns>
    bool TryLoadModel(string path, out string problem);

    /// <summary>Starts the analysis and all counts afresh, as play does.</summary>
    void ResetHistory();
}
