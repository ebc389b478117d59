using System.Globalization;
using System.Net;
using System.Reflection;

namespace RealtimeEmotion.Cli.Reports;

/// <summary>What pages have in common: one file each that needs nothing else, no script, no network.</summary>
internal static class ReportHtml
{
    /// <summary>The beginning of a page, up to and with the tag of its main part.</summary>
    internal static string Head(string title)
        => $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Text(title)}</title><style>{Resource("reports/report.css")}</style></head><body><main>";

    /// <summary>A piece of a track to look at and to listen to, which is in the page.</summary>
    /// <param name="path">The sound file.</param>
    /// <param name="title">What a reader who cannot see calls it.</param>
    /// <param name="start">Where it begins, in seconds.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="rate">The rate up to half of which the picture goes, in hertz.</param>
    /// <exception cref="Engine.InputException">The file cannot be read.</exception>
    internal static string Excerpt(string path, string title, double start, double seconds, int rate)
    {
        (byte[] wav, byte[] picture) = ReportExcerpt.Of(path, start, seconds, rate);
        return $"<figure><img alt=\"{Text(title)}: mel spectrum\" src=\"data:image/png;base64,{Convert.ToBase64String(picture)}\"></figure>\n"
            + $"<audio controls preload=\"none\" aria-label=\"{Text(title)}\" src=\"data:audio/wav;base64,{Convert.ToBase64String(wav)}\"></audio>";
    }

    /// <summary>Text that is no mark-up.</summary>
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A share in hundredths.</summary>
    internal static string Percent(double share, string format = "0.0") => (100 * share).ToString(format, CultureInfo.InvariantCulture) + " %";

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
