using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

public static unsafe partial class OwnBundle
{
    private const uint FromAddress = 4;
    private const uint UnchangedReferenceCount = 2;
    private const int LongestPath = 32768;

    [DllImport("kernel32.dll", EntryPoint = "GetModuleHandleExW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetModule(uint flags, void* address, nint* module);

    [DllImport("kernel32.dll", EntryPoint = "GetModuleFileNameW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetModulePath(nint module, char* path, uint capacity);

    private static string? LocateOnWindows()
    {
        nint module = 0;
        if (GetModule(FromAddress | UnchangedReferenceCount, ComObject.UnknownFunctions.AddRef, &module) == 0)
            return null;
        char[] path = new char[LongestPath];
        fixed (char* target = path)
        {
            uint length = GetModulePath(module, target, LongestPath);
            return length is 0 or >= LongestPath ? null : new string(path, 0, (int)length);
        }
    }
}
