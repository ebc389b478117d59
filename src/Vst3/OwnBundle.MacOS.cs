using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

public static unsafe partial class OwnBundle
{
    [DllImport("/usr/lib/libSystem.dylib", EntryPoint = "dladdr")]
    private static extern int FindSymbolOnMacOS(void* address, LoaderSymbol* symbol);

    private static string? LocateOnMacOS()
    {
        LoaderSymbol symbol = default;
        return FindSymbolOnMacOS(ComObject.UnknownFunctions.AddRef, &symbol) == 0 ? null : Marshal.PtrToStringUTF8((nint)symbol.File);
    }
}
