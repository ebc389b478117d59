namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>A list of choices to show over the editor.</summary>
/// <param name="Items">The choices.</param>
/// <param name="Selected">The one that is in force; −1 for none.</param>
/// <param name="Choose">Called with the chosen one's index.</param>
internal sealed record Menu(IReadOnlyList<string> Items, int Selected, Action<int> Choose)
{
    /// <summary>Draws a picture of a choice's curve beside its name; null for plain text.</summary>
    internal Func<int, double, double>? Curve { get; init; }

    /// <summary>How many columns the choices stand in.</summary>
    internal int Columns { get; init; } = 1;
}
