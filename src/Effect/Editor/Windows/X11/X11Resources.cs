using System.Globalization;

namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>The X server's resource text: settings of the desktop, a line each.</summary>
internal static class X11Resources
{
    private const string Key = "Xft.dpi:";
    private const float PlainDpi = 96;

    /// <summary>Pixels to a point by the setting Xft.dpi; 1 without it, or where it makes no sense.</summary>
    internal static float Scale(string resources)
    {
        foreach (ReadOnlySpan<char> line in resources.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(Key, StringComparison.Ordinal)
                && float.TryParse(line[Key.Length..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out float dpi) && dpi is >= 48 and <= 768)
            {
                return Math.Max(1, dpi / PlainDpi);
            }
        }

        return 1;
    }
}
