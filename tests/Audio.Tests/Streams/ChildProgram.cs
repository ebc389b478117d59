using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>Another program that runs beside a test, and no longer than it.</summary>
internal sealed class ChildProgram : IDisposable
{
    private readonly Process _process;

    public ChildProgram(string program, params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Noise without end, at its own pace, by ffmpeg to wherever <paramref name="output"/> says.</summary>
    public static ChildProgram Noise(params string[] output) =>
        new("ffmpeg", ["-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "anoisesrc=color=pink:sample_rate=44100:amplitude=0.5", .. output]);

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Ends it as an accident would.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
