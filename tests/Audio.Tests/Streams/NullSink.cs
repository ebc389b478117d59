namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>A loudspeaker that nobody hears, on a PulseAudio of its own: what it plays is its monitor's sound.</summary>
internal static class NullSink
{
    public const string Name = "stage";

    public const string Monitor = Name + ".monitor";

    /// <summary>Starts it; from here on this process and its children speak to it.</summary>
    /// <param name="folder">For its socket.</param>
    public static ChildProgram Start(string folder)
    {
        var socket = Path.Combine(folder, "native");
        Environment.SetEnvironmentVariable("PULSE_SERVER", $"unix:{socket}");
        Environment.SetEnvironmentVariable("PULSE_COOKIE", Path.Combine(folder, "cookie"));
        return new ChildProgram(
            "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes",
            "-L", $"module-native-protocol-unix auth-anonymous=1 socket={socket}",
            "-L", $"module-null-sink sink_name={Name} sink_properties=device.description=Stage");
    }

    /// <summary>Noise on it.</summary>
    public static ChildProgram Play() => ChildProgram.Noise("-f", "pulse", "-device", Name, "noise");
}
