using System.Globalization;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What each listener chose, where a data set keeps a row a listener: a reader's tracks hold their sum only.</summary>
internal static class ListenerVotes
{
    // Halves are drawn this often for each track: the spread over draws is then a small part of a point.
    private const int Draws = 20;

    /// <summary>How far the listeners agree.</summary>
    /// <param name="dataset">A data set that was read, so that its table is known to be sound.</param>
    /// <param name="seed">Decides the halves.</param>
    /// <returns>Null where there is no table of listeners, or no track has two.</returns>
    internal static ListenerAgreement? Measure(LabelledDataset dataset, int seed)
    {
        string table = Path.Combine(dataset.Path, EmotifyReader.TableName);
        if (!File.Exists(table) || Read(table, dataset) is not { } listeners)
        {
            return null;
        }

        var random = new Random(seed);
        int tracks = 0;
        double one = 0;
        double halves = 0;
        double half = 0;
        foreach (LabelledTrack track in dataset.Tracks)
        {
            if (!listeners.TryGetValue(track.Id, out List<int[]>? votes) || votes.Count < 2)
            {
                continue;
            }

            tracks++;
            one += votes.Average(v => v.Count(c => dataset.Merge.ClassOf(dataset.Categories[c]) == track.ClassIndex) / (double)v.Length);
            int[][] order = [.. votes];
            for (int draw = 0; draw < Draws; draw++)
            {
                random.Shuffle(order);
                int first = LabelOf(dataset, order.AsSpan(0, order.Length / 2));
                int second = LabelOf(dataset, order.AsSpan(order.Length / 2));
                halves += first == second ? 1.0 / Draws : 0;
                half += ((first == track.ClassIndex ? 0.5 : 0) + (second == track.ClassIndex ? 0.5 : 0)) / Draws;
            }
        }

        return tracks == 0 ? null : new ListenerAgreement(one / tracks, halves / tracks, half / tracks);
    }

    /// <summary>The label that some listeners give, by the rule that makes the track's.</summary>
    private static int LabelOf(LabelledDataset dataset, ReadOnlySpan<int[]> listeners)
    {
        Span<double> votes = stackalloc double[dataset.Categories.Length];
        votes.Clear();
        foreach (int[] listener in listeners)
        {
            foreach (int category in listener)
            {
                votes[category]++;
            }
        }

        return dataset.Merge.ClassOf(dataset.Categories[ClassificationScore.Top(votes)]);
    }

    /// <summary>For each track, the categories that each listener chose; who chose none says nothing. Null where a column is
    /// missing.</summary>
    private static Dictionary<string, List<int[]>>? Read(string table, LabelledDataset dataset)
    {
        return CsvTable.Read(table, csv =>
        {
            var listeners = new Dictionary<string, List<int[]>>(StringComparer.Ordinal);
            if (!csv.TryGetFieldIndex(EmotifyReader.TrackColumn, out int track))
            {
                return null;
            }

            var columns = new int[dataset.Categories.Length];
            for (int c = 0; c < columns.Length; c++)
            {
                if (!csv.TryGetFieldIndex(dataset.Categories[c], out columns[c]))
                {
                    return null;
                }
            }

            while (csv.Read())
            {
                string id = csv.TryParse(track, out int number) ? number.ToString(CultureInfo.InvariantCulture) : csv.GetString(track);
                int[] chosen = [.. Enumerable.Range(0, columns.Length).Where(c => csv.TryParse(columns[c], out int vote) && vote > 0)];
                if (chosen.Length > 0)
                {
                    (listeners.TryGetValue(id, out List<int[]>? known) ? known : listeners[id] = []).Add(chosen);
                }
            }

            return listeners;
        });
    }
}
