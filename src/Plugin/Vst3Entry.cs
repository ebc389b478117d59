using RealtimeEmotion.Effect;
using RealtimeEmotion.Plugin;
using RealtimeEmotion.Vst3;

/// <summary>What the library offers to hosts.</summary>
internal static unsafe partial class Vst3Entry
{
    private static partial PluginModule CreateModule()
    {
        NativeLibraries.Resolve();
        PluginClass effect = new(EffectPlugin.ClassId, EffectIdentity.Name, () => new EffectPlugin())
        {
            SubCategories = EffectIdentity.Categories,
            Version = EffectIdentity.Version,
        };
        return new PluginModule(EffectIdentity.Vendor, EffectIdentity.Website, EffectIdentity.Contact, effect);
    }
}
