using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Surveys;
using RealtimeEmotion.Trainer.Teachers;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>Audio files to log-mel frames by the Engine's own front-end, and to what teachers make of them, through a
/// cache. A file is decoded once at most.</summary>
internal sealed class FeatureExtractor
{
    // Low enough that no gain or filter of the augmentation lifts it to the model's own floor.
    private const double CachedDecibelMinimum = 1e-12;
    private readonly FrontEndSettings _cached;
    private readonly string _cacheFolder;
    private readonly ImmutableArray<TeacherModel> _teachers;
    private readonly FeatureCache _printCache;
    private readonly FeatureCache _rateCache;

    // Of the frames, then of each teacher's answers, the sound as it is.
    private readonly ImmutableArray<FeatureCache> _caches;
    private readonly int _windowFrames;
    private readonly TeachingGrid _grid;

    /// <param name="frontEnd">The model's front-end; frames are kept with a lower floor than it has.</param>
    /// <param name="cacheFolder">Where computed frames are kept.</param>
    internal FeatureExtractor(FrontEndSettings frontEnd, string cacheFolder)
        : this(frontEnd, cacheFolder, [], 1, 1)
    {
    }

    /// <param name="frontEnd">The model's front-end; frames are kept with a lower floor than it has.</param>
    /// <param name="cacheFolder">Where computed frames are kept.</param>
    /// <param name="teachers">Who listens as well.</param>
    /// <param name="windowFrames">The frames in a window that teachers are asked about.</param>
    /// <param name="stepFrames">The frames from the start of one such window to the next.</param>
    internal FeatureExtractor(FrontEndSettings frontEnd, string cacheFolder, ImmutableArray<TeacherModel> teachers, int windowFrames, int stepFrames)
    {
        _cached = frontEnd with { DecibelMinimum = CachedDecibelMinimum };
        _cacheFolder = cacheFolder;
        _printCache = new FeatureCache(cacheFolder, "print 1");
        _rateCache = new FeatureCache(cacheFolder, "rate 1");
        _teachers = teachers;
        _windowFrames = windowFrames;
        StepFrames = stepFrames;
        double frameSeconds = frontEnd.HopLength / (double)frontEnd.SampleRate;
        _grid = new TeachingGrid(windowFrames * frameSeconds, stepFrames * frameSeconds);
        _caches = Caches(null);
        var silence = new MelFrontEnd(frontEnd);
        var frame = new float[silence.Bands];
        silence.ComputeFrame(new float[silence.InputLength], frame);
        Floor = frame[0];
    }

    /// <summary>The value of a silent band in the model's front-end, in dB.</summary>
    internal float Floor { get; }

    /// <summary>The frames from the start of one window that teachers are asked about to the next.</summary>
    internal int StepFrames { get; }

    /// <summary>The frames of every file, and the teachers' answers, in order.</summary>
    /// <param name="paths">Audio files.</param>
    /// <param name="threads">How many to work on at once.</param>
    /// <param name="onTrack">Called after each file with how many are done; by several threads, one at a time.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal HeardTrack[] ExtractAll(IReadOnlyList<string> paths, int threads, Action<int> onTrack, CancellationToken cancellation)
        => ForAll(paths, threads, onTrack, Extract, cancellation);

    /// <summary>The same for music that may have flaws: null for a file that cannot be read.</summary>
    /// <inheritdoc cref="ExtractAll"/>
    internal HeardTrack?[] ExtractReadable(IReadOnlyList<string> paths, int threads, Action<int> onTrack, CancellationToken cancellation)
        => ForAll<HeardTrack?>(paths, threads, onTrack, (path, frontEnd) =>
        {
            try
            {
                return Extract(path, frontEnd);
            }
            catch (InputException e) when (e.Subject == path)
            {
                return null;
            }
        }, cancellation);

    /// <summary>The frames of every file, and the teachers' answers, its sound changed; without a print, since it is another file's
    /// music.</summary>
    /// <inheritdoc cref="ExtractVaried"/>
    internal HeardTrack[] ExtractTaught(IReadOnlyList<string> paths, AudioVariation variation, int threads, Action<int> onTrack, CancellationToken cancellation)
    {
        ImmutableArray<FeatureCache> caches = Caches(variation);
        return ForAll(
            paths,
            threads,
            onTrack,
            (path, frontEnd) => Heard(frontEnd, new Lazy<float[]>(() => Changed(path, variation)), caches, KeysOf(path, caches), AcousticPrint.FromSigns([])),
            cancellation);
    }

    /// <summary>The frames of every file, its sound changed.</summary>
    /// <param name="paths">Audio files.</param>
    /// <param name="variation">The change.</param>
    /// <param name="threads">How many to work on at once.</param>
    /// <param name="onTrack">Called after each file with how many are done; by several threads, one at a time.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="InputException">A file cannot be read, or cannot be changed so.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal TrackFeatures[] ExtractVaried(IReadOnlyList<string> paths, AudioVariation variation, int threads, Action<int> onTrack, CancellationToken cancellation)
    {
        FeatureCache cache = MelCache(variation);
        return ForAll(
            paths,
            threads,
            onTrack,
            (path, frontEnd) => Cached(cache, KeysOf(path, [cache])[0], _cached.MelBands, () => Frames(frontEnd, Changed(path, variation))),
            cancellation);
    }

    private FeatureCache MelCache(AudioVariation? variation) => new(_cacheFolder, Under(string.Create(CultureInfo.InvariantCulture, $"{_cached}"), variation));

    private ImmutableArray<FeatureCache> Caches(AudioVariation? variation) =>
    [
        MelCache(variation),
        .. _teachers.Select(t => new FeatureCache(_cacheFolder, Under(string.Create(CultureInfo.InvariantCulture, $"{_cached.SampleRate} {_grid} {t.Identity}"), variation))),
    ];

    private static string Under(string settings, AudioVariation? variation) => variation is null ? settings : $"{settings} {variation.Name}";

    /// <summary>Mono samples at the student's rate, changed as the sound lies in the file, and heard as any of that rate.</summary>
    private float[] Changed(string path, AudioVariation? variation)
    {
        float[] read = Read(path, out int rate, variation?.IsLeftAlone ?? false);
        float[] changed = variation is null ? read : variation.Apply(read, rate);
        return rate == _cached.SampleRate ? changed : WholeSignal.Resample(changed, rate, _cached.SampleRate);
    }

    private static TrackFeatures Frames(MelFrontEnd frontEnd, float[] samples)
    {
        MelSpectrogram frames = frontEnd.Analyze(samples);
        return new TrackFeatures(frames.Values, frames.Frames, frames.Bands);
    }

    private T[] ForAll<T>(IReadOnlyList<string> paths, int threads, Action<int> onTrack, Func<string, MelFrontEnd, T> extract, CancellationToken cancellation)
        => ParallelFiles.ForAll(paths, threads, onTrack, () => new MelFrontEnd(_cached), extract, cancellation);

    private HeardTrack Extract(string path, MelFrontEnd frontEnd)
    {
        string[] keys = KeysOf(path, [.. _caches, _printCache, _rateCache]);
        TrackFeatures rate = Cached(_rateCache, keys[^1], 1, () =>
        {
            using IAudioSource source = AudioFile.Open(path);
            return new TrackFeatures([source.SampleRate], 1, 1);
        });
        TrackFeatures print = Cached(_printCache, keys[^2], AcousticPrint.Columns, () =>
        {
            float[] signs = AcousticPrint.OfFile(path).Signs();
            return new TrackFeatures(signs, signs.Length / AcousticPrint.Columns, AcousticPrint.Columns);
        });
        return Heard(frontEnd, new Lazy<float[]>(() => Changed(path, null)), _caches, keys, AcousticPrint.FromSigns(print.Values)) with { SampleRate = (int)rate.Values[0] };
    }

    /// <summary>What is computed of a piece, or was before.</summary>
    /// <param name="frontEnd">The thread's own.</param>
    /// <param name="samples">Its sound at the student's rate, so that no teacher hears more than the student can.</param>
    /// <param name="caches">That of its frames, then those of the teachers' answers.</param>
    /// <param name="keys">Its names in these.</param>
    /// <param name="print">What its beginning sounds like.</param>
    private HeardTrack Heard(MelFrontEnd frontEnd, Lazy<float[]> samples, ImmutableArray<FeatureCache> caches, string[] keys, AcousticPrint print)
    {
        TrackFeatures mel = Cached(caches[0], keys[0], _cached.MelBands, () => Frames(frontEnd, samples.Value));
        int windows = mel.Frames < _windowFrames ? 0 : 1 + ((mel.Frames - _windowFrames) / StepFrames);
        ImmutableArray<TrackFeatures> teachers = windows == 0 ? [] : [.. _teachers.Select((teacher, i) =>
            Cached(caches[1 + i], keys[1 + i], null, () => teacher.Listen(samples.Value, _cached.SampleRate, _grid, windows)))];
        return new HeardTrack(keys[0], mel, teachers, print);
    }

    /// <summary>Mono samples. A player passes over what is no number; here a whole track would be learnt wrongly.</summary>
    private static float[] Read(string path, out int rate, bool firstChannelAlone = false)
    {
        float[] samples = AudioReading.ReadInterleaved(path, out rate, out int channels);
        int bad = Array.FindIndex(samples, x => !float.IsFinite(x));
        if (bad >= 0)
        {
            throw new InputException(path, string.Create(CultureInfo.InvariantCulture, $"holds samples that are not numbers (the first at {bad / channels / (double)rate:0.000} s)"), "export it again, or take it out of the data set");
        }

        if (firstChannelAlone)
        {
            return [.. Enumerable.Range(0, samples.Length / channels).Select(frame => samples[frame * channels])];
        }

        var mono = new float[samples.Length / channels];
        ChannelMix.ToMono(samples, channels, mono);
        return mono;
    }

    private static string[] KeysOf(string path, IReadOnlyList<FeatureCache> caches)
    {
        try
        {
            return FeatureCache.KeysOf(path, caches);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e);
        }
    }

    private static TrackFeatures Cached(FeatureCache cache, string key, int? bands, Func<TrackFeatures> compute)
    {
        if (cache.Find(key, bands) is { } found)
        {
            return found;
        }

        TrackFeatures features = compute();
        cache.Keep(key, features);
        return features;
    }
}
