using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// What a test asks a loaded plugin about itself, through the exported functions Vst3Diagnostics and Vst3LiveObjects:
/// bytes and collections of the plugin's own runtime, which no one outside can see.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PluginDiagnostics
{
    private readonly long _threadBytes;
    private readonly long _totalBytes;
    private readonly long _collections;
    private readonly long _faults;
    private readonly long _liveObjects;

    private PluginDiagnostics(long threadBytes, long totalBytes, long collections, long faults, long liveObjects)
    {
        _threadBytes = threadBytes;
        _totalBytes = totalBytes;
        _collections = collections;
        _faults = faults;
        _liveObjects = liveObjects;
    }

    /// <summary>Bytes that the calling thread has ever allocated in the plugin.</summary>
    public long ThreadBytes => _threadBytes;

    /// <summary>Bytes that all threads have ever allocated in the plugin.</summary>
    public long TotalBytes => _totalBytes;

    /// <summary>Garbage collections of all generations.</summary>
    public long Collections => _collections;

    /// <summary>Exceptions that the firewall caught.</summary>
    public long Faults => _faults;

    /// <summary>Objects that the host refers to.</summary>
    public long LiveObjects => _liveObjects;

    /// <summary>The newest exception that the firewall caught, with its stack; "" if there was none.</summary>
    public static string LastFault => Firewall.Last?.ToString() ?? "";

    /// <summary>One line for each object that the host refers to.</summary>
    public static string DumpLiveObjects() => Diagnostics.LiveObjects.Dump();

    /// <summary>The counters now.</summary>
    public static PluginDiagnostics Read() => new(
        GC.GetAllocatedBytesForCurrentThread(),
        GC.GetTotalAllocatedBytes(),
        GC.CollectionCount(0),
        Firewall.Count,
        Diagnostics.LiveObjects.Count);
}
