using System.CommandLine;
using System.Text.Json;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion devices</c>: what <c>listen device:NAME</c> can take sound from.</summary>
internal static class DevicesCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private enum DevicesFormat
    {
        Table,
        Json,
    }

    internal static Command Create()
    {
        Option<DevicesFormat> format = SharedOptions.Choice<DevicesFormat>("--format", "How to write the list.", "-f");
        var command = new EmotionCommand(
            "devices",
            "Lists the devices that sound can be taken from: microphones, lines, and what loudspeakers play.",
            new Example("devices", "a table for people"),
            new Example("devices --format json | jq -r '.[].name'", "for a program"))
        {
            format,
        };
        command.Run((result, session) => Run(result.GetValue(format), session));
        return command;
    }

    private static int Run(DevicesFormat format, Session session)
    {
        IReadOnlyList<CaptureDevice> devices = CaptureDevices.List();
        if (format == DevicesFormat.Json)
        {
            session.Terminal.Results.WriteLine(JsonSerializer.Serialize(devices, Json));
            return ExitCode.Done;
        }

        if (devices.Count == 0)
        {
            session.Terminal.Note("There is no device to take sound from: no PulseAudio, PipeWire or ALSA offers one.");
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("device").AddColumn("what").AddColumn("by").AddColumn("");
        foreach (CaptureDevice device in devices)
        {
            table.AddRow(device.Name.EscapeMarkup(), device.Description.EscapeMarkup(), device.System, device.IsDefault ? "standard" : device.IsLoopback ? "loopback" : "");
        }

        Consoles.ForResults(session.Terminal).Write(table);
        return ExitCode.Done;
    }
}
