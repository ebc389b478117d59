using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Service.Analyses;
using RealtimeEmotion.Service.Feeds;
using RealtimeEmotion.Service.History;
using RealtimeEmotion.Service.Hosting;
using RealtimeEmotion.Service.Streams;

namespace RealtimeEmotion.Service.Api;

/// <summary>The interface for programs, <c>/api/v1</c>; <c>/openapi/v1.json</c> describes it.</summary>
internal static class ApiRoutes
{
    internal const string Prefix = "/api/v1";

    private const int MostPoints = 5000;
    private const int MostEvents = 5000;
    private const int MostMarks = 500;
    private const int MostFiles = 2000;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup(Prefix);
        api.MapGet("", About).WithTags("service").WithSummary("What this service is and allows.");
        api.MapGet("/models", Models).WithTags("service").WithSummary("Models to choose from, the default first.");
        api.MapGet("/devices", Devices).WithTags("service").WithSummary("Devices of this machine that sound can be taken from.");
        api.MapGet("/files", Files).WithTags("service").WithSummary("Files that may be played as streams.");

        api.MapGet("/streams", Streams).WithTags("streams").WithSummary("All streams, running or not.");
        api.MapPost("/streams", StartStream).WithTags("streams").WithSummary("Starts a stream.").ProducesProblems(400, 409, 422, 429);
        api.MapGet("/streams/{name}", Stream).WithTags("streams").WithSummary("One stream.").ProducesProblems(404);
        api.MapPost("/streams/{name}/start", Resume).WithTags("streams").WithSummary("Starts a stream again as it was.").ProducesProblems(404, 409, 422);
        api.MapPost("/streams/{name}/stop", Stop).WithTags("streams").WithSummary("Stops a stream; its history stays.").ProducesProblems(404);
        api.MapDelete("/streams/{name}", Delete).WithTags("streams").WithSummary("Stops a stream and deletes its history.").ProducesProblems(404, 409);

        api.MapGet("/streams/{name}/history", History).WithTags("history").WithSummary("A stretch of history in equal steps, for a picture.").ProducesProblems(400, 404);
        api.MapGet("/streams/{name}/events", Events).WithTags("history").WithSummary("Stored events behind an id, oldest first.")
            .Produces<IReadOnlyList<EventView>>().ProducesProblems(400, 404);
        api.MapGet("/streams/{name}/export", Export).WithTags("history").WithSummary("A stretch of history as a file: csv, jsonl or json.")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: ["application/x-ndjson", "application/json"]).ProducesProblems(400, 404);

        api.MapPost("/analyses", Analyse).WithTags("analyses").WithSummary("What a sound file feels like; the body is the file itself.")
            .WithMetadata(new RequestSizeLimitAttribute(routes.ServiceProvider.GetRequiredService<ServiceOptions>().Limits.UploadBytes))
            .Accepts<Stream>("*/*").Produces<AnalysisView>().ProducesProblems(408, 413, 415, 422, 503);

        api.MapGet("/events", ServerSent).WithTags("feeds").WithSummary("Server-Sent Events: every event as it happens; goes on behind 'after' or the header Last-Event-ID.")
            .Produces<EventView>(contentType: "text/event-stream").ProducesProblems(400, 404, 503);
        api.MapGet("/feed", Feed).WithTags("feeds").WithSummary("WebSocket: every event as it happens, a text message each; goes on behind 'after'.").ProducesProblems(400, 404, 426, 503);
        api.MapGet("/streams/{name}/signal", Signal).WithTags("feeds").WithSummary("WebSocket: waveform outline, level and mel frames of a running stream, in binary messages.").ProducesProblems(404, 409, 426, 503);
        api.MapGet("/audio", Audio).WithTags("feeds").WithSummary("WebSocket: send sound here (32-bit float, little-endian, interleaved, in binary messages) and it becomes a stream.").ProducesProblems(400, 409, 422, 426, 503);
    }

    private static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
        {
            route.ProducesProblem(status);
        }

        return route;
    }

    private static AboutView About(ServiceOptions options, ModelLibrary models, SourcePolicy policy, EventLog log) => new(
        "emotion", Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "", models.Names[0], options.Token is not null, policy.AllowsFiles, options.Limits.UploadBytes, log.NewestId);

    private static List<ModelView> Models(ModelLibrary models) =>
    [
        .. models.Names.Select(name =>
        {
            ModelMetadata metadata = models.Get(name).Metadata;
            double window = (((metadata.WindowFrames - 1) * metadata.FrontEnd.HopLength) + metadata.FrontEnd.FrameLength) / (double)metadata.FrontEnd.SampleRate;
            return new ModelView(
                name, metadata.Labels, metadata.LabelValence, metadata.LabelArousal, [.. metadata.GenrePriors.Select(p => p.Genre)], Math.Round(window, 3),
                metadata.FrontEnd.MelBands, metadata.FrontEnd.SampleRate, metadata.Licence, metadata.TrainingData);
        }),
    ];

    private static IReadOnlyList<CaptureDevice> Devices() => CaptureDevices.List();

    private static IReadOnlyList<string> Files(SourcePolicy policy) => policy.Files(MostFiles);

    private static IReadOnlyList<StreamView> Streams(StreamRegistry registry) => registry.List();

    private static StreamView Stream(string name, StreamRegistry registry) => registry.View(registry.Get(name));

    private static async Task<Created<StreamView>> StartStream(StreamRequest request, StreamRegistry registry, CancellationToken cancellation)
    {
        StreamView stream = await registry.StartAsync(request, cancellation).ConfigureAwait(false);
        return TypedResults.Created($"{Prefix}/streams/{Uri.EscapeDataString(stream.Name)}", stream);
    }

    private static Task<StreamView> Resume(string name, StreamRegistry registry, CancellationToken cancellation) => registry.ResumeAsync(name, cancellation);

    private static Task<StreamView> Stop(string name, StreamRegistry registry, CancellationToken cancellation) => registry.StopAsync(name, cancellation);

    private static async Task<NoContent> Delete(string name, StreamRegistry registry, CancellationToken cancellation)
    {
        await registry.DeleteAsync(name, cancellation).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static HistoryView History(
        string name,
        StreamRegistry registry,
        HistoryStore store,
        TimeProvider time,
        [Description("Beginning: ISO 8601 or Unix milliseconds; the beginning of the history where it is left out.")] string? from = null,
        [Description("End, likewise; now where it is left out.")] string? to = null,
        [Description("The most steps, 1 to 5000.")] int points = 1000)
    {
        if (points is < 1 or > MostPoints)
        {
            throw new ProblemException(Problem.BadInput($"'points' must be 1 to {MostPoints}."));
        }

        StreamRecord stream = registry.Get(name);
        (DateTimeOffset start, DateTimeOffset end) = Stretch(stream, store, time, from, to);
        return HistoryView.Of(store.Series(stream, start, end, points), store.Marks(stream.Id, start, end, MostMarks));
    }

    private static PushStreamHttpResult Events(
        string name,
        StreamRegistry registry,
        HistoryStore store,
        [Description("Events with ids above this.")] long after = 0,
        [Description("The most events, 1 to 5000.")] int limit = 1000)
    {
        if (limit is < 1 or > MostEvents || after < 0)
        {
            throw new ProblemException(Problem.BadInput($"'limit' must be 1 to {MostEvents}, and 'after' 0 or more."));
        }

        IReadOnlyList<HistoryEvent> events = store.After(after, long.MaxValue, registry.Get(name).Id, limit);
        return TypedResults.Stream(body => HistoryExport.WriteJsonAsync(events, body, CancellationToken.None), "application/json");
    }

    private static PushStreamHttpResult Export(
        string name,
        HttpContext context,
        StreamRegistry registry,
        HistoryStore store,
        TimeProvider time,
        [Description("csv, jsonl or json.")] string format = "csv",
        [Description("Beginning: ISO 8601 or Unix milliseconds; the beginning of the history where it is left out.")] string? from = null,
        [Description("End, likewise; now where it is left out.")] string? to = null)
    {
        StreamRecord stream = registry.Get(name);
        (DateTimeOffset start, DateTimeOffset end) = Stretch(stream, store, time, from, to);
        IEnumerable<HistoryEvent> events = store.Range(stream.Id, start, end);
        CancellationToken gone = context.RequestAborted;
        return format switch
        {
            "csv" => TypedResults.Stream(body => HistoryExport.WriteCsvAsync(store.Labels(stream.Id), events, body, gone), "text/csv; charset=utf-8", $"{stream.Name}.csv"),
            "jsonl" => TypedResults.Stream(body => HistoryExport.WriteJsonLinesAsync(events, body, gone), "application/x-ndjson", $"{stream.Name}.jsonl"),
            "json" => TypedResults.Stream(body => HistoryExport.WriteJsonAsync(events, body, gone), "application/json", $"{stream.Name}.json"),
            _ => throw new ProblemException(Problem.BadInput("'format' must be csv, jsonl or json.")),
        };
    }

    private static Task<AnalysisView> Analyse(
        HttpContext context,
        UploadAnalysis analysis,
        [Description("What to call the file in the answer.")] string? name = null,
        [Description("A name from /api/v1/models.")] string? model = null,
        [Description("One of the model's genres, where the genre is known.")] string? genre = null,
        [Description("Seconds from one estimate to the next, 0.25 to 60.")] double? hopSeconds = null) => analysis.RunAsync(context, name, model, genre, hopSeconds);

    private static Task ServerSent(HttpContext context, EventFeeds feeds, string? stream = null, long? after = null) => feeds.ServerSentAsync(context, stream, after);

    private static Task Feed(HttpContext context, EventFeeds feeds, string? stream = null, long? after = null) => feeds.WebSocketAsync(context, stream, after);

    private static Task Signal(HttpContext context, SignalFeed signal, string name) => signal.RunAsync(context, name);

    private static Task Audio(
        HttpContext context,
        PushedAudio audio,
        string name,
        [Description("Frames a second, 8000 to 384000.")] int rate,
        [Description("Samples a frame, 1 to 64.")] int channels = 1,
        string? model = null,
        string? genre = null,
        double? hopSeconds = null,
        double? halfLifeSeconds = null) =>
        audio.RunAsync(context, name, rate, channels, new StreamRequest { Model = model, Genre = genre, HopSeconds = hopSeconds, HalfLifeSeconds = halfLifeSeconds });

    private static (DateTimeOffset From, DateTimeOffset To) Stretch(StreamRecord stream, HistoryStore store, TimeProvider time, string? from, string? to)
    {
        DateTimeOffset end = Moment(to, "to") ?? time.GetUtcNow();
        DateTimeOffset start = Moment(from, "from") ?? store.Extent(stream.Id)?.First ?? stream.Created;
        return start <= end ? (start, end) : throw new ProblemException(Problem.BadInput("'from' lies behind 'to'."));
    }

    private static DateTimeOffset? Moment(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // To the year 9999, which is as far as moments go.
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : throw new ProblemException(Problem.BadInput($"'{name}' is no time: give ISO 8601 or Unix milliseconds."));
    }
}
