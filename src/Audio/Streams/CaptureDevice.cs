namespace RealtimeEmotion.Audio.Streams;

/// <summary>Something that sound can be taken from.</summary>
/// <param name="System">The sound system that offers it: <c>pulse</c> (PulseAudio and PipeWire), <c>alsa</c>, <c>wasapi</c>.</param>
/// <param name="Name">The system's name for it, as in <c>device:NAME</c>.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="IsDefault">Whether it is the one that the user has set as standard.</param>
/// <param name="IsLoopback">Whether it gives what a loudspeaker plays.</param>
public sealed record CaptureDevice(string System, string Name, string Description, bool IsDefault, bool IsLoopback);
