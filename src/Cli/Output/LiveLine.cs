using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RealtimeEmotion.Cli.Output;

/// <summary>What a listener sees while listening: how far, and the emotions as bars.</summary>
/// <param name="metadata">The model's labels.</param>
/// <param name="lengthSeconds">Length of the whole.</param>
internal sealed class LiveLine(ModelMetadata metadata, double lengthSeconds)
{
    private const int ProgressWidth = 40;
    private const int BarWidth = 8;

    internal IRenderable Render(double seconds, EmotionEstimate? estimate)
    {
        int done = (int)Math.Round(ProgressWidth * Math.Clamp(seconds / lengthSeconds, 0, 1));
        string progress = $"[#2F6DB5]{new string('━', done)}[/][grey]{new string('─', ProgressWidth - done)}[/] {seconds,5:0.0} of {lengthSeconds:0} s";
        return new Rows(new Markup(progress), new Markup(estimate is { } e ? Emotions(e) : "[grey]listening…[/]"));
    }

    private string Emotions(EmotionEstimate estimate)
    {
        if (estimate.IsSilent)
        {
            return "[grey]silence[/]";
        }

        IEnumerable<string> bars = metadata.Labels.Select((label, k) =>
        {
            float p = estimate.Probabilities[k];
            string bar = $"{label} {Consoles.Bar(p, BarWidth)} {p * 100,3:0} %";
            string colored = $"[{EmotionColors.HexOf(label, k)}]{bar.EscapeMarkup()}[/]";
            return k == estimate.TopIndex ? $"[bold]{colored}[/]" : colored;
        });
        return string.Join("  ", bars) + (estimate.IsAmbiguous ? " [grey](ambiguous)[/]" : "");
    }
}
