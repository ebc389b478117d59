using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads MTG-Jamendo's layout: <c>data/autotagging_moodtheme.tsv</c> (track, artist, album, path, duration, then a column a tag, such as
/// <c>mood/theme---happy</c>), the audio in <c>audio/</c> or beside it, and the first of its splits, where it is there.
/// </summary>
/// <remarks>D. Bogdanov, M. Won, P. Tovstogan, A. Porter, X. Serra, "The MTG-Jamendo dataset for automatic music tagging", ICML 2019
/// workshop on machine learning for music discovery.</remarks>
public static class JamendoReader
{
    private const string TableName = "autotagging_moodtheme.tsv";
    private const string TagPrefix = "mood/theme---";
    private const int ColumnsBeforeTags = 5;
    private static readonly string[] Header = ["TRACK_ID", "ARTIST_ID", "ALBUM_ID", "PATH", "DURATION", "TAGS"];
    private static readonly string[] Parts = [DatasetPart.Training, DatasetPart.Validation, DatasetPart.Test];

    /// <summary>Whether a folder looks like MTG-Jamendo's.</summary>
    public static bool Recognises(string path) => FolderOf(path) is not null;

    /// <summary>Reads the table. Tracks whose tags say nothing, or whose audio is not there, are left out.</summary>
    /// <param name="path">The folder that holds <c>data/</c>, or the tables themselves.</param>
    /// <param name="merge">The classes, whose categories are tags; Emotify's table stands for the words that come with the trainer.</param>
    /// <exception cref="InputException">The table is another, all audio is missing, or there is nothing to learn from; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        string folder = FolderOf(path)!;
        ClassMerge words = TaggedFolderReader.WordsFor(merge);
        var parts = PartsIn(folder);
        string table = Path.Combine(folder, TableName);
        List<string[]> rows = File.Exists(table) ? Rows(table) : [.. parts.Values.Select(part => part.Row)];
        ImmutableArray<string> categories = TaggedWords.Said(words, rows.SelectMany(TagsOf));
        var tracks = ImmutableArray.CreateBuilder<LabelledTrack>();
        string? missing = null;
        int wordless = 0;
        int silent = 0;
        foreach (string[] row in rows)
        {
            string relative = row[3].Replace('/', Path.DirectorySeparatorChar);
            if (TaggedWords.Track(row[0], FolderReader.NoGenre, relative, TagsOf(row), categories, words) is not { } track)
            {
                wordless++;
                continue;
            }

            if (AudioOf(path, relative) is not { } audio)
            {
                missing ??= relative;
                silent++;
                continue;
            }

            tracks.Add(track with { AudioPath = audio, Artist = row[1], Album = row[2], Split = parts.GetValueOrDefault(row[0]).Part });
        }

        if (tracks.Count == 0)
            throw missing is null
                ? new InputException(folder, $"has no tag that is a word of '{words.Name}'", "give --classes a table that has its tags as categories")
                : new InputException(path, "has the audio of no track", $"put it there: {Path.Combine("audio", missing)} and so on");
        return DatasetReader.Checked(new LabelledDataset(
            "MTG-Jamendo",
            path,
            "research, non-commercial (MTG-Jamendo's tags are CC BY-NC-SA; each recording has its own Creative Commons licence)",
            "D. Bogdanov, M. Won, P. Tovstogan, A. Porter, X. Serra, \"The MTG-Jamendo dataset for automatic music tagging\", ICML 2019",
            categories,
            words,
            tracks.ToImmutable()) { LeftOut = DatasetReader.LeftOut((wordless, TaggedWords.Wordless(words)), (silent, DatasetReader.WithoutAudio)) });
    }

    private static IEnumerable<string> TagsOf(string[] row)
        => row[ColumnsBeforeTags..].Where(tag => tag.StartsWith(TagPrefix, StringComparison.Ordinal)).Select(tag => tag[TagPrefix.Length..]);

    // The table, or its splits alone, which hold the same rows.
    private static string? FolderOf(string path) => ((string[])[Path.Combine(path, "data"), path])
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, TableName)) || Parts.Any(part => File.Exists(PartTable(folder, part))));

    private static string PartTable(string folder, string part)
        => Path.Combine(folder, "splits", "split-0", $"{Path.GetFileNameWithoutExtension(TableName)}-{part}.tsv");

    // The full files, or the smaller ones that the data set gives as well.
    private static string? AudioOf(string path, string relative)
        => ((string[])[relative, Path.ChangeExtension(relative, ".low.mp3")])
            .SelectMany(name => (string[])[Path.Combine(path, "audio", name), Path.Combine(path, name)])
            .FirstOrDefault(File.Exists);

    private static Dictionary<string, (string Part, string[] Row)> PartsIn(string folder)
    {
        var parts = new Dictionary<string, (string, string[])>(StringComparer.Ordinal);
        foreach (string part in Parts)
        {
            string table = PartTable(folder, part);
            foreach (string[] row in File.Exists(table) ? Rows(table) : [])
                parts.TryAdd(row[0], (part, row));
        }

        return parts;
    }

    private static List<string[]> Rows(string table)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(table);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(table, e, "a table");
        }

        if (lines.Length == 0 || !lines[0].Split('\t').SequenceEqual(Header))
            throw new InputException(table, "has another header", $"it begins with {string.Join(", ", Header)}, with tabs between them");
        var rows = new List<string[]>(lines.Length);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] row = lines[i].Split('\t');
            if (row.Length <= ColumnsBeforeTags)
                throw new InputException(table, string.Create(CultureInfo.InvariantCulture, $"line {i + 1} has {row.Length} columns"), $"{ColumnsBeforeTags + 1} or more are expected");
            rows.Add(row);
        }

        return rows;
    }
}
