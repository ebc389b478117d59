using System.Buffers;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Service.Hosting;
using RealtimeEmotion.Service.Monitoring;
using RealtimeEmotion.Service.Streams;

namespace RealtimeEmotion.Service.Analyses;

/// <summary>
/// Analyses sounds that callers send. An upload goes to a file of a name of ours, is heard within the limits, and is
/// deleted, whatever happens.
/// </summary>
internal sealed class UploadAnalysis : IDisposable
{
    private const string FolderName = "uploads";
    // An answer is held in memory as a whole: four hours at this hop are some ten megabytes.
    private const double LeastHopSeconds = 0.25;
    private const int BufferBytes = 128 * 1024;
    private const int LongestName = 200;

    private readonly ModelLibrary _models;
    private readonly ServiceOptions _options;
    private readonly ServiceLimits _limits;
    private readonly ServiceMetrics _metrics;
    private readonly string _folder;
    private readonly ConcurrencyLimiter _uploads;
    private readonly ConcurrencyLimiter _analyses;

    public UploadAnalysis(ModelLibrary models, ServiceOptions options, ServiceMetrics metrics)
    {
        _models = models;
        _options = options;
        _limits = options.Limits;
        _metrics = metrics;
        _folder = Path.Combine(options.DataFolder, FolderName);
        // A process that was killed could not delete what it had.
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        _uploads = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = _limits.ConcurrentAnalyses + _limits.QueuedAnalyses });
        _analyses = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = _limits.ConcurrentAnalyses, QueueLimit = _limits.QueuedAnalyses });
    }

    /// <summary>Takes a request's body as a sound and says what it feels like.</summary>
    /// <param name="context">The request; its body is the file itself.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="modelName">Who listens, or null.</param>
    /// <param name="genre">The genre, or null.</param>
    /// <param name="hopSeconds">Seconds from one estimate to the next, or null.</param>
    /// <exception cref="InputException">It cannot be heard.</exception>
    /// <exception cref="ProblemException">It is too large, too slow or one too many.</exception>
    internal async Task<AnalysisView> RunAsync(HttpContext context, string? name, string? modelName, string? genre, double? hopSeconds)
    {
        string subject = Subject(name);
        if (hopSeconds < LeastHopSeconds)
        {
            throw new ProblemException(Problem.BadInput($"'hopSeconds' must be {LeastHopSeconds} or more here."));
        }

        EmotionModel model = _models.Get(modelName);
        AnalysisOptions options = (_options.Analysis with
        {
            HopSeconds = hopSeconds ?? _options.Analysis.HopSeconds,
            Genre = string.IsNullOrWhiteSpace(genre) ? null : genre,
        }).Validated();
        if (options.Genre is { } known)
        {
            model.Metadata.GenreWeights(known);
        }

        Refuse(context.Request);
        using RateLimitLease room = _uploads.AttemptAcquire();
        if (!room.IsAcquired)
        {
            throw new ProblemException(Problem.Busy("Too many uploads at once.", 5));
        }

        string path = Path.Combine(_folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        try
        {
            await ReceiveAsync(context, path).ConfigureAwait(false);
            using RateLimitLease turn = await _analyses.AcquireAsync(1, context.RequestAborted).ConfigureAwait(false);
            if (!turn.IsAcquired)
            {
                throw new ProblemException(Problem.Busy("Too many analyses wait.", 5));
            }

            AnalysisView view = await HearAsync(path, subject, model, options, _models.NameOf(modelName), context.RequestAborted).ConfigureAwait(false);
            _metrics.Analysis("done");
            return view;
        }
        catch (InputException e)
        {
            _metrics.Analysis("unusable");
            // The name of our own file is nobody's business, and means nothing to the sender.
            throw new InputException(subject, Named(e.Problem, path, subject), Named(e.Remedy, path, subject), e);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _uploads.Dispose();
        _analyses.Dispose();
    }

    internal static EstimateView View(in EmotionEstimate estimate, double seconds, IReadOnlyList<string> labels)
    {
        EmotionProbabilities probabilities = estimate.Probabilities;
        var byLabel = new Dictionary<string, double>(labels.Count);
        for (int i = 0; i < labels.Count; i++)
        {
            byLabel[labels[i]] = EstimateFields.Rounded(probabilities[i]);
        }

        return new EstimateView(
            EstimateFields.Rounded(seconds), estimate.IsSilent ? null : labels[estimate.TopIndex], estimate.IsSilent, estimate.IsAmbiguous, EstimateFields.Rounded(estimate.Confidence), byLabel,
            EstimateFields.Rounded(estimate.Valence), EstimateFields.Rounded(estimate.Arousal), float.IsFinite(estimate.LevelDecibels) ? EstimateFields.Rounded(estimate.LevelDecibels) : null);
    }

    private static string Named(string text, string path, string subject) => text.Replace(path, subject, StringComparison.Ordinal);

    // A label for people and nothing else: it is never opened, and no part of a path.
    private static string Subject(string? name)
    {
        string last = (name ?? "").Split('/', '\\')[^1];
        string shown = string.Concat(last.Where(c => !char.IsControl(c))).Trim();
        return shown.Length == 0 ? "the upload" : shown.Length > LongestName ? shown[..LongestName] : shown;
    }

    private void Refuse(HttpRequest request)
    {
        if (!StringValues.IsNullOrEmpty(request.Headers.ContentEncoding) && request.Headers.ContentEncoding != "identity")
        {
            throw new ProblemException(Problem.MediaTypeUnsupported("Nothing compressed is unpacked here: send the file as it is, without Content-Encoding."));
        }

        if (request.HasFormContentType)
        {
            throw new ProblemException(Problem.MediaTypeUnsupported("Send the file itself as the body, for example by 'curl --data-binary @song.mp3'; no form."));
        }

        if (request.ContentLength > _limits.UploadBytes)
        {
            throw new ProblemException(Problem.TooLarge($"{_limits.UploadBytes} bytes are the most."));
        }
    }

    private async Task ReceiveAsync(HttpContext context, string path)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = new MinDataRate(_limits.UploadBytesPerSecond, _limits.SlowGrace);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using var file = new FileStream(path, options);
            long total = 0;
            for (int count; (count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0;)
            {
                total += count;
                await file.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted).ConfigureAwait(false);
            }

            _metrics.Uploaded(total);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<AnalysisView> HearAsync(string path, string subject, EmotionModel model, AnalysisOptions options, string modelName, CancellationToken caller)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(caller);
        time.CancelAfter(_limits.AnalysisTime);
        try
        {
            return await Task.Run(() => Hear(path, subject, model, options, modelName, time.Token), time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw new InputException(subject, $"it was not heard to its end in {_limits.AnalysisTime:g}", "cut it, or use 'emotion analyze', which has no limit");
        }
    }

    private AnalysisView Hear(string path, string subject, EmotionModel model, AnalysisOptions options, string modelName, CancellationToken cancellation)
    {
        using var source = new LimitedSource(AudioFile.Open(path), subject, _limits);
        var outline = new WaveformEnvelope(1);
        float[] mono = [];
        ClipAnalysis clip = ClipAnalysis.Run(
            source,
            subject,
            model,
            options,
            block =>
            {
                int frames = block.Length / source.Channels;
                if (mono.Length < frames)
                {
                    mono = new float[frames];
                }

                ChannelMix.ToMono(block, source.Channels, mono);
                outline.Add(mono.AsSpan(0, frames));
            },
            cancellation);
        IReadOnlyList<string> labels = model.Metadata.Labels;
        double rate = clip.SampleRate;
        return new AnalysisView(
            subject, source.Format, clip.SampleRate, clip.Channels, EstimateFields.Rounded(clip.DurationSeconds), modelName, options.Genre, labels,
            View(clip.Summary, clip.DurationSeconds, labels),
            [.. clip.Segments.Select(s => new SegmentView(EstimateFields.Rounded(s.StartSample / rate), EstimateFields.Rounded(s.EndSample / rate), View(s.Estimate, s.EndSample / rate, labels)))],
            [.. clip.Estimates.Select(e => View(e, e.EndSample / rate, labels))],
            new WaveformView(outline.FramesPerBin / rate, [.. outline.Lowest(0)], [.. outline.Highest(0)]),
            clip.Warning is { } warning ? Named(warning, path, subject) : null);
    }
}
