namespace RealtimeEmotion.Vst3;

/// <summary>A parameter that chooses one of several named values; its plain value is the index.</summary>
public sealed class ListParameter : Parameter
{
    private readonly string[] _names;

    /// <summary>Declares a list of at least two names.</summary>
    /// <exception cref="ArgumentException">There are fewer than two names.</exception>
    public ListParameter(uint id, string title, params string[] names)
        : base(id, title)
    {
        if (names.Length < 2)
            throw new ArgumentException("A list needs two names or more.", nameof(names));
        _names = names;
        Maximum = names.Length - 1;
        StepCount = names.Length - 1;
        Flags = ParameterFlags.CanAutomate | ParameterFlags.List;
    }

    /// <summary>The names, by index.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public override string Format(double plain) => _names[Math.Clamp((int)Math.Round(plain), 0, _names.Length - 1)];

    /// <inheritdoc/>
    public override bool TryParse(string text, out double plain)
    {
        int index = Array.FindIndex(_names, name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            return base.TryParse(text, out plain);
        plain = index;
        return true;
    }
}
