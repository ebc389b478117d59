using RealtimeEmotion.Audio;
using ScottPlot;
using ScottPlot.Plottables;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>Amplitude over time: the peaks, and the RMS inside them; the levels are marked in dB of full scale.</summary>
internal static class WaveformPanel
{
    // Full scale is 0 dB; 6 dB are a factor of 2.
    private static readonly (double Gain, string Text)[] Levels = [(1, "0 dB"), (Math.Pow(10, -6 / 20.0), "−6"), (Math.Pow(10, -12 / 20.0), "−12")];

    /// <param name="envelope">The sound.</param>
    /// <param name="sampleRate">In hertz.</param>
    /// <param name="channel">Which channel.</param>
    /// <param name="label">The vertical axis's label.</param>
    internal static Plot Create(WaveformEnvelope envelope, int sampleRate, int channel, string label)
    {
        Plot plot = Panels.Create(envelope.Frames / (double)sampleRate, label);
        int bins = envelope.Bins;
        var x = new double[bins];
        double[] low = new double[bins], high = new double[bins], coreLow = new double[bins], coreHigh = new double[bins];
        double reach = 1;
        for (int b = 0; b < bins; b++)
        {
            x[b] = (b + 0.5) * envelope.FramesPerBin / sampleRate;
            low[b] = envelope.Lowest(channel)[b];
            high[b] = envelope.Highest(channel)[b];
            double rms = envelope.Rms(channel, b);
            coreLow[b] = Math.Max(low[b], -rms);
            coreHigh[b] = Math.Min(high[b], rms);
            reach = Math.Max(reach, Math.Max(Math.Abs(low[b]), Math.Abs(high[b])));
        }

        if (bins > 0)
        {
            Fill(plot, x, low, high, Palette.Wave);
            Fill(plot, x, coreLow, coreHigh, Palette.WaveCore);
        }

        plot.Axes.SetLimitsY(-1.05 * reach, 1.05 * reach);
        Panels.SetTicks(plot.Axes.Left, Levels.SelectMany(l => ((double, string)[])[(l.Gain, l.Text), (-l.Gain, l.Text)]).Append((0, "−∞")));
        return plot;
    }

    /// <summary>Explains what <see cref="Create"/> draws.</summary>
    internal static IReadOnlyList<LegendEntry> Legend { get; } = [new("peak", Palette.Wave), new("RMS", Palette.WaveCore)];

    /// <summary>Explains a panel with a gain over it.</summary>
    internal static IReadOnlyList<LegendEntry> GainLegend { get; } = [.. Legend, new("fade gain", Palette.Gain)];

    /// <summary>Draws a gain (0 … 1) over the waveform.</summary>
    internal static void AddGain(Plot plot, double[] seconds, double[] gain)
    {
        Scatter line = plot.Add.ScatterLine(seconds, gain, Palette.Gain);
        line.LineWidth = 2.5f;
    }

    private static void Fill(Plot plot, double[] x, double[] low, double[] high, Color color)
    {
        FillY fill = plot.Add.FillY(x, low, high);
        fill.FillColor = color;
        fill.LineColor = color;
        fill.LineWidth = 1;
    }
}
