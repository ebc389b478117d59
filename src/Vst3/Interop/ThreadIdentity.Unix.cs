using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3.Interop;

internal static partial class ThreadIdentity
{
    [DllImport("libc", EntryPoint = "pthread_self")]
    [SuppressGCTransition]
    private static extern nint CurrentOnUnix();
}
