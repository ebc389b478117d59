using System.Collections.Immutable;
using CsvHelper;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Reads EMOPIA's layout: <c>split.csv</c> (clip, label Q1 … Q4, song, split) and <c>midis/&lt;clip&gt;.mid</c>.</summary>
/// <remarks>H.-T. Hung, J. Ching, S. Doh, N. Kim, J. Nam, Y.-H. Yang, "EMOPIA: A Multi-Modal Pop Piano Dataset For Emotion
/// Recognition and Emotion-based Music Generation", ISMIR 2021.</remarks>
public static class EmopiaClips
{
    private const string TableName = "split.csv";
    private const string MidiFolder = "midis";

    private static readonly string[] Columns = ["clip", "label", "song", "split"];

    // Q1: pleasant and excited; then counter-clockwise through the plane.
    private static readonly string[] LabelOfQuadrant = ["joy", "anger", "sadness", "neutral"];

    /// <summary>Whether a folder looks like EMOPIA's.</summary>
    public static bool Recognises(string path) => File.Exists(Path.Combine(path, TableName)) && Directory.Exists(Path.Combine(path, MidiFolder));

    /// <summary>Reads the table.</summary>
    /// <param name="path">The folder that holds <c>split.csv</c> and <c>midis/</c>.</param>
    /// <exception cref="InputException">The layout is another, notes are missing, or a label is no quadrant; names it.</exception>
    public static ImmutableArray<EmopiaClip> Read(string path)
    {
        if (!Recognises(path))
            throw new InputException(path, $"has no {TableName} and {MidiFolder}/", "give the folder of EMOPIA's MIDI clips");
        string table = Path.Combine(path, TableName);
        var clips = ImmutableArray.CreateBuilder<EmopiaClip>();
        try
        {
            using CsvReader csv = CsvReader.FromFile(table, new CsvReaderOptions { Separator = ',', TrimWhitespace = true, TrackLineNumbers = true, FieldCountMismatch = CsvFieldCountHandling.Throw });
            int[] columns = [.. Columns.Select(name => csv.TryGetFieldIndex(name, out int column)
                ? column
                : throw new InputException(table, $"has no column '{name}'", $"its header is: {string.Join(", ", csv.Headers.ToArray())}"))];
            while (csv.Read())
            {
                string clip = csv.GetString(columns[0]);
                string quadrant = csv.GetString(columns[1]);
                string midi = Path.Combine(path, MidiFolder, clip + ".mid");
                if (!File.Exists(midi))
                    throw new InputException(table, $"line {csv.LineNumber}: there is no {MidiFolder}/{clip}.mid", "add it, or take the row out");
                if (quadrant is not ['Q', >= '1' and <= '4'])
                    throw new InputException(table, $"line {csv.LineNumber}: 'label' is '{quadrant}'", "Q1, Q2, Q3 or Q4 is expected here");
                clips.Add(new EmopiaClip(clip, midi, LabelOfQuadrant[quadrant[1] - '1'], csv.GetString(columns[2]), csv.GetString(columns[3])));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CsvFormatException)
        {
            throw new InputException(table, $"cannot be read: {e.Message.TrimEnd('.')}", "check that it is a comma-separated table that you may read", e);
        }

        return clips.ToImmutable();
    }
}
