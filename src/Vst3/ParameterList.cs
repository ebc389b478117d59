using System.Collections;

namespace RealtimeEmotion.Vst3;

/// <summary>The parameters of a plugin in the order in which hosts show them. Filled in the plugin's constructor.</summary>
public sealed class ParameterList : IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _items = [];
    private readonly Dictionary<uint, Parameter> _byId = [];

    internal ParameterList()
    {
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public Parameter this[int index] => _items[index];

    /// <summary>Adds a parameter and hands it back.</summary>
    /// <exception cref="ArgumentException">The id is taken, a second parameter is the bypass, or one is both automatable and read-only.</exception>
    public T Add<T>(T parameter)
        where T : Parameter
    {
        const ParameterFlags AutomatableMeter = ParameterFlags.CanAutomate | ParameterFlags.ReadOnly;
        if ((parameter.Flags & AutomatableMeter) == AutomatableMeter)
            throw new ArgumentException($"Parameter \"{parameter.Title}\" cannot be both automatable and read-only.", nameof(parameter));
        if ((parameter.Flags & ParameterFlags.Bypass) != 0 && _items.Exists(other => (other.Flags & ParameterFlags.Bypass) != 0))
            throw new ArgumentException($"Parameter \"{parameter.Title}\" would be the second bypass.", nameof(parameter));
        if (!_byId.TryAdd(parameter.Id, parameter))
            throw new ArgumentException($"Parameter \"{parameter.Title}\" has the id {parameter.Id} of \"{_byId[parameter.Id].Title}\".", nameof(parameter));
        _items.Add(parameter);
        return parameter;
    }

    /// <summary>Finds a parameter by its id. Any thread; allocates nothing.</summary>
    public bool TryGet(uint id, out Parameter parameter) => _byId.TryGetValue(id, out parameter!);

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
