using System.Collections.Immutable;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads a folder of folders: each is named after a class, or one of its categories, and holds sound; a folder below that is
/// a genre, where there is one. What lies beside the folders, or is no sound, does not count.
/// </summary>
public static class FolderReader
{
    /// <summary>The genre of what lies in no folder of a genre.</summary>
    internal const string NoGenre = "any";

    /// <summary>Reads the folders.</summary>
    /// <param name="path">The folder that holds them.</param>
    /// <param name="merge">The classes.</param>
    /// <exception cref="InputException">A folder's name is no class, or there is nothing to learn from; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        string[] folders = [.. FoldersWithSound(path)];
        ClassMerge way = DatasetReader.MergeFor(path, [.. folders.Select(folder => Path.GetFileName(folder))], merge);
        ImmutableArray<string> categories = [.. way.Categories];
        var tracks = ImmutableArray.CreateBuilder<LabelledTrack>();
        foreach (string folder in folders)
        {
            foreach (string file in DatasetReader.SoundBelow(folder))
            {
                string[] below = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
                tracks.Add(DatasetReader.Track(
                    Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'),
                    below.Length > 1 ? below[0] : NoGenre,
                    file,
                    categories,
                    way,
                    Path.GetFileName(folder)));
            }
        }

        return DatasetReader.Checked(new LabelledDataset(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
            path,
            "not known: that of the recordings in the folder",
            "a folder of the user's",
            categories,
            way,
            tracks.ToImmutable()));
    }

    internal static bool Recognises(string path) => FoldersWithSound(path).Any();

    private static IEnumerable<string> FoldersWithSound(string path) => Directory
        .EnumerateDirectories(path)
        .Where(folder => DatasetReader.SoundBelow(folder).Any())
        .Order(StringComparer.Ordinal);
}
