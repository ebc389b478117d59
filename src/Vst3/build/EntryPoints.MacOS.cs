using System.Runtime.InteropServices;

internal static unsafe partial class Vst3Entry
{
    [UnmanagedCallersOnly(EntryPoint = "bundleEntry")]
    private static byte BundleEntry(void* _) => 1;

    [UnmanagedCallersOnly(EntryPoint = "bundleExit")]
    private static byte BundleExit() => 1;
}
