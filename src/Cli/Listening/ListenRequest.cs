using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;

namespace RealtimeEmotion.Cli.Listening;

/// <summary>What to listen to, how, and where it goes.</summary>
internal sealed record ListenRequest
{
    internal required IReadOnlyList<StreamAddress> Sources { get; init; }

    internal required ListenOptions Options { get; init; }

    /// <summary>What goes to standard output; never <see cref="ListenFormat.Auto"/>.</summary>
    internal required ListenFormat Format { get; init; }

    /// <summary>Log and caption files, by their extensions.</summary>
    internal required IReadOnlyList<string> Files { get; init; }

    internal required LogFileOptions FileOptions { get; init; }

    internal string? TextFile { get; init; }

    internal required IReadOnlyList<string> Osc { get; init; }

    internal required IReadOnlyList<string> Mqtt { get; init; }

    internal required IReadOnlyList<string> Webhooks { get; init; }

    /// <summary>Stream time after which a source is left; null to go on.</summary>
    internal double? DurationSeconds { get; init; }

    internal bool ShowsStatistics { get; init; }
}
