using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;
using ScottPlot;
using ScottPlot.Plottables;
using Palette = RealtimeEmotion.Cli.Plots.Palette;

namespace RealtimeEmotion.Cli.Reports;

/// <summary>The charts of a training's report, as SVG elements.</summary>
internal static class ReportCharts
{
    internal static readonly Color Training = Palette.WaveCore;
    internal static readonly Color Validation = Palette.Gain;
    private const int Width = 520;
    private const int Height = 320;
    private const int PictureWidth = 330;
    private const int PictureHeight = 150;
    private const int PictureScale = 2;

    /// <summary>A value of every fit over its epochs: on what it was trained on, and on what it did not hear.</summary>
    /// <param name="fits">The fits; one or more have epochs.</param>
    /// <param name="label">The value's name.</param>
    /// <param name="training">The value in training.</param>
    /// <param name="validation">The value on validation tracks; null where there are none.</param>
    /// <param name="isShare">Whether it is 0 … 1.</param>
    internal static string Curves(IReadOnlyList<FitHistory> fits, string label, Func<EpochRecord, double> training, Func<EpochRecord, double?> validation, bool isShare)
    {
        int epochs = fits.Max(f => f.Epochs.Length);
        Plot plot = Panels.Create(epochs, label);
        Panels.Label(plot.Axes.Bottom.Label, "Epoch");
        foreach (FitHistory fit in fits)
        {
            Line(plot, fit.Epochs, training, Training, "training");
            Line(plot, [.. fit.Epochs.Where(e => validation(e) is not null)], e => validation(e)!.Value, Validation, "validation");
        }

        plot.Axes.AutoScaleY();
        AxisLimits limits = plot.Axes.GetLimits();
        double room = 0.04 * (limits.Top - limits.Bottom);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 8 };
        plot.Axes.SetLimitsX(epochs == 1 ? 0 : 1, Math.Max(epochs, 2));
        plot.Axes.SetLimitsY(isShare ? Math.Max(0, limits.Bottom - room) : limits.Bottom - room, isShare ? Math.Min(1.02, limits.Top + room) : limits.Top + room);
        if (isShare)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = v => $"{100 * v:0} %" };
        }

        return Svg(plot);
    }

    /// <summary>How often answers are right that are so sure, beside how often they should be.</summary>
    internal static string Reliability(ClassificationScore score)
    {
        Plot plot = Panels.Create(1, "Share that is right");
        Panels.Label(plot.Axes.Bottom.Label, "Probability of the answer");
        LinePlot diagonal = plot.Add.Line(0, 0, 1, 1);
        diagonal.LineColor = Palette.Frame;
        diagonal.LinePattern = LinePattern.Dashed;
        double most = score.Reliability.Max(r => r.Answers);
        foreach (ReliabilityRange range in score.Reliability)
        {
            LinePlot distance = plot.Add.Line(range.Confidence, range.Confidence, range.Confidence, range.Accuracy);
            distance.LineColor = Validation.WithAlpha(0.45);
            distance.LineWidth = 2;
            Marker marker = plot.Add.Marker(range.Confidence, range.Accuracy);
            marker.MarkerSize = (float)(6 + (16 * Math.Sqrt(range.Answers / most)));
            marker.Color = Validation;
            Text count = plot.Add.Text($"{range.Answers}", range.Confidence, range.Accuracy);
            count.LabelFontName = EmbeddedFonts.Family;
            count.LabelFontSize = 11;
            count.LabelFontColor = Palette.Muted;
            count.OffsetX = (marker.MarkerSize / 2) + 3;
            count.OffsetY = -7;
        }

        foreach (IAxis axis in (IAxis[])[plot.Axes.Left, plot.Axes.Bottom])
        {
            Panels.SetTicks(axis, Enumerable.Range(0, 6).Select(k => (k / 5.0, $"{20 * k} %")));
        }

        plot.Axes.SetLimits(0, 1.04, 0, 1.04);
        return Svg(plot);
    }

    /// <summary>What a model hears of an excerpt, as a PNG.</summary>
    /// <param name="samples">Mono samples.</param>
    /// <param name="sampleRate">Their rate in hertz.</param>
    internal static byte[] Mel(float[] samples, int sampleRate)
    {
        var picture = new SoundPicture(sampleRate, 1);
        picture.Add(samples);
        picture.Finish();
        Plot plot = picture.MelPanel();
        plot.FigureBackground.Color = Palette.Paper;
        plot.Axes.Left.Label.IsVisible = false;
        plot.Axes.Bottom.Label.IsVisible = false;
        foreach (ScottPlot.Panels.ColorBar bar in plot.Axes.GetPanels().OfType<ScottPlot.Panels.ColorBar>().ToArray())
        {
            // Small pictures beside each other are compared by shape; the figures would not be readable.
            plot.Axes.Remove(bar);
        }

        plot.Axes.Left.TickLabelStyle.FontSize = plot.Axes.Bottom.TickLabelStyle.FontSize = 9;
        plot.Layout.Fixed(new PixelPadding(30, 8, 20, 5));
        plot.ScaleFactor = PictureScale;
        return plot.GetImageBytes(PictureScale * PictureWidth, PictureScale * PictureHeight, ImageFormat.Png);
    }

    private static void Line(Plot plot, IReadOnlyList<EpochRecord> epochs, Func<EpochRecord, double> of, Color color, string name)
    {
        if (epochs.Count == 0)
        {
            return;
        }

        Scatter line = plot.Add.Scatter(epochs.Select(e => (double)e.Epoch).ToArray(), epochs.Select(of).ToArray(), color.WithAlpha(0.8));
        line.LineWidth = 1.6f;
        line.MarkerSize = epochs.Count == 1 ? 6 : 0;
        line.LegendText = name;
    }

    private static string Svg(Plot plot)
    {
        plot.FigureBackground.Color = Palette.Paper;
        plot.Axes.Left.MinimumSize = 68;
        plot.Axes.Right.MinimumSize = 24;
        plot.HideLegend();
        string xml = plot.GetSvgXml(Width, Height);
        xml = xml[xml.IndexOf("<svg", StringComparison.Ordinal)..];

        // Without a view box it would not scale with the page.
        return xml.Contains("viewBox", StringComparison.Ordinal)
            ? xml
            : xml.Insert("<svg".Length, $" viewBox=\"0 0 {Width} {Height}\"");
    }
}
