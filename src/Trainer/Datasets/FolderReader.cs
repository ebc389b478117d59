using System.Collections.Immutable;
using RealtimeEmotion.Audio;
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

    /// <summary>Whether a folder of sound is named after a class, or a category of one.</summary>
    internal static bool Recognises(string path, ClassMerge merge)
    {
        // Names first: only what is named after a class is walked through.
        ClassMerge byClass = merge.ByClass();
        return Directory.EnumerateDirectories(path)
            .Where(folder => merge.ClassOf(Path.GetFileName(folder)) >= 0 || byClass.ClassOf(Path.GetFileName(folder)) >= 0)
            .Any(folder => SoundBelow(folder).Length > 0);
    }

    /// <summary>Reads the folders.</summary>
    /// <param name="path">The folder that holds them.</param>
    /// <param name="merge">The classes.</param>
    /// <exception cref="InputException">There are no folders with sound, a folder's name is no class, or there is nothing to learn
    /// from; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        (string Name, string[] Files)[] folders = [.. FoldersWithSound(path)];
        ClassMerge way = DatasetReader.MergeFor(path, [.. folders.Select(folder => folder.Name)], merge);
        ImmutableArray<string> categories = [.. way.Categories];
        var tracks = ImmutableArray.CreateBuilder<LabelledTrack>();
        foreach ((string name, string[] files) in folders)
        {
            foreach (string file in files)
            {
                string[] below = Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar);
                tracks.Add(DatasetReader.Track(string.Join('/', below), below.Length > 2 ? below[1] : NoGenre, file, categories, way, name));
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

    private static IEnumerable<(string Name, string[] Files)> FoldersWithSound(string path) => Directory
        .EnumerateDirectories(path)
        .Order(StringComparer.Ordinal)
        .Select(folder => (Path.GetFileName(folder), SoundBelow(folder)))
        .Where(folder => folder.Item2.Length > 0);

    private static string[] SoundBelow(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(AudioFile.IsAudio).Order(StringComparer.Ordinal)];
}
