using RealtimeEmotion.Probe;
using RealtimeEmotion.Vst3;

internal static unsafe partial class Vst3Entry
{
    private static partial PluginModule CreateModule() => new(
        "Prüfer & Söhne", "https://example.org/probe", "probe@example.org",
        new PluginClass(new Uid(0x0F1E2D3C, 0x4B5A6978, 0x8796A5B4, 0xC3D2E1F0), "Probe", () => new ProbeEffect()) { SubCategories = "Fx|Analyzer", Version = "1.2.3" },
        new PluginClass(new Uid(0x11111111, 0x22222222, 0x33333333, 0x44444444), "Stillborn", () => throw new InvalidOperationException("born to fail")));
}
