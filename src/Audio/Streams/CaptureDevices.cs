using System.Text.RegularExpressions;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>The devices of this machine that sound can be taken from.</summary>
public static partial class CaptureDevices
{
    private const string Pulse = "pulse";
    private const string Alsa = "alsa";

    /// <summary>All of them, the standard one first; empty where there is none.</summary>
    /// <exception cref="InputException">What lists them (ffmpeg) is not installed.</exception>
    public static IReadOnlyList<CaptureDevice> List()
    {
        if (OperatingSystem.IsWindows())
            return WasapiDevices.List();
        List<CaptureDevice> devices = [.. ListBy(Pulse).OrderByDescending(device => device.IsDefault)];
        // ALSA also lists its plug-ins, and each card once a plug-in; these are the cards, with conversion, and the user's own choice.
        // Where a sound server runs, that choice leads to the server, which stands in the list already.
        var cards = ListBy(Alsa).Where(device => device.Name.StartsWith("plughw:", StringComparison.Ordinal) || (device.Name == "default" && devices.Count == 0));
        devices.AddRange(cards.OrderByDescending(device => device.IsDefault));
        return devices;
    }

    /// <summary>Opens the device that an address names.</summary>
    /// <exception cref="InputException">There is no such device, or it cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static StreamInput Open(StreamAddress address, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            return WasapiDevices.Open(address);
        var device = Find(address);
        return FfmpegInput.OpenDevice(address.Name, device.System, device.Name, cancellation);
    }

    /// <summary>Reads what <c>ffmpeg -sources</c> prints.</summary>
    internal static IEnumerable<CaptureDevice> Parse(string system, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (DeviceLine().Match(line) is not { Success: true } match)
                continue;
            var name = match.Groups["name"].Value;
            yield return new CaptureDevice(
                system, name, match.Groups["description"].Value, match.Groups["default"].Length > 0, name.EndsWith(".monitor", StringComparison.Ordinal));
        }
    }

    private static CaptureDevice Find(StreamAddress address)
    {
        var devices = List();
        var wanted = address.Text;
        if (wanted.Length == 0)
            return devices.Count > 0 ? devices[0] : throw new InputException(address.Name, "there is no device to take sound from", "start PulseAudio or PipeWire, or connect a microphone");
        foreach (var system in (ReadOnlySpan<string>)[Pulse, Alsa])
        {
            // ALSA opens more names than it lists: plughw:1,0 and whatever the user's own configuration defines.
            if (wanted.StartsWith(system + ":", StringComparison.Ordinal))
                return new CaptureDevice(system, wanted[(system.Length + 1)..], "", false, false);
        }

        return devices.FirstOrDefault(device => device.Name == wanted)
            ?? devices.FirstOrDefault(device => device.Description.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException(
                address.Name,
                "there is no such device",
                devices.Count == 0 ? "none can be found here" : $"'emotion devices' lists what there is: {string.Join(", ", devices.Take(8).Select(device => device.Name))}");
    }

    private static List<CaptureDevice> ListBy(string system)
    {
        using var process = Ffmpeg.Start("devices", "they are listed by ffmpeg", feedsInput: false, ["-hide_banner", "-v", "quiet", "-sources", system]);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        return [.. Parse(system, lines)];
    }

    // "* alsa_input.usb-mic [USB microphone] (none)"; without the star, two spaces.
    [GeneratedRegex(@"^(?<default>\*)?\s+(?<name>\S.*?) \[(?<description>.*)\](?: \([a-z, ]*\))?\s*$")]
    private static partial Regex DeviceLine();
}
