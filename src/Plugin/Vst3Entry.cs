using RealtimeEmotion.Plugin;
using RealtimeEmotion.Vst3;

/// <summary>What the library offers to hosts.</summary>
internal static unsafe partial class Vst3Entry
{
    private static partial PluginModule CreateModule()
    {
        NativeLibraries.Resolve();
        PluginClass effect = new(EffectPlugin.ClassId, "RealtimeEmotion", () => new EffectPlugin())
        {
            SubCategories = "Fx|Analyzer",
            Version = typeof(Vst3Entry).Assembly.GetName().Version?.ToString(3) ?? "",
        };
        return new PluginModule("RealtimeEmotion", "https://example.org", "mail@example.org", effect);
    }
}
