using System.Runtime.InteropServices;

namespace RealtimeEmotion.Plugin;

internal static unsafe partial class ExitHook
{
    [DllImport("libc.so.6", EntryPoint = "__cxa_atexit")]
    private static extern int AtExitOnLinux(delegate* unmanaged<void*, void> handler, void* argument, void* library);

    // No library: the handler runs at the end of the process, not when the host closes ours.
    private static void RegisterOnLinux() => _ = AtExitOnLinux(&OnExit, null, null);
}
