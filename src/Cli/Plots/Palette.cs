using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>The colours of every picture and of the terminal: one emotion, one colour, everywhere.</summary>
internal static class Palette
{
    internal static readonly Color Ink = Color.FromHex("#22272E");
    internal static readonly Color Muted = Color.FromHex("#6B7480");
    internal static readonly Color Grid = Color.FromHex("#E4E8ED");
    internal static readonly Color Frame = Color.FromHex("#B8C0CA");
    internal static readonly Color Paper = Colors.White;
    internal static readonly Color Wave = Color.FromHex("#9DB7D5");
    internal static readonly Color WaveCore = Color.FromHex("#2F5D8C");
    internal static readonly Color Gain = Color.FromHex("#D9480F");
    internal static readonly Color Valence = Color.FromHex("#8E5EA2");
    internal static readonly Color Arousal = Color.FromHex("#D9730D");
    internal static readonly Color Silence = Color.FromHex("#D5DAE0");

    // Told apart by lightness too, for eyes that do not tell red from green.
    private static readonly string[] Others = ["#8E5EA2", "#2A9D8F", "#A0522D", "#5C6BC0", "#C2185B", "#7CB342", "#00838F", "#EF6C00"];

    /// <summary>An emotion's colour as #RRGGBB.</summary>
    /// <param name="label">The model's name for it.</param>
    /// <param name="index">Its place among the labels: names that we do not know get a colour by place.</param>
    internal static string HexOf(string label, int index) => label switch
    {
        "joy" => "#F2A516",
        "sadness" => "#2F6DB5",
        "neutral" => "#7A9E8E",
        "anger" => "#C4322B",
        _ => Others[index % Others.Length],
    };

    internal static Color Of(string label, int index) => Color.FromHex(HexOf(label, index));
}
