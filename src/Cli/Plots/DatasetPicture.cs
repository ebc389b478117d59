using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Trainer.Surveys;
using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>How many tracks of each class every genre has, as stacked bars.</summary>
internal static class DatasetPicture
{
    private const int Width = 1000;
    private const int Height = 560;

    internal static void Save(DatasetStatistics statistics, string path, Terminal terminal)
    {
        EmbeddedFonts.Use();
        using Plot plot = new();
        plot.FigureBackground.Color = Palette.Paper;
        plot.Axes.Color(Palette.Ink);
        plot.Grid.MajorLineColor = Palette.Grid;
        for (int label = 0; label < statistics.Classes.Length; label++)
        {
            List<Bar> bars = [];
            for (int genre = 0; genre < statistics.Genres.Length; genre++)
            {
                double below = statistics.Genres[genre].Classes.Take(label).Sum();
                bars.Add(new Bar
                {
                    Position = genre,
                    ValueBase = below,
                    Value = below + statistics.Genres[genre].Classes[label],
                    FillColor = Palette.Of(statistics.Classes[label].Name, label),
                    LineWidth = 0,
                });
            }

            plot.Add.Bars(bars).LegendText = $"{statistics.Classes[label].Name} ({statistics.Classes[label].Count})";
        }

        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, statistics.Genres.Length).Select(genre => (double)genre)], [.. statistics.Genres.Select(genre => genre.Genre)]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.Label.Text = "tracks";
        plot.Axes.Title.Label.Text = $"{statistics.Name}: {statistics.Tracks} tracks by genre and class";
        plot.Axes.Margins(bottom: 0);
        plot.ShowLegend(Edge.Right);
        bool isVector = Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase);
        ResultFile.WriteBytes(path, terminal, stream =>
            stream.Write(isVector ? System.Text.Encoding.UTF8.GetBytes(plot.GetSvgXml(Width, Height)) : plot.GetImageBytes(Width, Height, ImageFormat.Png)));
    }
}
