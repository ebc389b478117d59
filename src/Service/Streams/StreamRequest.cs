using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace RealtimeEmotion.Service.Streams;

/// <summary>What a caller says to start a stream.</summary>
internal sealed record StreamRequest
{
    /// <summary>What to call it; made from the source where it is left out.</summary>
    [Description("What to call it: letters, digits, space, dot, dash, underscore; made from the source where it is left out.")]
    [MaxLength(StreamNames.Longest)]
    public string? Name { get; init; }

    /// <summary>What to listen to.</summary>
    [Description("device, device:NAME, a URL that ffmpeg opens (http, https, rtmp, rtsp, srt, udp…), or a file below the folder that the service was started with.")]
    [Required]
    [MaxLength(2048)]
    public string? Source { get; init; }

    /// <summary>Who listens.</summary>
    [Description("A name from /api/v1/models; the first of them where it is left out.")]
    public string? Model { get; init; }

    /// <summary>The music's genre, where it is known.</summary>
    [Description("One of the model's genres, where the genre is known.")]
    public string? Genre { get; init; }

    /// <summary>Seconds from one estimate to the next.</summary>
    [Description("Seconds from one estimate to the next, 0.02 to 60.")]
    public double? HopSeconds { get; init; }

    /// <summary>Half-life of the smoothing in seconds.</summary>
    [Description("Half-life of the smoothing in seconds, 0 to 600.")]
    public double? HalfLifeSeconds { get; init; }
}
