using System.Globalization;
using System.Text;
using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Trainer.Tests;

/// <summary>Small data sets in Emotify's layout, made up: dark tones are sad, bright noise is joyful.</summary>
internal static class SyntheticEmotify
{
    public const string Header = "track id, genre, amazement, solemnity, tenderness, nostalgia, calmness, power, joyful_activation, tension, sadness, mood, liked, disliked, age, gender, mother tongue";
    public const int SampleRate = 8000;
    private static readonly string[] Genres = ["classical", "rock", "electronic", "pop"];

    /// <summary>One listener's row.</summary>
    /// <param name="id">The track.</param>
    /// <param name="votes">The nine votes, in column order.</param>
    /// <param name="genre">The genre; by id where null.</param>
    public static string Row(int id, string votes, string? genre = null)
        => $"{id},{genre ?? GenreOf(id)},{string.Join(',', votes.ToCharArray())},3,0,0,30,1,English";

    /// <summary>Whether <see cref="Write"/> makes a track sad; joyful else.</summary>
    public static bool IsSad(int id) => (id - 1) % 100 % 2 == 0;

    public static string GenreOf(int id) => Genres[(id - 1) / 100];

    public static string AudioOf(string folder, int id)
        => Path.Combine(folder, "emotifymusic", GenreOf(id), (((id - 1) % 100) + 1).ToString(CultureInfo.InvariantCulture) + ".wav");

    public static void WriteTable(string folder, params IEnumerable<string> rows)
        => File.WriteAllText(Path.Combine(folder, "data.csv"), string.Join('\n', rows.Prepend(Header)) + "\n", Encoding.UTF8);

    public static void WriteAudio(string folder, int id, ReadOnlySpan<float> samples)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(AudioOf(folder, id))!);
        WavWriter.WriteAll(AudioOf(folder, id), samples, SampleRate);
    }

    /// <summary>Writes two classes by two genres, as many tracks each; class and genre say nothing of each other.</summary>
    /// <returns>The ids.</returns>
    public static int[] Write(string folder, int tracksEach, double seconds)
    {
        var rows = new List<string>();
        var ids = new List<int>();
        foreach (int first in (int[])[1, 101])
        {
            for (int i = 0; i < 2 * tracksEach; i++)
            {
                int id = first + i;
                bool isSad = IsSad(id);
                ids.Add(id);
                rows.Add(Row(id, isSad ? "000000001" : "000000100"));
                rows.Add(Row(id, isSad ? "000100001" : "100000100"));
                WriteAudio(folder, id, isSad ? Tones(id, seconds) : Noise(id, seconds));
            }
        }

        WriteTable(folder, rows);
        return [.. ids];
    }

    private static float[] Tones(int seed, double seconds)
    {
        var random = new Random(seed);
        double pitch = 110 + (60 * random.NextDouble());
        double gain = 0.05 + (0.4 * random.NextDouble());
        var samples = new float[(int)(seconds * SampleRate)];
        for (int i = 0; i < samples.Length; i++)
        {
            double t = i / (double)SampleRate;
            samples[i] = (float)(gain * (Math.Sin(2 * Math.PI * pitch * t) + (0.5 * Math.Sin(2 * Math.PI * 1.5 * pitch * t)) + (0.02 * (random.NextDouble() - 0.5))));
        }

        return samples;
    }

    private static float[] Noise(int seed, double seconds)
    {
        var random = new Random(seed);
        double gain = 0.05 + (0.4 * random.NextDouble());
        var samples = new float[(int)(seconds * SampleRate)];
        for (int i = 0; i < samples.Length; i++)
        {
            double beat = i * 8 / SampleRate % 2 == 0 ? 1 : 0.2;
            samples[i] = (float)(gain * beat * ((2 * random.NextDouble()) - 1));
        }

        return samples;
    }
}
