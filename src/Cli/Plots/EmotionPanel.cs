using ScottPlot;
using ScottPlot.Plottables;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>Probabilities over time, one curve an emotion, and a strip that says which one leads.</summary>
internal static class EmotionPanel
{
    private const double StripTop = -0.03;
    private const double StripBottom = -0.13;

    /// <summary>Explains <see cref="CreatePlane"/>.</summary>
    internal static IReadOnlyList<LegendEntry> PlaneLegend { get; } = [new("valence", Palette.Valence), new("arousal", Palette.Arousal)];

    /// <summary>Explains <see cref="Create"/>.</summary>
    internal static IReadOnlyList<LegendEntry> Legend(IReadOnlyList<string> labels) => [.. labels.Select((label, k) => new LegendEntry(label, Palette.Of(label, k)))];

    /// <summary>A stretch of the strip.</summary>
    /// <param name="Start">In seconds.</param>
    /// <param name="End">In seconds.</param>
    /// <param name="Label">The emotion; null is silence.</param>
    internal readonly record struct Stretch(double Start, double End, string? Label);

    /// <param name="seconds">The time axis's length.</param>
    /// <param name="labels">The model's emotions.</param>
    /// <param name="times">When each estimate holds, in seconds.</param>
    /// <param name="probabilities">For each emotion, its probability at those times; NaN in silence.</param>
    /// <param name="leading">What leads when.</param>
    /// <param name="meant">What was meant when, for a second strip above; may be empty.</param>
    internal static Plot Create(double seconds, IReadOnlyList<string> labels, double[] times, double[][] probabilities, IReadOnlyList<Stretch> leading, IReadOnlyList<Stretch> meant)
    {
        Plot plot = Panels.Create(seconds, "Probability");
        for (int k = 0; k < labels.Count; k++)
        {
            Color color = Palette.Of(labels[k], k);
            foreach ((int from, int to) in Runs(probabilities[k]))
            {
                double[] x = times[from..to], y = probabilities[k][from..to];
                FillY area = plot.Add.FillY(x, new double[x.Length], y);
                area.FillColor = color.WithAlpha(0.10);
                area.LineWidth = 0;
                Scatter line = plot.Add.ScatterLine(x, y, color);
                line.LineWidth = 2.6f;
                if (x.Length == 1)
                {
                    line.MarkerSize = 8;
                    line.MarkerShape = MarkerShape.FilledCircle;
                }
            }
        }

        AddStrip(plot, seconds, labels, leading, StripBottom, StripTop, "");
        AddStrip(plot, seconds, labels, meant, 1.03, 1.13, "meant: ");
        plot.Axes.SetLimitsY(StripBottom - 0.03, meant.Count > 0 ? 1.16 : 1.03);
        Panels.SetTicks(plot.Axes.Left, [(0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1, "1")]);
        return plot;
    }

    /// <summary>Valence and arousal over time.</summary>
    internal static Plot CreatePlane(double seconds, double[] times, double[] valence, double[] arousal)
    {
        Plot plot = Panels.Create(seconds, "−1 … 1");
        foreach ((double[] values, Color color) in ((double[], Color)[])[(valence, Palette.Valence), (arousal, Palette.Arousal)])
        {
            foreach ((int from, int to) in Runs(values))
            {
                Scatter line = plot.Add.ScatterLine(times[from..to], values[from..to], color);
                line.LineWidth = 2.4f;
            }
        }

        HorizontalLine zero = plot.Add.HorizontalLine(0, 1, Palette.Frame);
        plot.MoveToBack(zero);
        plot.Axes.SetLimitsY(-1.05, 1.05);
        Panels.SetTicks(plot.Axes.Left, [(-1, "−1"), (-0.5, "−0.5"), (0, "0"), (0.5, "0.5"), (1, "1")]);
        return plot;
    }

    private static void AddStrip(Plot plot, double seconds, IReadOnlyList<string> labels, IReadOnlyList<Stretch> stretches, double bottom, double top, string prefix)
    {
        foreach (Stretch stretch in stretches)
        {
            int index = stretch.Label is null ? -1 : Math.Max(0, labels.ToList().IndexOf(stretch.Label));
            Rectangle bar = plot.Add.Rectangle(stretch.Start, stretch.End, bottom, top);
            bar.FillColor = stretch.Label is null ? Palette.Silence : Palette.Of(stretch.Label, index);
            bar.LineWidth = 1;
            bar.LineColor = Palette.Paper;
            string text = prefix + (stretch.Label ?? "silence");

            // A letter is about 8 pixels of about 1000; words that do not fit are left to the legend.
            if ((stretch.End - stretch.Start) / seconds * 1000 > text.Length * 8.5)
            {
                Text words = plot.Add.Text(text, (stretch.Start + stretch.End) / 2, (bottom + top) / 2);
                words.LabelAlignment = Alignment.MiddleCenter;
                words.LabelFontName = EmbeddedFonts.Family;
                words.LabelFontSize = 11;
                words.LabelFontColor = stretch.Label is null ? Palette.Muted : Palette.Paper;
                words.LabelBold = true;
            }
        }
    }

    // Stretches without NaN.
    private static IEnumerable<(int From, int To)> Runs(double[] values)
    {
        int from = -1;
        for (int i = 0; i <= values.Length; i++)
        {
            bool number = i < values.Length && !double.IsNaN(values[i]);
            if (number && from < 0)
            {
                from = i;
            }
            else if (!number && from >= 0)
            {
                yield return (from, i);
                from = -1;
            }
        }
    }
}
