namespace RealtimeEmotion.Probe;

/// <summary>Where the probe fails on purpose.</summary>
internal enum ProbeFault
{
    None,
    Initialize,
    Process,
    NullReference,
    Garbage,
    LatencyFromAudioThread,
    SaveState,
    LoadState,
    CreateView,
    Format,
    Latency,
    Dispose,
}
