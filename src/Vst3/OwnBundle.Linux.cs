using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

public static unsafe partial class OwnBundle
{
    // Older systems have dladdr in libdl; newer ones keep a libdl that leads to libc.
    [DllImport("libdl.so.2", EntryPoint = "dladdr")]
    private static extern int FindSymbolOnLinux(void* address, LoaderSymbol* symbol);

    private static string? LocateOnLinux()
    {
        LoaderSymbol symbol = default;
        return FindSymbolOnLinux(ComObject.UnknownFunctions.AddRef, &symbol) == 0 ? null : Marshal.PtrToStringUTF8((nint)symbol.File);
    }

    /// <summary>What dladdr tells on Linux and macOS.</summary>
    private struct LoaderSymbol
    {
        public byte* File;
        public void* Base;
        public byte* Name;
        public void* Address;
    }
}
