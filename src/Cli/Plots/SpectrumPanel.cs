using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.Plottables;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>Power over time and frequency, in dB, with a colour bar.</summary>
internal static class SpectrumPanel
{
    /// <summary>What is this far below the loudest is as dark as silence.</summary>
    private const double RangeDecibels = 90;

    private const int ImageColumns = 1600;
    private const int ImageRows = 512;

    private static readonly double[] TickFrequencies = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 40000, 80000, 160000];

    /// <param name="columns">The spectra.</param>
    /// <param name="seconds">The time axis's length.</param>
    /// <param name="secondsPerSpectrum">From one spectrum to the next.</param>
    /// <param name="label">The vertical axis's label.</param>
    /// <param name="heights">Where each row's centre stands, 0 (bottom) … 1 (top), ascending.</param>
    /// <param name="heightOfFrequency">Where a frequency in hertz stands on that scale.</param>
    /// <param name="colourLabel">The colour bar's quantity and unit.</param>
    internal static Plot Create(SpectrumColumns columns, double seconds, double secondsPerSpectrum, string label, double[] heights, Func<double, double> heightOfFrequency, string colourLabel)
    {
        Plot plot = Panels.Create(seconds, label);
        plot.HideGrid();
        double[,] image = Image(columns, heights, out double highest);
        double top = Math.Ceiling(highest / 10) * 10;
        Heatmap map = plot.Add.Heatmap(image);
        map.Extent = new CoordinateRect(0, Math.Max(columns.Spectra * secondsPerSpectrum, 1e-3), 0, 1);
        map.Colormap = new ScottPlot.Colormaps.Inferno();
        map.ManualRange = new ScottPlot.Range(top - RangeDecibels, top);
        map.Smooth = true;
        map.NaNCellColor = map.Colormap.GetColor(0);
        plot.DataBackground.Color = map.Colormap.GetColor(0);
        plot.Axes.SetLimitsY(0, 1);
        Panels.SetTicks(plot.Axes.Left, FrequencyTicks(heightOfFrequency));
        ColorBar bar = plot.Add.ColorBar(map);
        bar.Width = 14;
        bar.Axis.TickLabelStyle.ForeColor = Palette.Muted;
        bar.Axis.TickLabelStyle.FontSize = 12;
        bar.Axis.FrameLineStyle.Color = Palette.Frame;
        bar.Axis.MajorTickStyle.Color = Palette.Frame;
        bar.Axis.MinorTickStyle.Length = 0;
        Panels.SetTicks(bar.Axis, Enumerable.Range(0, (int)(RangeDecibels / 20) + 1).Select(k => (top - (20.0 * k), Signed(top - (20.0 * k)))));
        Panels.Label(bar.LabelStyle, colourLabel);
        bar.Label = colourLabel;
        return plot;
    }

    // From the top down, and never closer than a label is high.
    private static List<(double Height, string Label)> FrequencyTicks(Func<double, double> heightOfFrequency)
    {
        const double Least = 0.075;
        var ticks = new List<(double Height, string Label)>();
        double last = double.PositiveInfinity;
        foreach (double hertz in TickFrequencies.Reverse())
        {
            double height = heightOfFrequency(hertz);
            if (height is >= 0 and <= 1 && last - height >= Least)
            {
                ticks.Add((height, hertz < 1000 ? $"{hertz:0}" : $"{hertz / 1000:0}k"));
                last = height;
            }
        }

        return ticks;
    }

    private static string Signed(double decibels) => decibels == 0 ? "0" : $"{decibels:0}".Replace('-', '−');

    // Rows of the picture are evenly spaced in height; the spectrum's are not. A picture's row takes the loudest of the
    // spectrum's rows that it covers; where it covers none, it lies between two and is interpolated.
    private static double[,] Image(SpectrumColumns columns, double[] heights, out double highest)
    {
        int width = Math.Max(1, Math.Min(ImageColumns, columns.Columns));
        var image = new double[ImageRows, width];
        var decibels = new double[heights.Length];
        highest = double.NegativeInfinity;
        for (int x = 0; x < width; x++)
        {
            int left = (int)((long)x * columns.Columns / width);
            int right = Math.Max(left + 1, (int)((long)(x + 1) * columns.Columns / width));
            for (int r = 0; r < decibels.Length; r++)
            {
                float power = 0;
                for (int c = left; c < right && c < columns.Columns; c++)
                {
                    power = Math.Max(power, columns.Power(c, r));
                }

                decibels[r] = 10 * Math.Log10(Math.Max(power, 1e-14));
                highest = Math.Max(highest, decibels[r]);
            }

            int next = 0;
            for (int y = 0; y < ImageRows; y++)
            {
                double bottom = y / (double)ImageRows, top = (y + 1) / (double)ImageRows;
                while (next < heights.Length && heights[next] < bottom)
                {
                    next++;
                }

                double value = double.NegativeInfinity;
                for (int r = next; r < heights.Length && heights[r] < top; r++)
                {
                    value = Math.Max(value, decibels[r]);
                }

                // A heat map's row 0 is its top.
                image[ImageRows - 1 - y, x] = double.IsNegativeInfinity(value) ? Between(heights, decibels, next, (bottom + top) / 2) : value;
            }
        }

        highest = double.IsFinite(highest) ? Math.Max(highest, -60) : 0;
        return image;
    }

    private static double Between(double[] heights, double[] values, int next, double height)
    {
        if (next == 0 || next == heights.Length)
        {
            return values[Math.Min(next, heights.Length - 1)];
        }

        double part = (height - heights[next - 1]) / (heights[next] - heights[next - 1]);
        return values[next - 1] + (Math.Clamp(part, 0, 1) * (values[next] - values[next - 1]));
    }
}
