using System.Globalization;
using System.Text;
using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Surveys;
using static RealtimeEmotion.Cli.Reports.ReportHtml;

namespace RealtimeEmotion.Cli.Reports;

/// <summary>Some tracks of a data set to look at and to listen to, class by class, as one HTML file.</summary>
internal static class DatasetPreviewPage
{
    private const double ExcerptSeconds = 10;

    // The whole of what people hear of music at its usual rates would hide what models hear.
    private const int PictureRate = 22050;

    /// <summary>The page.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="shown">The tracks to show, with what was found of each.</param>
    /// <exception cref="Engine.InputException">A track cannot be read any more.</exception>
    internal static string Write(LabelledDataset dataset, IReadOnlyList<(LabelledTrack Track, TrackSurvey Survey)> shown)
    {
        var html = new StringBuilder();
        void Line(FormattableString line) => html.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{Head($"{dataset.Name}: preview")}");
        Line($"<h1>{Text(dataset.Name)}</h1><p class=\"sub\">{dataset.Tracks.Length} tracks, of which {shown.Count} are shown · {Text(dataset.Source)} · {Text(dataset.Licence)}</p>");
        bool hasGenres = dataset.Tracks.Select(track => track.Genre).Distinct(StringComparer.Ordinal).Skip(1).Any();
        for (int c = 0; c < dataset.Merge.Classes.Length; c++)
        {
            (LabelledTrack Track, TrackSurvey Survey)[] ofClass = [.. shown.Where(s => s.Track.ClassIndex == c)];
            if (ofClass.Length == 0)
                continue;
            Line($"<section><h2>{Dot(dataset, c)}{Text(dataset.Merge.Classes[c].Name)}: {dataset.ClassCounts[c]} tracks</h2><div class=\"clips\">");
            foreach ((LabelledTrack track, TrackSurvey survey) in ofClass)
            {
                Line($"<div class=\"clip\"><h3>{Text(track.Id)}{(hasGenres ? $" · {Text(track.Genre)}" : "")}</h3>");
                if (track.Changes is { } changes)
                    Line($"<div class=\"note\">made of {Text(changes)}</div>");
                Line($"<div class=\"bars\">");
                for (int k = 0; k < dataset.Merge.Classes.Length; k++)
                {
                    Line($"<span>{Text(dataset.Merge.Classes[k].Name)}</span><span><div class=\"bar\" style=\"background:{EmotionColors.HexOf(dataset.Merge.Classes[k].Name, k)};width:{100 * track.ClassShares[k]:0.0}%\"></div></span><span>{Percent(track.ClassShares[k], "0")}</span>");
                }

                Line($"</div>");
                if (survey.Problem is { } problem)
                {
                    Line($"<div class=\"note\">{Text(problem)}</div></div>");
                    continue;
                }

                // The middle: beginnings are often silent.
                double start = Math.Max(0, (survey.Seconds - ExcerptSeconds) / 2);
                Line($"{Excerpt(track.AudioPath, $"{track.Id} from {start.ToString("0", CultureInfo.InvariantCulture)} s", start, ExcerptSeconds, PictureRate)}");
                Line($"<div class=\"note\">from {start:0} s · {survey.Seconds:0.0} s long · {survey.Loudness:0.0} LUFS · {survey.SampleRate} Hz</div></div>");
            }

            Line($"</div></section>");
        }

        Line($"</main></body></html>");
        return html.ToString();
    }

    private static string Dot(LabelledDataset dataset, int index) => $"<span class=\"dot\" style=\"background:{EmotionColors.HexOf(dataset.Merge.Classes[index].Name, index)}\"></span>";
}
