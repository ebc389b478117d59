using System.Diagnostics;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>A disk of one megabyte, for filling it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            _folder.Dispose();
            Assert.Skip("only root on Linux can mount a small disk");
        }

        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=1m", "none", _folder.Path]) { RedirectStandardError = true })!;
        mount.WaitForExit();
        if (mount.ExitCode != 0)
        {
            _folder.Dispose();
            Assert.Skip("this machine does not let a tmpfs be mounted");
        }
    }

    public TemporaryFolder Folder => _folder;

    public void Dispose()
    {
        Programs.Run("umount", _folder.Path);
        _folder.Dispose();
    }
}
