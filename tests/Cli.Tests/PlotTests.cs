using System.Buffers.Binary;
using System.Xml.Linq;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Cli.Plots;
using SkiaSharp;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class PlotTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Theory]
    [InlineData("waveform", 600)]
    [InlineData("spectrogram", 600)]
    [InlineData("mel", 600)]
    [InlineData("emotion", 600)]
    [InlineData("all", 1200)]
    public void Every_kind_is_a_png_of_the_promised_size(string kind, int height)
    {
        string output = workshop[$"{kind}.png"];
        RunResult result = Emotion.Run("plot", workshop.Song, "--kind", kind, "-o", output, "--model", workshop.Model);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        byte[] png = File.ReadAllBytes(output);
        Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], png[..8]);
        Assert.Equal(1200, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Fact]
    public void Svg_is_xml_with_the_words_in_it()
    {
        string output = workshop["song.svg"];
        RunResult result = Emotion.Run("plot", workshop.Song, "--kind", "waveform", "-o", output, "--width", "800", "--height", "400");
        Assert.Equal(0, result.ExitCode);
        XElement svg = XElement.Load(output);
        Assert.Equal("800", svg.Attribute("width")?.Value);
        string words = string.Join('\n', svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
        Assert.Contains("song.wav", words);
        Assert.Contains("Time (s)", words);
        Assert.Contains("Left (dBFS)", words);
    }

    [Fact]
    public void Words_are_really_drawn()
    {
        // Without fonts a picture is drawn without its words, and nobody says so. The program's fonts are its own, so
        // this holds on a machine without fontconfig and without fonts as it does here.
        using SKBitmap with = Draw("A title that is there", "and a line below it"), without = Draw("", "");
        int title = Different(with, without, 0, 32), subtitle = Different(with, without, 33, 55), rest = Different(with, without, 70, with.Height);
        Assert.True(title > 500, $"{title} pixels of the title");
        Assert.True(subtitle > 200, $"{subtitle} pixels of the line below it");
        Assert.Equal(0, rest);
    }

    [Fact]
    public void Axes_are_labelled()
    {
        using SKBitmap labelled = Draw("", "", "Level (dBFS)"), bare = Draw("", "", "");
        Assert.True(Different(labelled, bare, 0, bare.Height) > 100);
    }

    [Fact]
    public void An_envelope_keeps_every_peak_however_long_the_sound()
    {
        var envelope = new WaveformEnvelope(2);
        var random = new Random(5);
        var block = new float[2 * 777];
        float lowest = 0, highest = 0;
        long frames = 0;
        for (int i = 0; i < 200; i++)
        {
            for (int k = 0; k < block.Length; k++)
            {
                block[k] = (random.NextSingle() * 1.8f) - 0.9f;
            }

            block[1] = float.NaN;
            for (int k = 0; k < block.Length; k += 2)
            {
                lowest = Math.Min(lowest, block[k]);
                highest = Math.Max(highest, block[k]);
            }

            envelope.Add(block);
            frames += 777;
        }

        Assert.Equal(frames, envelope.Frames);
        Assert.InRange(envelope.Bins, 2049, 4096);
        Assert.Equal((frames + envelope.FramesPerBin - 1) / envelope.FramesPerBin, envelope.Bins);
        Assert.Equal(lowest, envelope.Lowest(0).ToArray().Min());
        Assert.Equal(highest, envelope.Highest(0).ToArray().Max());
        Assert.Equal(0.9 / Math.Sqrt(3), Math.Sqrt(Enumerable.Range(0, envelope.Bins - 1).Average(b => envelope.Rms(0, b) * envelope.Rms(0, b))), 2);
        Assert.True(float.IsFinite(envelope.Highest(1).ToArray().Max()));
    }

    [Fact]
    public void Columns_of_spectra_keep_the_mean_power()
    {
        var columns = new SpectrumColumns(3);
        for (int i = 0; i < 10_000; i++)
        {
            columns.Add([1, i % 2, 4]);
        }

        Assert.Equal(10_000, columns.Spectra);
        Assert.InRange(columns.Columns, 1025, 2048);
        for (int c = 0; c < columns.Columns; c++)
        {
            Assert.Equal(1, columns.Power(c, 0), 5);
            Assert.Equal(0.5, columns.Power(c, 1), 5);
            Assert.Equal(4, columns.Power(c, 2), 5);
        }
    }

    private static SKBitmap Draw(string title, string subtitle, string label = "Level (dBFS)")
    {
        var envelope = new WaveformEnvelope(1);
        envelope.Add(Wav.Music(8000, 2));
        var figure = new Figure(title, subtitle);
        figure.Add(WaveformPanel.Create(envelope, 8000, 0, label));
        using var png = new MemoryStream();
        figure.WritePng(png, 800, 400);
        return SKBitmap.Decode(png.ToArray());
    }

    private static int Different(SKBitmap a, SKBitmap b, int fromRow, int toRow)
    {
        int count = 0;
        for (int y = fromRow; y < toRow; y++)
        {
            for (int x = 0; x < a.Width; x++)
            {
                count += a.GetPixel(x, y) == b.GetPixel(x, y) ? 0 : 1;
            }
        }

        return count;
    }
}
