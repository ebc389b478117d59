using System.Reflection;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>The fonts inside the assembly: a host's machine need not have any that we could rely on.</summary>
internal static class Typefaces
{
    private static readonly Lazy<SKTypeface> LightFace = new(() => Load("Roboto-Light.ttf"));
    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("Roboto-Regular.ttf"));
    private static readonly Lazy<SKTypeface> MediumFace = new(() => Load("Roboto-Medium.ttf"));

    internal static SKTypeface Of(Weight weight) => weight switch
    {
        Weight.Light => LightFace.Value,
        Weight.Medium => MediumFace.Value,
        _ => RegularFace.Value,
    };

    private static SKTypeface Load(string file)
    {
        string name = $"fonts/{file}";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its resource {name}.");
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {file} cannot be read.");
    }
}
