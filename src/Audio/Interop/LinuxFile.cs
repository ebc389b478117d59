using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace RealtimeEmotion.Audio.Interop;

/// <summary>What Linux can do with files and .NET does not offer. Every call may be refused; callers have another way.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFile
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int FollowLinks = 0x400; // AT_SYMLINK_FOLLOW
    private const int ReadWrite = 2; // O_RDWR
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int TemporaryFlag = 0x400000; // __O_TMPFILE
    private const int TypeMask = 0xF000; // S_IFMT
    private const int RegularType = 0x8000; // S_IFREG
    private const int WantType = 1; // STATX_TYPE
    private const int ModeOffset = 28; // of stx_mode in struct statx, the same on every architecture
    private const int StatxSize = 256;

    /// <summary>O_DIRECTORY, which differs by architecture (asm-generic against arm).</summary>
    private static int DirectoryFlag =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    /// <summary>
    /// A file in <paramref name="directory"/> that has no name and vanishes with its last handle (O_TMPFILE), or null
    /// where the file system cannot do that.
    /// </summary>
    public static SafeFileHandle? OpenNameless(string directory)
    {
        var descriptor = Open(directory, TemporaryFlag | DirectoryFlag | ReadWrite | CloseOnExec, 0x1B6 /* 0666, less the umask */);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Gives a nameless file a name that nothing bears yet.</summary>
    public static void GiveName(SafeFileHandle file, string name)
    {
        if (LinkAt(CurrentDirectory, $"/proc/self/fd/{file.DangerousGetHandle()}", CurrentDirectory, name, FollowLinks) == 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    /// <summary>Whether <paramref name="path"/> is an ordinary file, and no pipe, socket or device; true where that cannot be found out.</summary>
    public static unsafe bool IsRegular(string path)
    {
        var status = stackalloc byte[StatxSize];
        try
        {
            return Statx(CurrentDirectory, path, 0, WantType, status) != 0
                || (*(ushort*)(status + ModeOffset) & TypeMask) == RegularType;
        }
        catch (EntryPointNotFoundException)
        {
            return true; // a C library from before 2018
        }
    }

    /// <summary>
    /// Copies bytes between two files inside the kernel (copy_file_range), from the positions given; neither handle's
    /// own position moves.
    /// </summary>
    /// <returns>Bytes copied, fewer than asked only at the end of the source; -1 where these files cannot be copied so
    /// and nothing was copied.</returns>
    /// <exception cref="IOException">The copy failed on its way: the disk is full, for one.</exception>
    public static long CopyRange(SafeFileHandle source, long sourcePosition, SafeFileHandle destination, long destinationPosition, long count)
    {
        const int NoSpace = 28, Quota = 122, IoError = 5, TooBig = 27, Interrupted = 4;
        const long Most = 1 << 30;
        var done = 0L;
        while (done < count)
        {
            nint copied;
            try
            {
                copied = CopyFileRange(source, ref sourcePosition, destination, ref destinationPosition, (nuint)Math.Min(count - done, Most), 0);
            }
            catch (EntryPointNotFoundException)
            {
                return -1;
            }

            if (copied == 0)
                break;
            if (copied > 0)
            {
                done += copied;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted)
                continue;
            // EXDEV, EINVAL, ENOSYS, EOPNOTSUPP and the like: not for these files.
            if (done == 0 && error is not (NoSpace or Quota or IoError or TooBig))
                return -1;
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }

        return done;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkAt(int oldDirectory, string oldPath, int newDirectory, string newPath, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static partial nint CopyFileRange(
        SafeFileHandle source, ref long sourcePosition, SafeFileHandle destination, ref long destinationPosition, nuint count, uint flags);
}
