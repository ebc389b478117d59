using System.Globalization;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Writes a data set as a table that <see cref="TableReader"/> reads again.</summary>
public static class DatasetTable
{
    /// <summary>Writes comma-separated text; appears whole or not at all.</summary>
    /// <param name="path">The table; files in it are relative to its folder.</param>
    /// <param name="dataset">The tracks, with the part of a split that each is in.</param>
    /// <exception cref="Engine.InputException">The table cannot be written.</exception>
    public static void Write(string path, LabelledDataset dataset)
    {
        using var file = new AtomicFile(path);
        using (var writer = new StreamWriter(file.Stream, leaveOpen: true))
            Write(writer, Path.GetDirectoryName(Path.GetFullPath(path))!, dataset);
        file.Commit();
    }

    /// <summary>Writes comma-separated text.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="folder">What files are named relative to.</param>
    /// <param name="dataset">The tracks.</param>
    public static void Write(TextWriter writer, string folder, LabelledDataset dataset)
    {
        // One listener's one vote is a label.
        bool hasVotes = dataset.Tracks.Any(track => track.Listeners > 1 || track.CategoryShares.Max() < 1);
        string[] answers = hasVotes ? [.. dataset.Categories, TableReader.ListenersColumn] : [TableReader.LabelColumn];

        // What most sets have nothing in is a column only where there is something.
        (string Name, Func<LabelledTrack, string?> Of)[] rare = [.. new (string Name, Func<LabelledTrack, string?> Of)[] { ("group", t => t.Group), ("changes", t => t.Changes) }.Where(column => dataset.Tracks.Any(track => column.Of(track) is not null))];
        Line([TableReader.FileColumn, .. answers, "genre", "artist", "album", "split", .. rare.Select(column => column.Name)]);
        foreach (LabelledTrack track in dataset.Tracks)
        {
            IEnumerable<string> values = hasVotes
                ? track.CategoryShares.Select(share => share.ToString(CultureInfo.InvariantCulture)).Append(track.Listeners.ToString(CultureInfo.InvariantCulture))
                : [dataset.Categories[track.CategoryShares.IndexOf(track.CategoryShares.Max())]];
            Line([Path.GetRelativePath(folder, track.AudioPath).Replace(Path.DirectorySeparatorChar, '/'), .. values, track.Genre, track.Artist ?? "", track.Album ?? "", track.Split ?? "", .. rare.Select(column => column.Of(track) ?? "")]);
        }

        void Line(IEnumerable<string> values) => writer.Write(string.Join(',', values.Select(CsvCell.Of)) + "\n");
    }
}
