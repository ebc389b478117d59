using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads a table with one row a track: <c>file</c> (relative to the table), and <c>label</c> or one number for each class or
/// each of its categories (votes, or shares of them); <c>genre</c>, <c>artist</c>, <c>album</c>, <c>split</c> and <c>group</c> (what
/// stays on one side of every split), <c>changes</c> (how it was made of another) and <c>listeners</c> (how many people the shares are
/// of) where they are known. As comma-separated text with a header, or as a JSON array of objects with these names.
/// </summary>
public static class TableReader
{
    internal const string FileColumn = "file";
    internal const string LabelColumn = "label";
    internal const string ListenersColumn = "listeners";

    /// <summary>Reads comma-separated text.</summary>
    /// <param name="path">The table.</param>
    /// <param name="merge">The classes.</param>
    /// <exception cref="InputException">It cannot be read, a column or a file is missing, or a value is wrong; names line and column.</exception>
    public static LabelledDataset ReadCsv(string path, ClassMerge merge)
    {
        List<Row> rows = CsvTable.Read(path, csv =>
        {
            var read = new List<Row>();
            string[] headers = [.. csv.Headers.ToArray().Select(header => header.Trim())];
            while (csv.Read())
            {
                var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                for (int column = 0; column < headers.Length; column++)
                    values[headers[column]] = csv.GetString(column);
                read.Add(new Row($"line {csv.LineNumber.ToString(CultureInfo.InvariantCulture)}", values));
            }

            return read;
        });
        return Build(path, rows, merge);
    }

    /// <summary>Reads JSON.</summary>
    /// <inheritdoc cref="ReadCsv"/>
    public static LabelledDataset ReadJson(string path, ClassMerge merge)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new InputException(path, "is no array", "give a JSON array with one object for each track");
            var rows = new List<Row>();
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                string place = $"entry {(rows.Count + 1).ToString(CultureInfo.InvariantCulture)}";
                if (element.ValueKind != JsonValueKind.Object)
                    throw new InputException(path, $"{place} is no object", "give a JSON array with one object for each track");
                var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (JsonProperty property in element.EnumerateObject().SelectMany(property => property.Value.ValueKind == JsonValueKind.Object ? property.Value.EnumerateObject() : Enumerable.Repeat(property, 1)))
                    values[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? "" : property.Value.ToString();
                rows.Add(new Row(place, values));
            }

            return Build(path, rows, merge);
        }
        catch (JsonException e)
        {
            throw new InputException(path, $"is no JSON: {e.Message}", "give a JSON array with one object for each track", e);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e, "a JSON table");
        }
    }

    private static LabelledDataset Build(string path, List<Row> rows, ClassMerge merge)
    {
        if (rows.Count == 0)
            throw new InputException(path, "has no rows", "it needs one for each track");
        Row first = rows[0];
        if (!first.Values.ContainsKey(FileColumn))
            throw new InputException(path, $"has no column '{FileColumn}'", $"its columns are: {string.Join(", ", first.Values.Keys)}");
        bool hasLabels = first.Values.ContainsKey(LabelColumn);
        ClassMerge way = hasLabels
            ? DatasetReader.MergeFor(path, [.. rows.Select(row => row.Text(LabelColumn) is { Length: > 0 } label ? label : throw row.Bad(path, LabelColumn, "every track needs a label"))], merge)
            : new[] { merge.ByClass(), merge }.FirstOrDefault(candidate => candidate.Categories.All(first.Values.ContainsKey))
                ?? throw new InputException(path, $"has no column '{LabelColumn}', nor one for each class ({string.Join(", ", merge.Classes.Select(c => c.Name))}) or each category ({string.Join(", ", merge.Categories)})", $"its columns are: {string.Join(", ", first.Values.Keys)}");

        // As they stand in the table: the first of them wins a tie.
        ImmutableArray<string> categories = hasLabels ? [.. way.Categories] : [.. first.Values.Keys.Where(column => way.ClassOf(column) >= 0)];
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var tracks = ImmutableArray.CreateBuilder<LabelledTrack>(rows.Count);
        foreach (Row row in rows)
        {
            string name = row.Text(FileColumn);
            string audio = Path.Combine(folder, name);
            if (name.Length == 0 || !File.Exists(audio))
                throw row.Bad(path, FileColumn, $"there must be such a file, seen from {folder}");
            if (!seen.Add(audio))
                throw row.Bad(path, FileColumn, "it stands further up; a track has one row");
            string genre = row.Text("genre") is { Length: > 0 } given ? given : FolderReader.NoGenre;
            LabelledTrack track = hasLabels
                ? DatasetReader.Track(name, genre, audio, categories, way, row.Text(LabelColumn))
                : Voted(path, row, name, genre, audio, categories, way);
            if (row.TextOrNull(ListenersColumn) is { } people)
                track = track with { Listeners = int.TryParse(people, NumberStyles.None, CultureInfo.InvariantCulture, out int listeners) && listeners > 0 ? listeners : throw row.Bad(path, ListenersColumn, "a whole number, 1 or more, is expected here") };
            tracks.Add(track with { Artist = row.TextOrNull("artist"), Album = row.TextOrNull("album"), Split = row.TextOrNull("split"), Group = row.TextOrNull("group"), Changes = row.TextOrNull("changes") });
        }

        return DatasetReader.Checked(new LabelledDataset(
            Path.GetFileNameWithoutExtension(path), path, "not known: that of the recordings in the table", "a table of the user's", categories, way, tracks.ToImmutable()));
    }

    private static LabelledTrack Voted(string path, Row row, string name, string genre, string audio, ImmutableArray<string> categories, ClassMerge way)
    {
        double[] votes = [.. categories.Select(category =>
            double.TryParse(row.Text(category), NumberStyles.Float, CultureInfo.InvariantCulture, out double vote) && vote >= 0 && double.IsFinite(vote)
                ? vote
                : throw row.Bad(path, category, "a number, 0 or more, is expected here"))];
        double sum = votes.Sum();
        if (sum <= 0)
            throw new InputException(path, $"{row.Place}: '{name}' has no votes: every class is 0", "give it votes, or take the row out");
        double[] shares = [.. votes.Select(vote => vote / sum)];

        // Whole numbers are people; shares do not say how many they are of.
        int listeners = votes.All(double.IsInteger) ? (int)Math.Min(sum, int.MaxValue) : 1;
        return new LabelledTrack(name, genre, audio, [.. shares], [.. way.Merge(categories, shares)], way.ClassOf(categories[Array.IndexOf(votes, votes.Max())]), listeners);
    }

    private sealed record Row(string Place, Dictionary<string, string> Values)
    {
        internal string Text(string column) => Values.GetValueOrDefault(column, "").Trim();

        internal string? TextOrNull(string column) => Text(column) is { Length: > 0 } text ? text : null;

        internal InputException Bad(string path, string column, string expected) => new(path, $"{Place}: '{column}' is '{Text(column)}'", expected);
    }
}
