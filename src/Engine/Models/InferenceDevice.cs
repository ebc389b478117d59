namespace RealtimeEmotion.Engine.Models;

/// <summary>Where a network runs.</summary>
public enum InferenceDevice
{
    /// <summary>On the calling thread, one thread a run, no spinning.</summary>
    Cpu,

    /// <summary>On the first CUDA device; only in builds with <c>-p:UseCuda=true</c>.</summary>
    Cuda,
}
