using System.Globalization;
using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>This plugin's binary in the memory of the host's process.</summary>
internal static unsafe class OwnBinary
{
    private const int PopulateRead = 22;
    private const int PopulateWrite = 23;

    private static int _isDone;

    /// <summary>
    /// Makes every page of the binary present, once a process. A page that the audio thread is the first to touch
    /// otherwise makes it wait for the kernel, and with it for whatever thread of the process maps memory at that moment,
    /// for ten milliseconds where the machine is busy. Not the audio thread.
    /// </summary>
    internal static void MakePresent()
    {
        if (!OperatingSystem.IsLinux() || Interlocked.Exchange(ref _isDone, 1) != 0)
            return;
        try
        {
            Mapping[] mappings = [.. File.ReadLines("/proc/self/maps").Select(Mapping.Parse)];
            nuint here = (nuint)(void*)ComObject.UnknownFunctions.AddRef;
            string file = mappings.First(mapping => mapping.Start <= here && here < mapping.End).File;
            foreach (Mapping mapping in mappings.Where(mapping => mapping.File == file && mapping.CanRead))
            {
                // Kernels before 5.14 do not know how, and do without.
                _ = Advise((void*)mapping.Start, mapping.End - mapping.Start, mapping.CanWrite ? PopulateWrite : PopulateRead);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // No /proc in this sandbox: the pages come when they are touched.
        }
    }

    [DllImport("libc.so.6", EntryPoint = "madvise")]
    private static extern int Advise(void* start, nuint length, int advice);

    /// <summary>A line of /proc/self/maps; the file by its device and number, whatever path it was loaded by.</summary>
    private readonly record struct Mapping(nuint Start, nuint End, bool CanRead, bool CanWrite, string File)
    {
        /// <summary>Reads "7f36442fe000-7f3644308000 r-xp 00000000 08:01 1234 /path".</summary>
        internal static Mapping Parse(string line)
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] ends = parts[0].Split('-');
            return new Mapping(Address(ends[0]), Address(ends[1]), parts[1][0] == 'r', parts[1][1] == 'w', $"{parts[3]} {parts[4]}");
        }

        private static nuint Address(string text) => nuint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
