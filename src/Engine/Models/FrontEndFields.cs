using System.Globalization;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Models;

/// <summary>The front-end's fields as text: the one table that both writing and reading model metadata go by.</summary>
internal static class FrontEndFields
{
    private static readonly Field[] Table =
    [
        new("sampleRate", s => Text(s.SampleRate), (s, v) => s with { SampleRate = Int(v) }, "a whole number of hertz"),
        new("preEmphasis", s => Text(s.PreEmphasis), (s, v) => s with { PreEmphasis = Enum<PreEmphasisKind>(v) }, Names<PreEmphasisKind>()),
        new("preEmphasisCoefficient", s => Text(s.PreEmphasisCoefficient), (s, v) => s with { PreEmphasisCoefficient = Double(v) }, "a number"),
        new("fftSize", s => Text(s.FftSize), (s, v) => s with { FftSize = Int(v) }, "a power of two"),
        new("windowLength", s => Text(s.WindowLength), (s, v) => s with { WindowLength = Int(v) }, "a whole number of samples"),
        new("windowCentred", s => s.WindowCentred ? "true" : "false", (s, v) => s with { WindowCentred = bool.Parse(v) }, "true or false"),
        new("window", s => Text(s.Window), (s, v) => s with { Window = Enum<WindowFunction>(v) }, Names<WindowFunction>()),
        new("windowSymmetry", s => Text(s.WindowSymmetry), (s, v) => s with { WindowSymmetry = Enum<WindowSymmetry>(v) }, Names<WindowSymmetry>()),
        new("hopLength", s => Text(s.HopLength), (s, v) => s with { HopLength = Int(v) }, "a whole number of samples"),
        new("centering", s => Text(s.Centering), (s, v) => s with { Centering = Enum<Centering>(v) }, Names<Centering>()),
        new("spectrum", s => Text(s.Spectrum), (s, v) => s with { Spectrum = Enum<SpectrumKind>(v) }, Names<SpectrumKind>()),
        new("melBands", s => Text(s.MelBands), (s, v) => s with { MelBands = Int(v) }, "a whole number"),
        new("lowestFrequency", s => Text(s.LowestFrequency), (s, v) => s with { LowestFrequency = Double(v) }, "a number of hertz"),
        new("highestFrequency", s => Text(s.HighestFrequency), (s, v) => s with { HighestFrequency = Double(v) }, "a number of hertz"),
        new("melScale", s => Text(s.MelScale), (s, v) => s with { MelScale = Enum<MelScale>(v) }, Names<MelScale>()),
        new("melSlope", s => Text(s.MelSlope), (s, v) => s with { MelSlope = Enum<MelSlope>(v) }, Names<MelSlope>()),
        new("melNorm", s => Text(s.MelNorm), (s, v) => s with { MelNorm = Enum<MelNorm>(v) }, Names<MelNorm>()),
        new("compression", s => Text(s.Compression), (s, v) => s with { Compression = Enum<Compression>(v) }, Names<Compression>()),
        new("logOffset", s => Text(s.LogOffset), (s, v) => s with { LogOffset = Double(v) }, "a number"),
        new("decibelReference", s => Text(s.DecibelReference), (s, v) => s with { DecibelReference = Double(v) }, "a number"),
        new("decibelMinimum", s => Text(s.DecibelMinimum), (s, v) => s with { DecibelMinimum = Double(v) }, "a number"),
        new("topDecibels", s => s.TopDecibels is { } top ? Text(top) : "none", (s, v) => s with { TopDecibels = v == "none" ? null : Double(v) }, "a number or 'none'"),
        new("affineOffset", s => Text(s.AffineOffset), (s, v) => s with { AffineOffset = Double(v) }, "a number"),
        new("affineScale", s => Text(s.AffineScale), (s, v) => s with { AffineScale = Double(v) }, "a number"),
    ];

    internal static void Write(FrontEndSettings settings, IDictionary<string, string> metadata, string prefix)
    {
        foreach (Field field in Table)
        {
            metadata[prefix + field.Name] = field.Write(settings);
        }
    }

    internal static FrontEndSettings Read(IReadOnlyDictionary<string, string> metadata, string prefix, string subject)
    {
        var settings = new FrontEndSettings();
        foreach (Field field in Table)
        {
            string key = prefix + field.Name;
            if (!metadata.TryGetValue(key, out string? text))
            {
                throw new InputException(subject, $"model metadata lacks '{key}'", $"expected {field.Expected}; export the model with 'emotion train', or add the field");
            }

            try
            {
                settings = field.Read(settings, text.Trim());
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                throw new InputException(subject, $"model metadata '{key}' is '{text}'", $"expected {field.Expected}", e);
            }
        }

        return settings.Validated(subject);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static int Int(string text) => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);

    private static double Double(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static T Enum<T>(string text)
        where T : struct, Enum
        => System.Enum.TryParse(text, ignoreCase: true, out T value) && System.Enum.IsDefined(value) ? value : throw new FormatException();

    private static string Names<T>()
        where T : struct, Enum
        => "one of " + string.Join(", ", System.Enum.GetValues<T>().Select(v => Text(v)));

    private sealed record Field(
        string Name,
        Func<FrontEndSettings, string> Write,
        Func<FrontEndSettings, string, FrontEndSettings> Read,
        string Expected);
}
