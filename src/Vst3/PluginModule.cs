using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Entries;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// A plugin library as hosts see it: a vendor and the effects it offers. A plugin project implements one partial
/// method, <c>Vst3Entry.CreateModule</c>, that makes it; <c>Vst3Bundle.targets</c> adds the exported functions.
/// </summary>
public sealed class PluginModule
{
    private static readonly Lock Gate = new();
    private static PluginFactoryObject? _factory;

    /// <summary>Makes a module.</summary>
    /// <param name="vendor">Who made it.</param>
    /// <param name="url">Where there is more of it.</param>
    /// <param name="email">Where to write to: "mailto:…" or an address.</param>
    /// <param name="classes">The effects.</param>
    public PluginModule(string vendor, string url, string email, params PluginClass[] classes)
    {
        Vendor = vendor;
        Url = url;
        Email = email;
        Classes = classes;
    }

    /// <summary>The version of VST3 that this library speaks, as factories report it.</summary>
    public static string SdkVersion => "VST 3.8.0";

    /// <summary>The category of every class here: an effect or an instrument.</summary>
    public static string AudioModuleCategory => "Audio Module Class";

    /// <summary>What the host gave the whole library; null if nothing.</summary>
    public static HostApplication? HostContext { get; internal set; }

    /// <summary>Who made it.</summary>
    public string Vendor { get; }

    /// <summary>Where there is more of it.</summary>
    public string Url { get; }

    /// <summary>Where to write to.</summary>
    public string Email { get; }

    /// <summary>The effects.</summary>
    public IReadOnlyList<PluginClass> Classes { get; }

    /// <summary>
    /// The factory for the host, with a reference added; zero if it could not be made. For the exported
    /// GetPluginFactory only. The factory lives as long as a host refers to it.
    /// </summary>
    public static unsafe nint GetFactory(Func<PluginModule> createModule)
    {
        try
        {
            lock (Gate)
            {
                Trace.Start();
                if (_factory == null || !_factory.TryRetain())
                    _factory = new PluginFactoryObject(createModule());
                return (nint)_factory.Identity;
            }
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }
}
