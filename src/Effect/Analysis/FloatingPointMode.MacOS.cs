using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect;

internal readonly unsafe ref partial struct FloatingPointMode
{
    // fenv_t: on arm64 FPSR, then FPCR, 8 bytes each; on x86-64 control and status (4 bytes), then MXCSR.
    private const ulong ArmFlushToZeroOnMacOS = 1ul << 24;

    [DllImport("libSystem.dylib", EntryPoint = "fegetenv")]
    private static extern int GetEnvironmentOnMacOS(ulong* environment);

    [DllImport("libSystem.dylib", EntryPoint = "fesetenv")]
    private static extern int SetEnvironmentOnMacOS(ulong* environment);

    private static FloatingPointMode FlushToZeroOnMacOS()
    {
        ulong* environment = stackalloc ulong[4];
        if (GetEnvironmentOnMacOS(environment) != 0)
            return default;
        ulong* control = ControlOnMacOS(environment);
        ulong before = *control;
        *control |= RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ArmFlushToZeroOnMacOS : (ulong)FlushAndDenormalsAreZero << 32;
        return SetEnvironmentOnMacOS(environment) == 0 ? new FloatingPointMode(before) : default;
    }

    private static void RestoreOnMacOS(ulong before)
    {
        ulong* environment = stackalloc ulong[4];
        if (GetEnvironmentOnMacOS(environment) != 0)
            return;
        *ControlOnMacOS(environment) = before;
        _ = SetEnvironmentOnMacOS(environment);
    }

    private static ulong* ControlOnMacOS(ulong* environment) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? environment + 1 : environment;
}
