using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect;

internal readonly unsafe ref partial struct FloatingPointMode
{
    // glibc's fenv_t: on x86-64 32 bytes that end with MXCSR; on arm64 FPCR, then FPSR, 4 bytes each.
    private const int EnvironmentWords = 8;
    private const int MxcsrWord = 7;
    private const uint FlushAndDenormalsAreZero = 0x8040;
    private const uint ArmFlushToZero = 1u << 24;

    [DllImport("libm.so.6", EntryPoint = "fegetenv")]
    private static extern int GetEnvironmentOnLinux(uint* environment);

    [DllImport("libm.so.6", EntryPoint = "fesetenv")]
    private static extern int SetEnvironmentOnLinux(uint* environment);

    private static FloatingPointMode FlushToZeroOnLinux()
    {
        if (!TryFindControlOnLinux(out int word, out uint bits))
            return default;
        uint* environment = stackalloc uint[EnvironmentWords];
        if (GetEnvironmentOnLinux(environment) != 0)
            return default;
        uint before = environment[word];
        environment[word] = before | bits;
        return SetEnvironmentOnLinux(environment) == 0 ? new FloatingPointMode(before) : default;
    }

    private static void RestoreOnLinux(ulong before)
    {
        uint* environment = stackalloc uint[EnvironmentWords];
        if (TryFindControlOnLinux(out int word, out _) && GetEnvironmentOnLinux(environment) == 0)
        {
            environment[word] = (uint)before;
            _ = SetEnvironmentOnLinux(environment);
        }
    }

    private static bool TryFindControlOnLinux(out int word, out uint bits)
    {
        Architecture processor = RuntimeInformation.ProcessArchitecture;
        (word, bits) = processor == Architecture.X64 ? (MxcsrWord, FlushAndDenormalsAreZero) : (0, ArmFlushToZero);
        return processor is Architecture.X64 or Architecture.Arm64;
    }
}
