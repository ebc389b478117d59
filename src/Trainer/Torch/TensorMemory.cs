using System.Runtime.InteropServices;

namespace RealtimeEmotion.Trainer.Torch;

/// <summary>
/// Has the C library keep the memory of tensors that are let go of. Every step of a training makes the same tensors of some megabytes
/// anew; by default such memory goes back to the system at once and comes back page by page, each filled with zeros: on two cores, up to half
/// of a step's time (docs/decisions/0015).
/// </summary>
/// <remarks>For the whole process, which computes the same as before. Nothing happens where the C library is not glibc.</remarks>
internal static class TensorMemory
{
    // Of glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    /// <summary>The largest value that glibc takes on 64-bit systems, and more than any tensor of a step.</summary>
    private const int LargestMapThreshold = 32 << 20;

    private delegate int SetOption(int option, int value);

    /// <summary>Does so, from here on.</summary>
    internal static void Keep()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library) || !NativeLibrary.TryGetExport(library, "mallopt", out nint function))
        {
            return;
        }

        SetOption set = Marshal.GetDelegateForFunctionPointer<SetOption>(function);
        set(MapThreshold, LargestMapThreshold);
        set(TrimThreshold, int.MaxValue);

        // An arena of a thread's own gives its memory back whatever the threshold.
        set(MostArenas, 1);
    }
}
