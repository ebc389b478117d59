using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect;

internal readonly unsafe ref partial struct FloatingPointMode
{
    private const uint DenormalMask = 0x03000000;
    private const uint FlushDenormals = 0x01000000;

    [DllImport("ucrtbase.dll", EntryPoint = "_controlfp_s")]
    private static extern int ControlOnWindows(uint* current, uint wanted, uint mask);

    private static FloatingPointMode FlushToZeroOnWindows()
    {
        uint before = 0;
        uint after = 0;
        return ControlOnWindows(&before, 0, 0) == 0 && ControlOnWindows(&after, FlushDenormals, DenormalMask) == 0
            ? new FloatingPointMode(before)
            : default;
    }

    private static void RestoreOnWindows(ulong before)
    {
        uint after = 0;
        _ = ControlOnWindows(&after, (uint)before, DenormalMask);
    }
}
