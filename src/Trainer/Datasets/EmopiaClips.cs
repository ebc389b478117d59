using System.Collections.Immutable;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Reads EMOPIA's layout: <c>split.csv</c> (clip, label Q1 … Q4, song, split) and <c>midis/&lt;clip&gt;.mid</c>.</summary>
/// <remarks>H.-T. Hung, J. Ching, S. Doh, N. Kim, J. Nam, Y.-H. Yang, "EMOPIA: A Multi-Modal Pop Piano Dataset For Emotion
/// Recognition and Emotion-based Music Generation", ISMIR 2021.</remarks>
public static class EmopiaClips
{
    /// <summary>The terms of its notes and labels.</summary>
    public const string Licence = "CC BY 4.0";

    /// <summary>Whose it is.</summary>
    public const string Source = "H.-T. Hung, J. Ching, S. Doh, N. Kim, J. Nam, Y.-H. Yang, \"EMOPIA\", ISMIR 2021";

    private const string TableName = "split.csv";
    private const string MidiFolder = "midis";

    /// <summary>Whether a folder looks like EMOPIA's.</summary>
    public static bool Recognises(string path) => File.Exists(Path.Combine(path, TableName)) && Directory.Exists(Path.Combine(path, MidiFolder));

    /// <summary>Reads the table.</summary>
    /// <param name="path">The folder that holds <c>split.csv</c> and <c>midis/</c>.</param>
    /// <param name="merge">The classes: a clip's label is the one that lies in its quadrant.</param>
    /// <exception cref="InputException">The layout is another, notes are missing, a label is no quadrant, or a quadrant has
    /// not one class; names it.</exception>
    public static ImmutableArray<EmopiaClip> Read(string path, ClassMerge merge)
    {
        if (!Recognises(path))
            throw new InputException(path, $"has no {TableName} and {MidiFolder}/", "give the folder of EMOPIA's MIDI clips");
        string table = Path.Combine(path, TableName);
        return CsvTable.Read(table, csv =>
        {
            var clips = ImmutableArray.CreateBuilder<EmopiaClip>();
            int clipColumn = csv.Column(table, "clip");
            int labelColumn = csv.Column(table, "label");
            int songColumn = csv.Column(table, "song");
            int splitColumn = csv.Column(table, "split");
            while (csv.Read())
            {
                // Q1 is pleasant and excited; the others follow counter-clockwise.
                string clip = csv.GetString(clipColumn);
                string quadrant = csv.GetString(labelColumn);
                string midi = Path.Combine(path, MidiFolder, clip + ".mid");
                if (!File.Exists(midi))
                    throw new InputException(table, $"line {csv.LineNumber}: there is no {MidiFolder}/{clip}.mid", "add it, or take the row out");
                if (quadrant is not ['Q', >= '1' and <= '4'])
                    throw new InputException(table, $"line {csv.LineNumber}: 'label' is '{quadrant}'", "Q1, Q2, Q3 or Q4 is expected here");
                clips.Add(new EmopiaClip(clip, midi, merge.InQuadrant(isPleasant: quadrant[1] is '1' or '4', isExcited: quadrant[1] is '1' or '2').Name, csv.GetString(songColumn), csv.GetString(splitColumn)));
            }

            return clips.ToImmutable();
        });
    }
}
