using System.Runtime.InteropServices;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

public sealed partial class AtomicFileTests : IDisposable
{
    private const int Hangup = 1; // SIGHUP

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_there_before_the_commit_and_everything_after(bool named)
    {
        var path = _folder["out.bin"];
        using (var file = new AtomicFile(path, named))
        {
            file.Stream.Write([1, 2, 3]);
            Assert.False(File.Exists(path));
            file.Commit();
        }

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["out.bin"], _folder.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_commit_what_was_there_stays_and_nothing_else_does(bool named)
    {
        var path = _folder["out.bin"];
        File.WriteAllText(path, "before");
        using (var file = new AtomicFile(path, named))
            file.Stream.Write([1, 2, 3]);
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal(["out.bin"], _folder.Names);
    }

    [Fact]
    public void On_Linux_not_even_a_name_exists_before_the_commit()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("nameless files are Linux's");
        using var file = new AtomicFile(_folder["out.bin"]);
        file.Stream.Write(new byte[100]);
        // So there is nothing that SIGKILL or a power cut could leave behind.
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_signal_removes_the_temporary_name()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("POSIX signals");
            return;
        }

        // This process is to live on.
        using var survival = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var file = new AtomicFile(_folder["out.bin"], forOtherProgram: true);
        Assert.Single(_folder.Names);
        Assert.Equal(0, Kill(Environment.ProcessId, Hangup));
        for (var wait = 0; _folder.Names.Any() && wait < 500; wait++)
            Thread.Sleep(10);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Permissions_of_what_is_replaced_are_kept(bool named)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("POSIX permissions");
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        var path = _folder["out.bin"];
        File.WriteAllText(path, "before");
        File.SetUnixFileMode(path, Mode);
        using (var file = new AtomicFile(path, named))
            file.Commit();
        Assert.Equal(Mode, File.GetUnixFileMode(path));
        File.WriteAllText(_folder["ordinary"], "");
        using (var file = new AtomicFile(_folder["new"], named))
            file.Commit();
        Assert.Equal(File.GetUnixFileMode(_folder["ordinary"]), File.GetUnixFileMode(_folder["new"]));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links need rights on Windows");
            return;
        }

        File.WriteAllText(_folder["target"], "before");
        File.CreateSymbolicLink(_folder["link"], "target");
        using (var file = new AtomicFile(_folder["link"]))
        {
            file.Stream.Write("after"u8);
            file.Commit();
        }

        Assert.Equal("target", new FileInfo(_folder["link"]).LinkTarget);
        Assert.Equal("after", File.ReadAllText(_folder["target"]));
    }

    [Fact]
    public void A_long_name_leaves_room_for_the_temporary_one()
    {
        var path = _folder[new string('n', 250) + ".wav"];
        using (var file = new AtomicFile(path))
            file.Commit();
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_folder_that_is_not_there()
    {
        var path = _folder["nowhere/out.wav"];
        var fault = Assert.Throws<InputException>(() => new AtomicFile(path));
        Assert.Equal($"{path}: cannot be written since its folder does not exist. Create the folder first.", fault.Message);
    }

    [Fact]
    public void A_folder_in_place_of_a_file()
    {
        var fault = Assert.Throws<InputException>(() => new AtomicFile(_folder.Path));
        Assert.Equal($"{_folder.Path}: is a folder. Name a file to write.", fault.Message);
    }

    [Fact]
    public void A_folder_without_permission()
    {
        var path = _folder["out.wav"];
        AsNobody.Run(() =>
        {
            var fault = Assert.Throws<InputException>(() => new AtomicFile(path));
            Assert.Equal($"{path}: may not be written by you. Choose another folder, or change the permissions.", fault.Message);
        });
    }

    [Fact]
    public void A_file_without_permission_in_a_folder_with_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("POSIX permissions");
            return;
        }

        var path = _folder["out.wav"];
        File.WriteAllText(path, "before");
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1FF);
        AsNobody.Run(() => Assert.StartsWith("may not be written by you", Assert.Throws<InputException>(() => new AtomicFile(path)).Problem));
        Assert.Equal("before", File.ReadAllText(path));
    }

    [Fact]
    public void A_full_disk()
    {
        using var disk = new SmallDisk();
        var path = disk.Folder["out.wav"];
        var fault = Assert.Throws<InputException>(() => WavWriter.WriteAll(path, new float[1 << 20], 44100));
        Assert.Equal($"{path}: cannot be written since the disk is full. Free some space or write to another disk.", fault.Message);
        Assert.Empty(disk.Folder.Names);
    }

    [Fact]
    public void A_device_is_written_directly()
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("this system has no /dev/full");
        using (var nothing = new AtomicFile("/dev/null"))
        {
            Assert.False(nothing.IsAtomic);
            nothing.Stream.Write([1]);
            nothing.Commit();
        }

        Assert.True(File.Exists("/dev/null"));
        var fault = Assert.Throws<InputException>(() => WavWriter.WriteAll("/dev/full", new float[1 << 20], 44100));
        Assert.Equal("/dev/full: cannot be written since the disk is full. Free some space or write to another disk.", fault.Message);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
