namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>How captions are written.</summary>
public enum CaptionFormat
{
    /// <summary>W3C's WebVTT.</summary>
    WebVtt,

    /// <summary>SubRip.</summary>
    SubRip,
}
