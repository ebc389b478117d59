using System.Runtime.InteropServices;

internal static unsafe partial class Vst3Entry
{
    [UnmanagedCallersOnly(EntryPoint = "InitDll")]
    private static byte InitDll() => 1;

    [UnmanagedCallersOnly(EntryPoint = "ExitDll")]
    private static byte ExitDll() => 1;
}
