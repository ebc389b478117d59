using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>A line of a legend.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Color">The colour that it explains.</param>
internal readonly record struct LegendEntry(string Label, Color Color);
