using RealtimeEmotion.Engine.Emotions;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>The editor's colours and measures. Lengths are in points: pixels at a scale of 1.</summary>
internal static class Theme
{
    internal const float Gap = 8;
    internal const float Padding = 12;
    internal const float Radius = 6;

    internal const float TinyText = 9.5f;
    internal const float SmallText = 10.5f;
    internal const float Text = 12;
    internal const float TitleText = 10.5f;

    internal static readonly SKColor Window = new(0x11, 0x13, 0x17);
    internal static readonly SKColor Panel = new(0x1A, 0x1D, 0x23);
    internal static readonly SKColor PanelEdge = new(0x26, 0x2A, 0x32);
    internal static readonly SKColor Well = new(0x13, 0x15, 0x1A);
    internal static readonly SKColor Overlay = new(0x1E, 0x22, 0x29);
    internal static readonly SKColor Field = new(0x23, 0x27, 0x2F);
    internal static readonly SKColor FieldHover = new(0x2C, 0x31, 0x3B);
    internal static readonly SKColor Grid = new(0x2A, 0x2E, 0x37);
    internal static readonly SKColor Track = new(0x33, 0x38, 0x43);

    internal static readonly SKColor Ink = new(0xEE, 0xF1, 0xF5);
    internal static readonly SKColor Body = new(0xC3, 0xC9, 0xD2);
    internal static readonly SKColor Muted = new(0x8B, 0x93, 0xA1);
    internal static readonly SKColor Faint = new(0x5C, 0x64, 0x72);

    internal static readonly SKColor Accent = new(0x5F, 0xD0, 0xC5);
    internal static readonly SKColor AccentBright = new(0x8C, 0xE6, 0xDD);
    internal static readonly SKColor Level = new(0x6E, 0x86, 0xA8);
    internal static readonly SKColor Wave = new(0x33, 0x3C, 0x4A);
    internal static readonly SKColor WaveFaded = new(0x76, 0x8E, 0xB4);
    internal static readonly SKColor Warning = new(0xF0, 0x9A, 0x4A);

    // Different in lightness as much as in hue, so that they stay apart for eyes that do not tell red from green.
    private static readonly SKColor Joy = new(0xF6, 0xC8, 0x4C);
    private static readonly SKColor Sadness = new(0x4F, 0x8F, 0xE6);
    private static readonly SKColor Neutral = new(0x9D, 0xAA, 0xB5);
    private static readonly SKColor Anger = new(0xD6, 0x4A, 0x3A);

    private static readonly SKColor[] Others = [.. LabelColors.OnDark.Select(SKColor.Parse)];

    /// <summary>An emotion's colour; names that we do not know get one by their place.</summary>
    internal static SKColor OfEmotion(string label, int index) => label switch
    {
        "joy" => Joy,
        "sadness" => Sadness,
        "neutral" => Neutral,
        "anger" => Anger,
        _ => Others[index % Others.Length],
    };
}
