using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Service.Streams;

/// <summary>The models that callers may choose; each is loaded when it is first asked for, and then shared.</summary>
internal sealed class ModelLibrary : IDisposable
{
    private readonly Dictionary<string, Lazy<EmotionModel>> _models = new(StringComparer.OrdinalIgnoreCase);

    public ModelLibrary(ServiceOptions options)
    {
        foreach (ModelChoice choice in options.Models)
        {
            _models[choice.Name] = new Lazy<EmotionModel>(choice.Load);
        }

        Names = [.. options.Models.Select(choice => choice.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>All names; the first is the default.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>A model by its name.</summary>
    /// <param name="name">Null for the default.</param>
    /// <exception cref="InputException">There is none of that name, or it cannot be loaded.</exception>
    internal EmotionModel Get(string? name) => _models.TryGetValue(name ?? Names[0], out Lazy<EmotionModel>? model)
        ? model.Value
        : throw new InputException($"model '{name}'", "there is no such model here", $"choose one of {string.Join(", ", Names)}");

    /// <summary>How a model is spelled here.</summary>
    internal string NameOf(string? name) => Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Names[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<EmotionModel> model in _models.Values.Where(model => model.IsValueCreated))
        {
            model.Value.Dispose();
        }
    }
}
