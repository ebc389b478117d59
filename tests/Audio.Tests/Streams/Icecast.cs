using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>A radio station on this machine.</summary>
internal static class Icecast
{
    private const string Password = "secret";

    /// <summary>What its listeners open.</summary>
    public static string Address(int port) => $"http://127.0.0.1:{port}/live";

    /// <param name="folder">For its configuration and its log.</param>
    /// <param name="port">Where it listens.</param>
    public static ChildProgram Start(string folder, int port)
    {
        // It refuses to run as root, and then its log must be another's to write.
        var log = Directory.CreateDirectory(Path.Combine(folder, "log")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(log, (UnixFileMode)0b111_111_111);
        }

        var owner = Environment.IsPrivilegedProcess ? "<changeowner><user>nobody</user><group>nogroup</group></changeowner>" : "";
        var path = Path.Combine(folder, "icecast.xml");
        File.WriteAllText(path, $"""
            <icecast>
              <limits><clients>10</clients><sources>2</sources><burst-on-connect>0</burst-on-connect></limits>
              <authentication><source-password>{Password}</source-password><admin-user>admin</admin-user><admin-password>{Password}</admin-password></authentication>
              <hostname>localhost</hostname>
              <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
              <paths><basedir>{folder}</basedir><logdir>{log}</logdir><webroot>{folder}</webroot><adminroot>{folder}</adminroot></paths>
              <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>3</loglevel></logging>
              <security><chroot>0</chroot>{owner}</security>
            </icecast>
            """);
        return new ChildProgram("icecast2", "-c", path);
    }

    /// <summary>Noise as MP3 to its listeners; heard when this returns.</summary>
    /// <remarks>A source is refused while the station does not stand yet, or still holds the mount of one that was killed.</remarks>
    public static async Task<ChildProgram> StartSourceAsync(int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        ChildProgram? source = null;
        for (var tries = 0; tries < 100; tries++)
        {
            source ??= ChildProgram.Noise("-c:a", "libmp3lame", "-b:a", "128k", "-content_type", "audio/mpeg", "-f", "mp3", $"icecast://source:{Password}@127.0.0.1:{port}/live");
            await Task.Delay(200);
            try
            {
                using var answer = await client.GetAsync(Address(port), HttpCompletionOption.ResponseHeadersRead);
                if (answer.IsSuccessStatusCode)
                    return source;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }

            if (tries % 10 == 9)
            {
                source.Dispose();
                source = null;
            }
        }

        source?.Dispose();
        Assert.Fail("the source could not be connected");
        return null!;
    }
}
