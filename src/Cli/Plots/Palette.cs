using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>The colours of every picture.</summary>
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

    internal static Color Of(string label, int index) => Color.FromHex(EmotionColors.HexOf(label, index));
}
