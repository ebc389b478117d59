using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>What all panels have in common: fonts, frame, grid, the time axis.</summary>
internal static class Panels
{
    /// <summary>An empty panel over a time axis.</summary>
    /// <param name="seconds">The time axis's length.</param>
    /// <param name="yLabel">The vertical axis's quantity and unit.</param>
    internal static Plot Create(double seconds, string yLabel)
    {
        EmbeddedFonts.Use();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Palette.Paper;
        plot.Grid.MajorLineColor = Palette.Grid;
        plot.Grid.MajorLineWidth = 1;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.TickLabelStyle.ForeColor = Palette.Muted;
            axis.TickLabelStyle.FontSize = 12;
            axis.TickLabelStyle.FontName = EmbeddedFonts.Family;
            axis.FrameLineStyle.Color = Palette.Frame;
            axis.FrameLineStyle.Width = 1;
            axis.MajorTickStyle.Color = Palette.Frame;
            axis.MajorTickStyle.Length = 5;
            axis.MinorTickStyle.Color = Palette.Frame;
            axis.MinorTickStyle.Length = 0;
        }

        Label(plot.Axes.Left.Label, yLabel);
        Label(plot.Axes.Bottom.Label, "Time (s)");
        plot.Axes.Left.MinimumSize = 0;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 12, LabelFormatter = seconds => seconds.ToString("0.######") };
        plot.Axes.SetLimitsX(0, Math.Max(seconds, 1e-3));
        return plot;
    }

    internal static void Label(LabelStyle style, string text)
    {
        style.Text = text;
        style.FontName = EmbeddedFonts.Family;
        style.FontSize = 13;
        style.Bold = false;
        style.ForeColor = Palette.Ink;
    }

    /// <summary>Ticks at these places, with these words.</summary>
    internal static void SetTicks(IAxis axis, IEnumerable<(double Position, string Label)> ticks)
    {
        var generator = new ScottPlot.TickGenerators.NumericManual();
        foreach ((double position, string label) in ticks)
        {
            generator.AddMajor(position, label);
        }

        axis.TickGenerator = generator;
    }
}
