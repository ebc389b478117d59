namespace RealtimeEmotion.Service;

/// <summary>What one caller, and all of them together, may ask of the service.</summary>
public sealed record ServiceLimits
{
    /// <summary>Bytes of an upload.</summary>
    public long UploadBytes { get; init; } = 256L << 20;

    /// <summary>Bytes a second below which an upload is ended, after <see cref="SlowGrace"/>.</summary>
    public double UploadBytesPerSecond { get; init; } = 8 * 1024;

    /// <summary>How long a body may be slower than that.</summary>
    public TimeSpan SlowGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request's headers may take.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seconds of sound that an upload may decode to: a megabyte of FLAC can hold a day of silence.</summary>
    public double DecodedSeconds { get; init; } = 4 * 3600;

    /// <summary>Samples (frames times channels) that an upload may decode to: 64 channels are 64 times the work.</summary>
    public long DecodedSamples { get; init; } = 4L * 3600 * 96000 * 2;

    /// <summary>How long an upload may be worked on.</summary>
    public TimeSpan AnalysisTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Uploads worked on at once.</summary>
    public int ConcurrentAnalyses { get; init; } = 2;

    /// <summary>Uploads that may wait for their turn.</summary>
    public int QueuedAnalyses { get; init; } = 8;

    /// <summary>Requests a second that one address may make in the long run.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests that one address may make at once after a pause.</summary>
    public int RequestBurst { get; init; } = 200;

    /// <summary>Attempts at the token that one address has a minute.</summary>
    public int SignInsPerMinute { get; init; } = 10;

    /// <summary>Live feeds (Server-Sent Events and WebSockets) open at once.</summary>
    public int Feeds { get; init; } = 256;

    /// <summary>Connections open at once.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>Streams running at once.</summary>
    public int Streams { get; init; } = 256;
}
