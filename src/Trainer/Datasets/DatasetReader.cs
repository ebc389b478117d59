using System.Collections.Immutable;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Reads labelled music in whatever layout it lies: looks at what is there, and leaves it to the reader for that.</summary>
public static class DatasetReader
{
    /// <summary>The layouts, for people.</summary>
    public const string Layouts = "the layout of Emotify, DEAM, PMEmo or MTG-Jamendo, a table (.csv or .json), a folder with a folder of sound for each class, or files whose tags say how they feel";

    /// <summary>Why a track is left out whose sound is not there.</summary>
    internal const string WithoutAudio = "without audio here";

    /// <summary>Reads a data set.</summary>
    /// <param name="path">A folder or a table.</param>
    /// <param name="merge">The classes, and the categories that make them up.</param>
    /// <exception cref="InputException">It is in no known layout, or something in it is missing or wrong; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        if (File.Exists(path))
        {
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".CSV" => TableReader.ReadCsv(path, merge),
                ".JSON" => TableReader.ReadJson(path, merge),
                _ => throw new InputException(path, "is a file, and neither a .csv nor a .json table", $"give {Layouts}"),
            };
        }

        if (!Directory.Exists(path))
            throw new InputException(path, "there is no such folder or table", $"give {Layouts}");
        try
        {
            return ReadFolder(path, merge);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException(path, $"may not be read by you: {e.Message}", "ask its owner, or change its permissions", e);
        }
    }

    private static LabelledDataset ReadFolder(string path, ClassMerge merge)
    {
        if (EmotifyReader.Recognises(path))
            return EmotifyReader.Read(path, merge);
        if (EmopiaClips.Recognises(path))
            throw new InputException(path, "is in EMOPIA's layout, which holds MIDI and no sound", "render it first: emotion dataset render " + path + " -o FOLDER");
        if (DeamReader.Recognises(path))
            return DeamReader.Read(path, merge);
        if (PmemoReader.Recognises(path))
            return PmemoReader.Read(path, merge);
        if (JamendoReader.Recognises(path))
            return JamendoReader.Read(path, merge);
        return FolderReader.Recognises(path, merge) ? FolderReader.Read(path, merge) : TaggedFolderReader.Read(path, merge);
    }

    /// <summary>Which way labels name classes: by their own names, or by the names of their categories.</summary>
    /// <param name="subject">The data set, for messages.</param>
    /// <param name="labels">All labels.</param>
    /// <param name="merge">The classes.</param>
    /// <returns>Classes whose categories are the labels.</returns>
    /// <exception cref="InputException">A label is neither.</exception>
    internal static ClassMerge MergeFor(string subject, IReadOnlyCollection<string> labels, ClassMerge merge)
    {
        ClassMerge byClass = merge.ByClass();
        foreach (ClassMerge way in (ReadOnlySpan<ClassMerge>)[byClass, merge])
        {
            if (labels.All(label => way.ClassOf(label) >= 0))
                return way;
        }

        string unknown = labels.FirstOrDefault(label => byClass.ClassOf(label) < 0 && merge.ClassOf(label) < 0) ?? labels.First(label => byClass.ClassOf(label) < 0);
        throw new InputException(
            subject,
            $"label '{unknown}' is no class of '{merge.Name}' ({string.Join(", ", merge.Classes.Select(c => c.Name))}) and none of its categories",
            "name the classes so, or give --classes a table that has these labels as categories");
    }

    /// <summary>Refuses what nothing can be learnt from.</summary>
    /// <exception cref="InputException">There are no tracks, or all are of one class.</exception>
    internal static LabelledDataset Checked(LabelledDataset dataset)
    {
        if (dataset.Tracks.IsEmpty)
            throw new InputException(dataset.Path, "has no tracks with a label", $"give {Layouts}");
        if (dataset.ClassCounts.Count(count => count > 0) < 2)
            throw new InputException(dataset.Path, $"has one class only: all {dataset.Tracks.Length} tracks are '{dataset.Merge.Classes[dataset.Tracks[0].ClassIndex].Name}'", "add tracks of another class");
        return dataset;
    }

    /// <summary>What was left out, of counts of which some may be 0.</summary>
    internal static ImmutableArray<LeftOutTracks> LeftOut(params ReadOnlySpan<(int Count, string Reason)> counts)
    {
        var some = ImmutableArray.CreateBuilder<LeftOutTracks>();
        foreach ((int count, string reason) in counts)
        {
            if (count > 0)
                some.Add(new LeftOutTracks(count, reason));
        }

        return some.ToImmutable();
    }

    /// <summary>A track with one label, which is one of the categories.</summary>
    public static LabelledTrack Track(string id, string genre, string audio, ImmutableArray<string> categories, ClassMerge merge, string label)
    {
        double[] shares = [.. categories.Select(category => category.Equals(label, StringComparison.OrdinalIgnoreCase) ? 1.0 : 0)];
        return new LabelledTrack(id, genre, audio, [.. shares], [.. merge.Merge(categories, shares)], merge.ClassOf(label), 1);
    }
}
