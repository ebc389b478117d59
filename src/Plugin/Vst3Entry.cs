using RealtimeEmotion.Plugin;
using RealtimeEmotion.Vst3;

/// <summary>What the library offers to hosts.</summary>
internal static unsafe partial class Vst3Entry
{
    private static partial PluginModule CreateModule()
    {
        NativeLibraries.Resolve();
        return new PluginModule(
            "RealtimeEmotion",
            "https://example.org",
            "mail@example.org",
            Describe(EffectPlugin.ClassId, "RealtimeEmotion", sendsControllers: false),
            Describe(EffectPlugin.ControllersClassId, "RealtimeEmotion (MIDI)", sendsControllers: true));
    }

    private static PluginClass Describe(Uid id, string name, bool sendsControllers) => new(id, name, () => new EffectPlugin(sendsControllers))
    {
        SubCategories = "Fx|Analyzer",
        Version = typeof(Vst3Entry).Assembly.GetName().Version?.ToString(3) ?? "",
    };
}
