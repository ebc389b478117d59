using System.Collections.Immutable;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads DEAM's layout: the averaged annotations of whole songs (<c>song_id</c>, <c>valence_mean</c>, <c>arousal_mean</c>, from 1 to 9)
/// and <c>MEMD_audio/&lt;song_id&gt;.mp3</c>; artist, album and genre from the tables of <c>metadata/</c> where they are there, which are one
/// for each part: that of 2013 is for development, the others are for evaluation. Annotations, audio and metadata come as archives of their
/// own: each may lie in a folder of its own.
/// </summary>
/// <remarks>A. Aljanaki, Y.-H. Yang, M. Soleymani, "Developing a benchmark for emotional analysis of music", PLOS ONE, 2017.</remarks>
public static class DeamReader
{
    private const double Least = 1;
    private const double Most = 9;
    private const string AudioFolder = "MEMD_audio";
    private static readonly string Annotations = Path.Combine("annotations", "annotations averaged per song", "song_level");

    // A copy of the data set that was unpacked by another tool has underscores.
    private static readonly string[] AnnotationFolders = [Annotations, Annotations.Replace(' ', '_'), Path.GetRelativePath("annotations", Annotations), Path.GetRelativePath("annotations", Annotations).Replace(' ', '_')];
    private static readonly (string Name, string IdColumn, string Part)[] OriginTables =
    [
        ("metadata_2013.csv", "song_id", DatasetPart.Training),
        ("metadata_2014.csv", "id", DatasetPart.Test),
        ("metadata_2015.csv", "id", DatasetPart.Test),
    ];

    private static readonly string[] TableNames = ["static_annotations_averaged_songs_1_2000.csv", "static_annotations_averaged_songs_2000_2058.csv"];

    /// <summary>Whether a folder looks like DEAM's.</summary>
    public static bool Recognises(string path) => Tables(path).Length > 0;

    /// <summary>Reads the tables that are there.</summary>
    /// <param name="path">The folder that holds <c>annotations/</c> and <c>MEMD_audio/</c>, or folders that hold these.</param>
    /// <param name="merge">The classes: a song's label is the one in whose quadrant it lies.</param>
    /// <exception cref="InputException">A table, a column or all audio is missing, or a value is no value of the scale; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        Dictionary<string, SongOrigin> origins = Origins(path);
        string audio = Roots(path).Select(root => Path.Combine(root, AudioFolder)).FirstOrDefault(Directory.Exists) ?? Path.Combine(path, AudioFolder);
        ImmutableArray<PlaneAnnotation> songs =
        [
            .. Tables(path).SelectMany(table => CsvTable.Read(table, csv =>
            {
                int id = csv.Column(table, "song_id");
                int valence = csv.Column(table, "valence_mean");
                int arousal = csv.Column(table, "arousal_mean");
                var rows = new List<PlaneAnnotation>();
                while (csv.Read())
                {
                    string song = csv.GetString(id).Trim();
                    rows.Add(new PlaneAnnotation(
                        song,
                        Path.Combine(audio, song + ".mp3"),
                        PlaneAnnotations.Value(csv, table, valence, Least, Most) - ((Least + Most) / 2),
                        PlaneAnnotations.Value(csv, table, arousal, Least, Most) - ((Least + Most) / 2))
                    {
                        Origin = origins.GetValueOrDefault(song),
                    });
                }

                return rows;
            })),
        ];
        return PlaneAnnotations.Labelled(
            "DEAM",
            path,
            "as DEAM's authors say of its annotations; each recording has its own Creative Commons licence",
            "A. Aljanaki, Y.-H. Yang, M. Soleymani, \"Developing a benchmark for emotional analysis of music\", PLOS ONE, 2017",
            merge,
            songs);
    }

    private static Dictionary<string, SongOrigin> Origins(string path)
    {
        var origins = new Dictionary<string, SongOrigin>(StringComparer.Ordinal);
        foreach ((string name, string idColumn, string part) in OriginTables)
        {
            foreach ((string song, SongOrigin origin) in Roots(path).SelectMany(root => SongOrigins.Read(Path.Combine(root, "metadata", name), idColumn, part)))
                origins[song] = origin;
        }

        return origins;
    }

    private static string[] Tables(string path) => Roots(path)
        .SelectMany(root => AnnotationFolders.Select(folder => Path.Combine(root, folder)))
        .Select(folder => (string[])[.. TableNames.Select(name => Path.Combine(folder, name)).Where(File.Exists)])
        .FirstOrDefault(tables => tables.Length > 0, []);

    // The archives are DEAM_Annotations, DEAM_audio and metadata.
    private static IEnumerable<string> Roots(string path)
        => Directory.EnumerateDirectories(path, "*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(folder => Path.GetFileName(folder) is { } name && (name.StartsWith("DEAM", StringComparison.OrdinalIgnoreCase) || name == "metadata"))
            .Order(StringComparer.Ordinal)
            .Prepend(path);
}
