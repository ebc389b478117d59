using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using NAudio.CoreAudioApi;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>Windows' devices: microphones and lines, and what each loudspeaker plays.</summary>
[SupportedOSPlatform("windows")]
internal static class WasapiDevices
{
    public const string System = "wasapi";

    public static IReadOnlyList<CaptureDevice> List()
    {
        using var enumerator = new MMDeviceEnumerator();
        var devices = new List<CaptureDevice>();
        foreach (var flow in (ReadOnlySpan<DataFlow>)[DataFlow.Capture, DataFlow.Render])
        {
            var standard = StandardId(enumerator, flow);
            foreach (var device in enumerator.EnumerateAudioEndPoints(flow, DeviceState.Active))
            {
                using (device)
                    devices.Add(Describe(device, flow, flow == DataFlow.Capture && device.ID == standard));
            }
        }

        return [.. devices.OrderByDescending(device => device.IsDefault)];
    }

    /// <exception cref="InputException">There is no such device, or it cannot be opened.</exception>
    public static StreamInput Open(StreamAddress address)
    {
        using var enumerator = new MMDeviceEnumerator();
        try
        {
            if (address.Text.Length == 0)
                return new WasapiInput(address.Name, enumerator.GetDefaultAudioEndpoint(DataFlow.Capture, Role.Console), isLoopback: false);
            var found = List().FirstOrDefault(device =>
                device.Name.Equals(address.Text, StringComparison.OrdinalIgnoreCase) || device.Description.Equals(address.Text, StringComparison.OrdinalIgnoreCase));
            return found is null
                ? throw new InputException(address.Name, "there is no such device", "'emotion devices' lists what there is")
                : new WasapiInput(address.Name, enumerator.GetDevice(found.Name), found.IsLoopback);
        }
        catch (COMException exception)
        {
            throw new InputException(address.Name, $"cannot be opened ({exception.Message.Trim()})", "check that it is connected, and that programs may use the microphone", exception);
        }
    }

    private static string? StandardId(MMDeviceEnumerator enumerator, DataFlow flow)
    {
        if (!enumerator.HasDefaultAudioEndpoint(flow, Role.Console))
            return null;
        using var device = enumerator.GetDefaultAudioEndpoint(flow, Role.Console);
        return device.ID;
    }

    private static CaptureDevice Describe(MMDevice device, DataFlow flow, bool isDefault)
    {
        var isLoopback = flow == DataFlow.Render;
        return new CaptureDevice(System, device.ID, isLoopback ? $"what {device.FriendlyName} plays" : device.FriendlyName, isDefault, isLoopback);
    }
}
