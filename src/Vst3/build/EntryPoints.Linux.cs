using System.Runtime.InteropServices;

internal static unsafe partial class Vst3Entry
{
    [UnmanagedCallersOnly(EntryPoint = "ModuleEntry")]
    private static byte ModuleEntry(void* _) => 1;

    [UnmanagedCallersOnly(EntryPoint = "ModuleExit")]
    private static byte ModuleExit() => 1;
}
