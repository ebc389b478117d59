namespace RealtimeEmotion.Vst3.Interop;

/// <summary>Result codes: COM's on Windows, small integers elsewhere. The conditions fold to constants when compiled ahead of time.</summary>
internal static class Result
{
    internal const int Ok = 0;
    internal const int False = 1;

    internal static int NoInterface => OperatingSystem.IsWindows() ? unchecked((int)0x80004002) : -1;

    internal static int InvalidArgument => OperatingSystem.IsWindows() ? unchecked((int)0x80070057) : 2;

    internal static int NotImplemented => OperatingSystem.IsWindows() ? unchecked((int)0x80004001) : 3;

    internal static int InternalError => OperatingSystem.IsWindows() ? unchecked((int)0x80004005) : 4;

    internal static int NotInitialized => OperatingSystem.IsWindows() ? unchecked((int)0x8000FFFF) : 5;

    internal static int OutOfMemory => OperatingSystem.IsWindows() ? unchecked((int)0x8007000E) : 6;

    internal static int From(bool accepted) => accepted ? Ok : False;

    internal static string Name(int result)
    {
        if (result == Ok)
            return "ok";
        if (result == False)
            return "false";
        if (result == NoInterface)
            return "no interface";
        if (result == InvalidArgument)
            return "invalid argument";
        if (result == NotImplemented)
            return "not implemented";
        if (result == InternalError)
            return "internal error";
        if (result == NotInitialized)
            return "not initialized";
        return result == OutOfMemory ? "out of memory" : $"0x{result:X8}";
    }
}
