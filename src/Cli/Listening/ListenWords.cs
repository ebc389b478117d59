using System.Globalization;
using System.Text.RegularExpressions;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Cli.Listening;

/// <summary>Reads the small words that options of <c>listen</c> take.</summary>
internal static partial class ListenWords
{
    private static readonly Dictionary<string, (SampleEncoding Encoding, bool BigEndian)> Encodings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["u8"] = (SampleEncoding.Unsigned8, false),
        ["s8"] = (SampleEncoding.Signed8, false),
        ["s16le"] = (SampleEncoding.Pcm16, false),
        ["s16be"] = (SampleEncoding.Pcm16, true),
        ["s24le"] = (SampleEncoding.Pcm24, false),
        ["s24be"] = (SampleEncoding.Pcm24, true),
        ["s32le"] = (SampleEncoding.Pcm32, false),
        ["s32be"] = (SampleEncoding.Pcm32, true),
        ["f32le"] = (SampleEncoding.IeeeFloat32, false),
        ["f32be"] = (SampleEncoding.IeeeFloat32, true),
        ["f64le"] = (SampleEncoding.IeeeFloat64, false),
        ["f64be"] = (SampleEncoding.IeeeFloat64, true),
        ["alaw"] = (SampleEncoding.ALaw, false),
        ["mulaw"] = (SampleEncoding.MuLaw, false),
    };

    /// <summary>Raw samples: <c>s16le:44100:2</c>, with ffmpeg's names of formats.</summary>
    internal static PcmFormat Raw(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length == 3 && Encodings.TryGetValue(parts[0], out var encoding)
                && int.TryParse(parts[1], NumberStyles.None, null, out int rate) && int.TryParse(parts[2], NumberStyles.None, null, out int channels)
            ? new PcmFormat(encoding.Encoding, encoding.BigEndian, channels, rate)
            : throw new InputException($"--raw {text}", "is no format of raw samples", $"write FORMAT:RATE:CHANNELS, as in s16le:44100:2; formats are {string.Join(", ", Encodings.Keys)}");
    }

    /// <summary>When a log file gives way to a new one: <c>never</c>, <c>day</c>, or a size such as <c>10MB</c>.</summary>
    internal static LogFileOptions Rotation(string text, LogFileOptions options)
    {
        if (text == "never")
        {
            return options;
        }

        if (text == "day")
        {
            return options with { RotateDaily = true };
        }

        if (SizeForm().Match(text) is not { Success: true } match || double.Parse(match.Groups["number"].Value) <= 0)
        {
            throw new InputException($"--rotate {text}", "is neither a day nor a size", "write day, never, or a size such as 500kB, 10MB, 1GB");
        }

        int power = "kMG".IndexOf(match.Groups["unit"].Value.Replace('K', 'k'), StringComparison.Ordinal) + 1;
        power = match.Groups["unit"].Length == 0 ? 0 : power;
        double unit = Math.Pow(match.Groups["binary"].Length > 0 ? 1024 : 1000, power);
        return options with { RotateBytes = (long)Math.Max(1, double.Parse(match.Groups["number"].Value) * unit) };
    }

    /// <summary>When to wait for the disk: <c>never</c>, <c>always</c>, or seconds.</summary>
    internal static LogFileOptions Sync(string text, LogFileOptions options) => text switch
    {
        "never" => options,
        "always" => options with { SyncEvery = TimeSpan.Zero },
        _ when double.TryParse(text, NumberStyles.AllowDecimalPoint, null, out double seconds) && seconds < 86400 => options with { SyncEvery = TimeSpan.FromSeconds(seconds) },
        _ => throw new InputException($"--fsync {text}", "is no time", "write never, always, or a number of seconds"),
    };

    [GeneratedRegex("^(?<number>[0-9]+(\\.[0-9]+)?) ?(?<unit>[kKMG]?)(?<binary>i?)B?$")]
    private static partial Regex SizeForm();
}
