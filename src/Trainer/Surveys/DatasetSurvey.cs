using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Loudness;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>Listens to every track of a data set, without any model. Any thread.</summary>
public static class DatasetSurvey
{
    private const float FullScale = 0.999f;
    private const int ClippedRun = 3;
    private const int BlockFrames = 16384;

    /// <summary>Listens to all tracks.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="threads">How many files to read side by side; 0 for one a core.</param>
    /// <param name="onTrack">Told after each track how many are done; by several threads, one at a time.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <returns>One a track, in order; a file that cannot be read has its <see cref="TrackSurvey.Problem"/>.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ImmutableArray<TrackSurvey> Of(IReadOnlyList<LabelledTrack> tracks, int threads, Action<int>? onTrack = null, CancellationToken cancellation = default)
        => [.. ParallelFiles.ForAll([.. tracks.Select(track => track.AudioPath)], threads, onTrack, Listen, cancellation)];

    /// <summary>Pairs of tracks that sound the same from their beginning on.</summary>
    /// <param name="surveys">One a track.</param>
    /// <returns>Indices, the lower one first.</returns>
    public static ImmutableArray<(int First, int Second)> Duplicates(IReadOnlyList<TrackSurvey> surveys) => AcousticPrint.Pairs([.. surveys.Select(survey => survey.Print)]);

    private static TrackSurvey Listen(string path)
    {
        List<float> mono = [];
        int rate = 0;
        int channels = 0;
        long samples = 0;
        long notFinite = 0;
        long clipped = 0;
        IntegratedLoudness? loudness = null;
        string? problem = null;
        long frames = 0;
        try
        {
            using IAudioSource source = AudioFile.Open(path);
            rate = source.SampleRate;
            channels = source.Channels;
            loudness = new IntegratedLoudness(rate, channels);
            var block = new float[BlockFrames * channels];
            var mixed = new float[BlockFrames];
            int[] runs = new int[channels];
            for (int count; (count = source.Read(block)) > 0; frames += count)
            {
                ReadOnlySpan<float> read = block.AsSpan(0, count * channels);
                for (int i = 0; i < read.Length; i++)
                {
                    float sample = read[i];
                    notFinite += float.IsFinite(sample) ? 0 : 1;
                    ref int run = ref runs[i % channels];
                    run = Math.Abs(sample) >= FullScale ? run + 1 : 0;
                    clipped += run == ClippedRun ? ClippedRun : run > ClippedRun ? 1 : 0;
                }

                samples += read.Length;
                loudness.Process(read);
                ChannelMix.ToMono(read, channels, mixed.AsSpan(0, count));
                if (mono.Count < AcousticPrint.LongestSeconds * rate)
                    mono.AddRange(mixed.AsSpan(0, count));
            }

            problem = source.Warning;
        }
        catch (InputException e)
        {
            problem = e.Problem;
        }

        AcousticPrint print = AcousticPrint.Of(CollectionsMarshal.AsSpan(mono), Math.Max(rate, 1));
        return new TrackSurvey(
            rate == 0 ? 0 : (double)frames / rate,
            rate,
            channels,
            loudness?.Value ?? double.NegativeInfinity,
            samples == 0 ? 0 : (double)clipped / samples,
            notFinite,
            print) { Problem = problem };
    }
}
