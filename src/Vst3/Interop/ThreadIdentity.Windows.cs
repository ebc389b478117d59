using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3.Interop;

internal static partial class ThreadIdentity
{
    private static nint CurrentOnWindows() => (nint)GetCurrentThreadId();

    [DllImport("kernel32.dll", EntryPoint = "GetCurrentThreadId")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [SuppressGCTransition]
    private static extern uint GetCurrentThreadId();
}
