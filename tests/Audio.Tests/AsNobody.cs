using System.Runtime.InteropServices;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>Does something with a file system that forbids things, root or not.</summary>
internal static partial class AsNobody
{
    private const uint Nobody = 65534;

    /// <summary>
    /// Runs an action on a thread of its own; under root, that thread's file accesses are those of the user "nobody"
    /// (setfsuid counts for one thread and takes root's rights over files with it).
    /// </summary>
    public static void Run(Action action)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("permissions are tested on Linux");
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Environment.IsPrivilegedProcess)
                    _ = SetFileUser(Nobody);
                action();
            }
            catch (Exception exception)
            {
                fault = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);
}
