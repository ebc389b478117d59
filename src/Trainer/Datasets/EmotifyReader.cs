using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads Emotify's layout: <c>data.csv</c> with one row a listener (track id, genre, 0 or 1 for each category, and
/// more columns that are not used) and <c>emotifymusic/&lt;genre&gt;/&lt;n&gt;.mp3</c>, n = (id − 1) mod 100 + 1.
/// </summary>
/// <remarks>A. Aljanaki, F. Wiering, R. C. Veltkamp, "Studying emotion induced by music through a crowdsourcing game",
/// Information Processing &amp; Management, 2016.</remarks>
public static class EmotifyReader
{
    /// <summary>The table with a row a listener.</summary>
    internal const string TableName = "data.csv";

    /// <summary>Its column that names the track.</summary>
    internal const string TrackColumn = "track id";

    private const string AudioFolder = "emotifymusic";
    private const int TracksPerGenre = 100;
    private static readonly string[] Extensions = [".mp3", ".wav", ".flac", ".ogg", ".m4a", ".aif"];

    /// <summary>Reads the table and finds the audio of every track in it.</summary>
    /// <param name="path">The folder that holds <c>data.csv</c>.</param>
    /// <param name="merge">Which columns are categories, and which class each belongs to.</param>
    /// <exception cref="InputException">The folder, the table, a column or audio is missing, a value is not a number,
    /// or there is nothing to learn from; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        if (!Directory.Exists(path))
        {
            throw new InputException(path, File.Exists(path) ? "is a file, not a folder" : "there is no such folder", $"give the folder that holds {TableName} and {AudioFolder}/");
        }

        string table = Path.Combine(path, TableName);
        if (!File.Exists(table))
        {
            throw new InputException(path, $"has no {TableName}", $"an Emotify data set is a folder with {TableName} and {AudioFolder}/<genre>/<n>.mp3");
        }

        (ImmutableArray<string> categories, SortedDictionary<int, Tally> tallies) = ReadVotes(table, merge);
        if (tallies.Count == 0)
        {
            throw new InputException(table, "has no rows", "it needs one row for each listener of each track");
        }

        var tracks = ImmutableArray.CreateBuilder<LabelledTrack>(tallies.Count);
        var missing = new List<string>();
        foreach ((int id, Tally tally) in tallies)
        {
            string stem = Path.Combine(path, AudioFolder, tally.Genre, (((id - 1) % TracksPerGenre) + 1).ToString(CultureInfo.InvariantCulture));
            if (Extensions.Select(e => stem + e).FirstOrDefault(File.Exists) is not { } audio)
            {
                missing.Add(Path.GetRelativePath(path, stem + Extensions[0]));
                continue;
            }

            // A track on which nobody chose anything says nothing; there is none in Emotify itself.
            if (tally.Votes.Sum() is var sum and > 0)
            {
                double[] shares = [.. tally.Votes.Select(v => v / (double)sum)];
                tracks.Add(new LabelledTrack(
                    id.ToString(CultureInfo.InvariantCulture),
                    tally.Genre,
                    audio,
                    [.. shares],
                    [.. merge.Merge(categories, shares)],
                    merge.ClassOf(categories[Array.IndexOf(tally.Votes, tally.Votes.Max())]),
                    tally.Listeners));
            }
        }

        if (missing.Count > 0)
        {
            string names = string.Join(", ", missing.Take(5)) + (missing.Count > 5 ? $" and {missing.Count - 5} more" : string.Empty);
            throw new InputException(path, $"lacks the audio of {missing.Count} of the {tallies.Count} tracks in {TableName}: {names}", $"add the audio, or take those tracks' rows out of {TableName}");
        }

        if (tracks.Count == 0)
        {
            throw new InputException(table, "holds no votes: every category of every row is 0", "check that this is the right table");
        }

        return new LabelledDataset(
            "Emotify",
            path,
            "research, non-commercial (Emotify's recordings are Magnatune's, CC BY-NC-SA)",
            "A. Aljanaki, F. Wiering, R. C. Veltkamp, \"Studying emotion induced by music through a crowdsourcing game\", Information Processing & Management, 2016",
            categories,
            merge,
            tracks.ToImmutable());
    }

    /// <summary>Whether a folder looks like Emotify's.</summary>
    internal static bool Recognises(string path) => File.Exists(Path.Combine(path, TableName));

    private static (ImmutableArray<string> Categories, SortedDictionary<int, Tally> Tallies) ReadVotes(string table, ClassMerge merge)
    {
        var tallies = new SortedDictionary<int, Tally>();
        return CsvTable.Read(table, csv =>
        {
            int idColumn = csv.Column(table, TrackColumn);
            int genreColumn = csv.Column(table, "genre");
            int[] columns = [.. merge.Categories.Select(name => csv.Column(table, name)).Order()];
            ImmutableArray<string> categories = [.. columns.Select(c => csv.Headers[c])];
            while (csv.Read())
            {
                int id = Number(idColumn);
                if (id < 1)
                {
                    throw Bad(idColumn, "track ids count from 1");
                }

                string genre = csv.GetString(genreColumn);
                if (!tallies.TryGetValue(id, out Tally? tally))
                {
                    tallies[id] = tally = new Tally(genre, columns.Length);
                }
                else if (tally.Genre != genre)
                {
                    throw Bad(genreColumn, $"track {id} is '{tally.Genre}' further up; a track has one genre");
                }

                tally.Listeners++;
                for (int i = 0; i < columns.Length; i++)
                {
                    int vote = Number(columns[i]);
                    tally.Votes[i] += vote is 0 or 1 ? vote : throw Bad(columns[i], "a vote is 0 or 1");
                }
            }

            return (categories, tallies);

            int Number(int column) => csv.TryParse(column, out int value) ? value : throw Bad(column, "a whole number is expected here");

            InputException Bad(int column, string expected) => new(table, $"line {csv.LineNumber}: '{csv.Headers[column]}' is '{csv.GetString(column)}'", expected);
        });
    }

    private sealed class Tally(string genre, int categories)
    {
        internal string Genre { get; } = genre;

        internal int[] Votes { get; } = new int[categories];

        internal int Listeners { get; set; }
    }
}
