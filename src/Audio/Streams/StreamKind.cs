namespace RealtimeEmotion.Audio.Streams;

/// <summary>Where a stream's sound comes from.</summary>
public enum StreamKind
{
    /// <summary>Standard input: WAV, or raw samples of a format that the user names.</summary>
    StandardInput,

    /// <summary>A sound file, at the pace of its own time or as fast as it can be read.</summary>
    File,

    /// <summary>A microphone, a line, or what a loudspeaker plays.</summary>
    Device,

    /// <summary>A network address that ffmpeg opens: HTTP and Icecast, HLS, RTMP, RTSP, SRT, UDP.</summary>
    Url,

    /// <summary>Sound that another part of the program writes (<see cref="PushedInput"/>).</summary>
    Pushed,
}
