using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>
/// The fonts that travel inside the program. Without fontconfig SkiaSharp finds none on the system, and draws no text
/// without saying so.
/// </summary>
internal sealed class EmbeddedFonts : IFontResolver
{
    internal const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("DejaVuSans-Bold.ttf"));

    private EmbeddedFonts()
    {
    }

    internal static SKTypeface Regular => RegularFace.Value;

    internal static SKTypeface Bold => BoldFace.Value;

    /// <summary>Makes these the only fonts that plots know, so that a picture looks the same everywhere.</summary>
    internal static void Use()
    {
        if (Fonts.FontResolvers is [EmbeddedFonts])
        {
            return;
        }

        Fonts.FontResolvers.Clear();
        Fonts.FontResolvers.Add(new EmbeddedFonts());
        Fonts.Default = Fonts.Sans = Fonts.Serif = Fonts.Monospace = Family;
    }

    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => weight >= FontWeight.SemiBold ? Bold : Regular;

    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => bold ? Bold : Regular;

    private static SKTypeface Load(string file)
    {
        string name = $"fonts/{file}";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its resource {name}.");
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"The font {file} cannot be read.");
    }
}
