using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Augmentation;

/// <summary>Makes more tracks of a class out of those that there are.</summary>
public static class Oversampling
{
    // One change is heard as itself; three make a track that is new to a network.
    private const int MostChanges = 3;

    /// <summary>The data set with more tracks of a class: made tracks stand behind those that were there, and share a group with
    /// the one that they were made of. They are mono WAV files of 16 bits at the sources' rates, since models hear the mean of
    /// the channels.</summary>
    /// <param name="dataset">The data set. Where it has a split of its own, only its part <see cref="DatasetPart.Training"/> is used.</param>
    /// <param name="className">The class.</param>
    /// <param name="count">How many to make, 1 or more: each track of the class once before any comes again.</param>
    /// <param name="changes">What may be done, one or more.</param>
    /// <param name="seed">Decides which tracks and which changes, by which values.</param>
    /// <param name="folder">Takes the files; none is written over.</param>
    /// <param name="threads">How many at once; 0 for one a core.</param>
    /// <param name="onTrack">Told after each how many are done; null for nobody.</param>
    /// <param name="cancellation">Checked before each.</param>
    /// <exception cref="InputException">There is no such class, or no track of it to use, a file cannot be read, one is in the way, or
    /// ffmpeg is missing for MP3.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static LabelledDataset Add(
        LabelledDataset dataset,
        string className,
        int count,
        ImmutableArray<SoundChange> changes,
        int seed,
        string folder,
        int threads,
        Action<int>? onTrack = null,
        CancellationToken cancellation = default)
    {
        int wanted = dataset.Merge.Named("--class", className);
        bool hasParts = dataset.Tracks.Any(track => track.Split == DatasetPart.Training);
        LabelledTrack[] sources = [.. dataset.Tracks.Where(track => track.ClassIndex == wanted && (!hasParts || track.Split == DatasetPart.Training))];
        if (sources.Length == 0)
            throw new InputException(dataset.Path, $"has no track of class '{className}'{(hasParts ? $" in its part '{DatasetPart.Training}'" : "")}", "choose another class");
        new Random(seed).Shuffle(sources);
        (LabelledTrack Source, int Number, string Path)[] made =
        [
            .. Enumerable.Range(0, count).Select(i => (sources[i % sources.Length], i, Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"added-{i + 1:0000}.wav")))),
        ];
        if (made.Select(m => m.Path).FirstOrDefault(File.Exists) is { } present)
            throw new InputException(present, "is there already", "give an empty folder: nothing is written over");
        LabelledTrack[] added = ParallelFiles.ForAll(made, threads, onTrack, m => Make(m.Source, m.Path, changes, new Random(Mixed(seed, m.Number))), cancellation);
        HashSet<string> used = [.. made.Select(m => m.Source.Id)];
        return dataset with
        {
            Tracks = [.. dataset.Tracks.Select(track => used.Contains(track.Id) ? track with { Group = GroupOf(track) } : track), .. added],
        };
    }

    private static LabelledTrack Make(LabelledTrack source, string path, ImmutableArray<SoundChange> changes, Random random)
    {
        float[] samples = AudioReading.ReadMono(source.AudioPath, out int rate);
        SoundChange[] order = [.. changes];
        random.Shuffle(order);
        var said = new List<string>();
        foreach (SoundChange change in order.Take(1 + random.Next(Math.Min(MostChanges, order.Length))))
        {
            samples = SoundChanges.Apply(change, samples, rate, random, out string description);
            said.Add(description);
        }

        WavWriter.WriteAll(path, samples, rate, 1, SampleEncoding.Pcm16);
        return source with { Id = Path.GetFileName(path), AudioPath = path, Group = GroupOf(source), Changes = $"{source.Id}: {string.Join(", ", said)}" };
    }

    private static string GroupOf(LabelledTrack source) => source.Group ?? source.Id;

    // A track's changes depend on its number and not on the thread that makes it; the runtime's own hash differs from run to run.
    private static int Mixed(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * 7919));
}
