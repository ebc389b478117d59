using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>Audio files to log-mel frames by the Engine's own front-end, through a cache.</summary>
internal sealed class FeatureExtractor
{
    // Low enough that no gain or filter of the augmentation lifts it to the model's own floor.
    private const double CachedDecibelMinimum = 1e-12;
    private readonly FrontEndSettings _cached;
    private readonly FeatureCache _cache;

    /// <param name="frontEnd">The model's front-end; frames are kept with a lower floor than it has.</param>
    /// <param name="cacheFolder">Where computed frames are kept.</param>
    internal FeatureExtractor(FrontEndSettings frontEnd, string cacheFolder)
    {
        _cached = frontEnd with { DecibelMinimum = CachedDecibelMinimum };
        _cache = new FeatureCache(cacheFolder, _cached);
        var silence = new MelFrontEnd(frontEnd);
        var frame = new float[silence.Bands];
        silence.ComputeFrame(new float[silence.InputLength], frame);
        Floor = frame[0];
    }

    /// <summary>The value of a silent band in the model's front-end, in dB.</summary>
    internal float Floor { get; }

    /// <summary>The frames of every file, in order.</summary>
    /// <param name="paths">Audio files.</param>
    /// <param name="threads">How many to work on at once.</param>
    /// <param name="onTrack">Called after each file with how many are done; by several threads, one at a time.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal TrackFeatures[] ExtractAll(IReadOnlyList<string> paths, int threads, Action<int> onTrack, CancellationToken cancellation)
    {
        var features = new TrackFeatures[paths.Count];
        int done = 0;
        var gate = new Lock();
        try
        {
            Parallel.For(
                0,
                paths.Count,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                () => new MelFrontEnd(_cached),
                (i, _, frontEnd) =>
                {
                    features[i] = Extract(paths[i], frontEnd);
                    lock (gate)
                    {
                        onTrack(++done);
                    }

                    return frontEnd;
                },
                _ => { });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<InputException>().FirstOrDefault() is { } first)
        {
            throw new InputException(first.Subject, first.Problem, first.Remedy, e);
        }

        return features;
    }

    private TrackFeatures Extract(string path, MelFrontEnd frontEnd)
    {
        string key;
        try
        {
            key = _cache.KeyOf(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message.TrimEnd('.')}", "training needs the audio of every track", e);
        }

        if (_cache.Find(key, _cached.MelBands) is { } found)
        {
            return found;
        }

        float[] samples = AudioReading.ReadMono(path, out int rate);
        MelSpectrogram frames = frontEnd.Analyze(rate == _cached.SampleRate ? samples : Resampled(samples, rate));
        var features = new TrackFeatures(frames.Values, frames.Frames, frames.Bands);
        _cache.Keep(key, features);
        return features;
    }

    private float[] Resampled(float[] samples, int rate)
    {
        var resampler = new StreamingResampler(rate, _cached.SampleRate);
        var output = new float[resampler.MaxOutput(samples.Length) + resampler.MaxFlush];
        int count = resampler.Process(samples, output);
        count += resampler.Flush(output.AsSpan(count));
        return output[..count];
    }
}
