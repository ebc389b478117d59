using System.Runtime.InteropServices;
using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Plugin;

/// <summary>
/// Ends the inference thread when the host's process ends. Without this the thread runs on while the C runtime takes
/// ONNX Runtime down under it, and the host seems to crash on quitting.
/// </summary>
internal static unsafe partial class ExitHook
{
    private static int _isDone;

    /// <summary>Registers, once a process. After ONNX Runtime was loaded: handlers run in reverse order.</summary>
    internal static void Register()
    {
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
            return;
        if (OperatingSystem.IsLinux())
            RegisterOnLinux();
        else if (OperatingSystem.IsMacOS())
            RegisterOnMacOS();
        else
            AppDomain.CurrentDomain.ProcessExit += (_, _) => InferenceThread.StopForExit();
    }

    [UnmanagedCallersOnly]
    private static void OnExit(void* argument)
    {
        try
        {
            InferenceThread.StopForExit();
        }
        catch (ThreadStateException)
        {
            // The process ends; there is no one to tell.
        }
    }
}
