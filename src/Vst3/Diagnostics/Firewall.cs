using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Diagnostics;

/// <summary>
/// Where exceptions of the plugin end: an exception that left a native entry would abort the host. Each entry catches
/// everything and hands it here, where it is counted, remembered and traced.
/// </summary>
internal static class Firewall
{
    private static long _count;
    private static Exception? _last;

    /// <summary>How many exceptions were caught since the library was loaded.</summary>
    internal static long Count => Interlocked.Read(ref _count);

    /// <summary>The newest exception, or null.</summary>
    internal static Exception? Last => Volatile.Read(ref _last);

    /// <summary>Records the exception; returns the result code for the host.</summary>
    internal static int Caught(Exception fault)
    {
        Interlocked.Increment(ref _count);
        Volatile.Write(ref _last, fault);
        if (Trace.On)
            Trace.Note($"! {fault}");
        return Trace.Exit(Result.InternalError);
    }
}
