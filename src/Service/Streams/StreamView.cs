using System.ComponentModel;

namespace RealtimeEmotion.Service.Streams;

/// <summary>A stream as callers see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">What it listens to, without passwords.</param>
/// <param name="Kind">device, url, file, standardInput or pushed.</param>
/// <param name="State">connecting, listening, silent, stalled, waiting, ended, failed or stopped.</param>
/// <param name="IsRunning">Whether it listens or tries to.</param>
/// <param name="Model">Who listens.</param>
/// <param name="Labels">The emotions, in the order of the model.</param>
/// <param name="Genre">The genre that was named.</param>
/// <param name="HopSeconds">Seconds from one estimate to the next.</param>
/// <param name="HalfLifeSeconds">Of the smoothing.</param>
/// <param name="Created">When it was first started.</param>
/// <param name="FirstEvent">Beginning of its history.</param>
/// <param name="LastEvent">End of its history.</param>
/// <param name="Statistics">How the present run has gone.</param>
internal sealed record StreamView(
    string Name,
    string Source,
    string Kind,
    string State,
    bool IsRunning,
    string Model,
    IReadOnlyList<string> Labels,
    string? Genre,
    double HopSeconds,
    double HalfLifeSeconds,
    DateTimeOffset Created,
    DateTimeOffset? FirstEvent,
    DateTimeOffset? LastEvent,
    StreamStatisticsView? Statistics);

/// <summary>How a run has gone so far.</summary>
/// <param name="StreamSeconds">Stream time heard.</param>
/// <param name="SampleRate">Of the source.</param>
/// <param name="Channels">Of the source.</param>
/// <param name="Estimates">Given.</param>
/// <param name="Overruns">Times that audio was lost since the analysis was late.</param>
/// <param name="OverrunSeconds">Audio lost so.</param>
/// <param name="Reconnects">Connections after the first.</param>
/// <param name="GapSeconds">Stream time without audio.</param>
/// <param name="Stalls">Times that no audio came.</param>
/// <param name="MedianAgeMilliseconds">Of the newest audio in an estimate when it was stored and sent.</param>
/// <param name="Age99Milliseconds">99th percentile.</param>
internal sealed record StreamStatisticsView(
    double StreamSeconds,
    int SampleRate,
    int Channels,
    long Estimates,
    long Overruns,
    double OverrunSeconds,
    long Reconnects,
    double GapSeconds,
    long Stalls,
    [property: Description("Age of the newest audio in an estimate when it was stored and sent.")] double? MedianAgeMilliseconds,
    double? Age99Milliseconds);
