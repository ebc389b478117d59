namespace RealtimeEmotion.Effect;

/// <summary>
/// Subnormal numbers count as 0 while this exists: a thread inherits the setting from whoever started it, and hosts
/// differ, so that the analysis would too.
/// </summary>
/// <remarks>Put it into a <c>using</c>: the thread's own setting comes back. Where the system is unknown nothing changes.</remarks>
internal readonly ref partial struct FloatingPointMode
{
    private readonly ulong _before;
    private readonly bool _isChanged;

    private FloatingPointMode(ulong before)
    {
        _before = before;
        _isChanged = true;
    }

    /// <summary>Sets the mode on the calling thread.</summary>
    public static FloatingPointMode FlushToZero()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return FlushToZeroOnLinux();
            if (OperatingSystem.IsMacOS())
                return FlushToZeroOnMacOS();
            if (OperatingSystem.IsWindows())
                return FlushToZeroOnWindows();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another kind: the numbers still are right, only slower in the quietest places.
        }

        return default;
    }

    /// <summary>Gives the thread its own mode back.</summary>
    public void Dispose()
    {
        if (!_isChanged)
            return;
        if (OperatingSystem.IsLinux())
            RestoreOnLinux(_before);
        else if (OperatingSystem.IsMacOS())
            RestoreOnMacOS(_before);
        else if (OperatingSystem.IsWindows())
            RestoreOnWindows(_before);
    }
}
