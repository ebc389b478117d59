using System.Collections.Immutable;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads sound files, in folders or not, whose tags say how they feel: the words of mood, genre and comment that are categories of
/// the class table.
/// </summary>
public static class TaggedFolderReader
{
    /// <summary>The table that is meant: the one that was given, or the words that come with the trainer.</summary>
    /// <param name="merge">What was given; Emotify's table stands for nothing.</param>
    public static ClassMerge WordsFor(ClassMerge merge) => merge == ClassMerge.Emotify ? ClassMerge.MoodWords : merge;

    /// <summary>Reads the tags of every sound file below a folder, in the order of their paths.</summary>
    public static ImmutableArray<(string Path, FileTags Tags)> ReadTags(string path) =>
        [.. AudioFile.Find([path]).Order(StringComparer.Ordinal).Select(file => (file, FileTags.Read(file)))];

    /// <summary>Reads the files that have a word of the table; the others are left out.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="merge">The classes, whose categories are words.</param>
    /// <exception cref="InputException">No file has such a word, or there is nothing to learn from; names the folder.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        ClassMerge words = WordsFor(merge);
        ImmutableArray<(string Path, FileTags Tags)> files = ReadTags(path);
        ImmutableArray<string> categories = TaggedWords.Said(words, files.SelectMany(file => file.Tags.Words));
        var tracks = ImmutableArray.CreateBuilder<LabelledTrack>();
        var licences = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string file, FileTags tags) in files)
        {
            string id = Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/');

            // A genre that speaks for a class would give the class away.
            string genre = tags.Genres.FirstOrDefault(name => words.ClassOf(name) < 0) ?? FolderReader.NoGenre;
            if (TaggedWords.Track(id, genre, file, tags.Words, categories, words) is not { } track)
                continue;
            tracks.Add(track with { Artist = tags.Artist, Album = tags.Album });
            if (tags.Licence is { } licence)
                licences.Add(licence);
        }

        if (tracks.Count == 0)
            throw new InputException(path, $"has no data.csv, no folder that is named after a class, and no sound file with a tag that is a word of '{words.Name}'", $"'emotion dataset tags {path}' shows the words that its files have; or give {DatasetReader.Layouts}");
        return DatasetReader.Checked(new LabelledDataset(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
            path,
            licences.Count == 0 ? "not known: that of the recordings in the folder" : $"as the files say: {string.Join("; ", licences)}",
            "tagged files of the user's",
            categories,
            words,
            tracks.ToImmutable()) { LeftOut = DatasetReader.LeftOut((files.Length - tracks.Count, TaggedWords.Wordless(words))) });
    }
}
