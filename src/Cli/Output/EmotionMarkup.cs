using RealtimeEmotion.Cli.Plots;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Output;

/// <summary>An emotion's name in its colour, for tables and live lines.</summary>
internal static class EmotionMarkup
{
    /// <param name="label">The model's name for it.</param>
    /// <param name="index">Its place among the labels.</param>
    /// <param name="text">What to show instead of the name.</param>
    internal static string Of(string label, int index, string? text = null) => $"[{EmotionColors.HexOf(label, index)}]{(text ?? label).EscapeMarkup()}[/]";
}
