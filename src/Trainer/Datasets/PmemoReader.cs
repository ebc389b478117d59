using System.Collections.Immutable;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Reads PMEmo's layout: <c>annotations/static_annotations.csv</c> (<c>musicId</c>, <c>Arousal(mean)</c>, <c>Valence(mean)</c>, from 0 to 1),
/// <c>chorus/&lt;musicId&gt;.mp3</c>, and <c>metadata.csv</c> where it is there.
/// </summary>
/// <remarks>K. Zhang, H. Zhang, S. Li, C. Yang, L. Sun, "The PMEmo dataset for music emotion recognition", ICMR 2018.</remarks>
public static class PmemoReader
{
    private const string IdColumn = "musicId";
    private const double Least = 0;
    private const double Most = 1;
    private static readonly string Table = Path.Combine("annotations", "static_annotations.csv");

    /// <summary>Whether a folder looks like PMEmo's.</summary>
    public static bool Recognises(string path) => File.Exists(Path.Combine(path, Table));

    /// <summary>Reads the tables.</summary>
    /// <param name="path">The folder that holds <c>annotations/</c> and <c>chorus/</c>.</param>
    /// <param name="merge">The classes: a song's label is the one in whose quadrant it lies.</param>
    /// <exception cref="InputException">The table, a column or all audio is missing, or a value is no value of the scale; names it.</exception>
    public static LabelledDataset Read(string path, ClassMerge merge)
    {
        Dictionary<string, SongOrigin> origins = SongOrigins.Read(Path.Combine(path, "metadata.csv"), IdColumn);
        string table = Path.Combine(path, Table);
        List<PlaneAnnotation> songs = CsvTable.Read(table, csv =>
        {
            int id = csv.Column(table, IdColumn);
            int arousal = csv.Column(table, "Arousal(mean)");
            int valence = csv.Column(table, "Valence(mean)");
            var rows = new List<PlaneAnnotation>();
            while (csv.Read())
            {
                string song = csv.GetString(id).Trim();
                rows.Add(new PlaneAnnotation(
                    song,
                    Path.Combine(path, "chorus", song + ".mp3"),
                    PlaneAnnotations.Value(csv, table, valence, Least, Most) - ((Least + Most) / 2),
                    PlaneAnnotations.Value(csv, table, arousal, Least, Most) - ((Least + Most) / 2))
                {
                    Origin = origins.GetValueOrDefault(song),
                });
            }

            return rows;
        });
        return PlaneAnnotations.Labelled(
            "PMEmo",
            path,
            "as PMEmo's authors say of its annotations; the recordings belong to their labels",
            "K. Zhang, H. Zhang, S. Li, C. Yang, L. Sun, \"The PMEmo dataset for music emotion recognition\", ICMR 2018",
            merge,
            songs);
    }
}
