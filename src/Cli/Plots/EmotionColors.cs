using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>One emotion, one colour, in every picture and on the terminal.</summary>
internal static class EmotionColors
{
    /// <summary>An emotion's colour as #RRGGBB.</summary>
    /// <param name="label">The model's name for it.</param>
    /// <param name="index">Its place among the labels: names that we do not know get a colour by place.</param>
    internal static string HexOf(string label, int index) => label switch
    {
        "joy" => "#F2A516",
        "sadness" => "#2F6DB5",
        "neutral" => "#7A9E8E",
        "anger" => "#C4322B",
        _ => LabelColors.OnLight[index % LabelColors.OnLight.Length],
    };
}
