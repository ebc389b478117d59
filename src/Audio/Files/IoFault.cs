using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Files;

/// <summary>Puts failures of the operating system into words that name the file, the fault and the way out.</summary>
public static class IoFault
{
    private const int BrokenPipe = 32; // EPIPE on Linux and macOS
    private const int DiskFull = 28; // ENOSPC
    private const int ReadOnlyVolume = 30; // EROFS
    private const int QuotaOnLinux = 122; // EDQUOT
    private const int QuotaOnMac = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsPipeClosing = unchecked((int)0x800700E8);

    /// <summary>
    /// Whether the reader of our output has gone (<c>emotion … | head</c>): a reason to stop, not a fault.
    /// </summary>
    public static bool IsBrokenPipe(Exception exception) =>
        exception is IOException && exception.HResult is BrokenPipe or WindowsBrokenPipe or WindowsPipeClosing;

    /// <summary>Whether <paramref name="exception"/> is a failure of a file and not of the program.</summary>
    public static bool IsFileFault(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException
            // .NET reports "file too large" (EFBIG) so.
            || exception is ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The error to show when <paramref name="subject"/> could not be read.</summary>
    /// <param name="subject">The file, as the user named it.</param>
    /// <param name="exception">What <see cref="IsFileFault"/> says yes to.</param>
    /// <param name="expected">What kind of file it should be, with its article.</param>
    public static InputException Reading(string subject, Exception exception, string expected = "a sound file") => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new(subject, "does not exist", "check the name", exception),
        UnauthorizedAccessException when Directory.Exists(subject) =>
            new(subject, $"is a folder, not {expected}", "name a file in it", exception),
        UnauthorizedAccessException =>
            new(subject, "may not be read by you", "ask its owner, or change its permissions", exception),
        PathTooLongException => new(subject, "has too long a name", "move it to a shorter path", exception),
        _ => new(subject, $"cannot be read ({Brief(exception)})", "check the disk or the connection", exception),
    };

    /// <summary>The error to show when <paramref name="subject"/> could not be written.</summary>
    public static InputException Writing(string subject, Exception exception) => exception switch
    {
        DirectoryNotFoundException or FileNotFoundException =>
            new(subject, "cannot be written since its folder does not exist", "create the folder first", exception),
        UnauthorizedAccessException when Directory.Exists(subject) =>
            new(subject, "is a folder", "name a file to write", exception),
        UnauthorizedAccessException =>
            new(subject, "may not be written by you", "choose another folder, or change the permissions", exception),
        PathTooLongException => new(subject, "has too long a name", "choose a shorter one", exception),
        ArgumentOutOfRangeException =>
            new(subject, "would be larger than this disk's file system allows", "write to another disk", exception),
        _ when exception.HResult is DiskFull or WindowsDiskFull or WindowsHandleDiskFull =>
            new(subject, "cannot be written since the disk is full", "free some space or write to another disk", exception),
        _ when exception.HResult is QuotaOnLinux or QuotaOnMac =>
            new(subject, "cannot be written since your disk quota is used up", "free some space or write to another disk", exception),
        _ when exception.HResult is ReadOnlyVolume =>
            new(subject, "cannot be written since its disk is read-only", "write to another disk", exception),
        _ => new(subject, $"cannot be written ({Brief(exception)})", "check the disk or the connection", exception),
    };

    private static string Brief(Exception exception)
    {
        // The operating system's words come as "No space left on device : '/path'"; the path is named already.
        var text = exception.Message;
        var end = text.IndexOf(" : '", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.', ' ');
    }
}
