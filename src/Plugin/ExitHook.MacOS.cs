using System.Runtime.InteropServices;

namespace RealtimeEmotion.Plugin;

internal static unsafe partial class ExitHook
{
    [DllImport("libSystem.dylib", EntryPoint = "__cxa_atexit")]
    private static extern int AtExitOnMacOS(delegate* unmanaged<void*, void> handler, void* argument, void* library);

    private static void RegisterOnMacOS() => _ = AtExitOnMacOS(&OnExit, null, null);
}
