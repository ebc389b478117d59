using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Makes labelled tracks of annotations of valence and arousal: a track's label is the class in whose quadrant the mean of its
/// annotations lies. The middle of a scale counts as high, so that every track has one.
/// </summary>
internal static class PlaneAnnotations
{
    /// <summary>Makes a data set.</summary>
    /// <param name="name">The data set's name.</param>
    /// <param name="path">Its folder.</param>
    /// <param name="licence">Its terms.</param>
    /// <param name="source">Whose it is.</param>
    /// <param name="merge">The classes.</param>
    /// <param name="annotations">Its annotations; those whose audio is not there are left out, since audio is often had in part.</param>
    /// <exception cref="InputException">No audio is there, the classes have not one in each quadrant, or there is nothing to learn
    /// from.</exception>
    internal static LabelledDataset Labelled(string name, string path, string licence, string source, ClassMerge merge, IReadOnlyList<PlaneAnnotation> annotations)
    {
        PlaneAnnotation[] heard = [.. annotations.Where(a => File.Exists(a.AudioPath))];
        if (heard.Length == 0)
            throw new InputException(path, $"has {annotations.Count} annotations and the audio of none", annotations.Count == 0 ? "it needs a row for each track" : $"put it there: {Path.GetRelativePath(path, annotations[0].AudioPath)} and so on");
        if (heard.CountBy(a => a.AudioPath).FirstOrDefault(c => c.Value > 1) is { Key: { } twice, Value: var rows })
            throw new InputException(path, $"has {rows} annotations of {Path.GetFileName(twice)}", "a song has one row: take the others out");
        ClassMerge way = merge.ByClass();
        ImmutableArray<string> categories = [.. way.Categories];
        return DatasetReader.Checked(new LabelledDataset(
            name,
            path,
            licence,
            source,
            categories,
            way,
            [
                .. heard.Select(a => DatasetReader.Track(a.Id, a.Origin?.Genre ?? FolderReader.NoGenre, a.AudioPath, categories, way, way.InQuadrant(a.Valence >= 0, a.Arousal >= 0).Name)
                    with { Artist = a.Origin?.Artist, Album = a.Origin?.Album, Split = a.Origin?.Part }),
            ]) { LeftOut = DatasetReader.LeftOut((annotations.Count - heard.Length, DatasetReader.WithoutAudio)) });
    }

    /// <summary>A number of a table.</summary>
    /// <exception cref="InputException">It is none, or out of the scale.</exception>
    internal static double Value(CsvHelper.CsvReader csv, string table, int column, double least, double most)
        => double.TryParse(csv.GetString(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new InputException(table, string.Create(CultureInfo.InvariantCulture, $"line {csv.LineNumber}: '{csv.GetString(column)}' is no value of the scale"), string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most} is expected here"));
}
