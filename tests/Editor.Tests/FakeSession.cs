using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>An effect that does what it is told and writes down each call of the editor.</summary>
internal sealed class FakeSession : IEditorSession
{
    private readonly Dictionary<ParameterId, double> _values = EffectParameters.All.ToDictionary(parameter => parameter.Id, parameter => parameter.DefaultNormalised);

    public static ModelStatus Shipped { get; } = new(
        "emotify-cnn 3", null, ["joy", "sadness", "neutral", "anger"], [0.8f, -0.7f, 0.1f, -0.6f], [0.5f, -0.6f, -0.2f, 0.8f], 3, null);

    public EffectTelemetry Telemetry { get; } = new();

    public ModelStatus ModelStatus { get; set; } = Shipped;

    /// <summary>"begin Floor", "Floor 0.5", "end Floor", "load x", "reset".</summary>
    public List<string> Calls { get; } = [];

    public List<string> Models { get; } = [];

    /// <summary>What is wrong with every model; null where all can be loaded.</summary>
    public string? LoadProblem { get; set; }

    public double GetNormalised(ParameterId id) => _values[id];

    public void BeginEdit(ParameterId id) => Calls.Add($"begin {id}");

    public void PerformEdit(ParameterId id, double normalised)
    {
        Calls.Add($"{id} {normalised:0.####}");
        _values[id] = normalised;
    }

    public void EndEdit(ParameterId id) => Calls.Add($"end {id}");

    public IReadOnlyList<string> FindModels() => Models;

    public bool TryLoadModel(string path, out string problem)
    {
        Calls.Add($"load {path}");
        problem = LoadProblem ?? "";
        if (LoadProblem != null)
            return false;
        ModelStatus = Shipped with { Name = Path.GetFileNameWithoutExtension(path), Path = path };
        return true;
    }

    public void ResetHistory() => Calls.Add("reset");

    /// <summary>A value as automation sets it: the editor has no part in it.</summary>
    public void SetPlain(ParameterId id, double plain) => _values[id] = EffectParameters.Of(id).ToNormalised(plain);

    public double Plain(ParameterId id) => EffectParameters.Of(id).ToPlain(_values[id]);
}
