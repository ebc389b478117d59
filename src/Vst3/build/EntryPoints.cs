using System.Runtime.InteropServices;
using System.Text;
using RealtimeEmotion.Vst3;

/// <summary>
/// What the plugin's binary exports. This file is compiled into each plugin, which implements the one partial method;
/// the functions that load and unload the library differ from system to system and have files of their own.
/// </summary>
internal static unsafe partial class Vst3Entry
{
    /// <summary>Makes the module. Called when a host asks for the factory and there is none.</summary>
    private static partial PluginModule CreateModule();

    [UnmanagedCallersOnly(EntryPoint = "GetPluginFactory")]
    private static nint GetPluginFactory() => PluginModule.GetFactory(CreateModule);

    /// <summary>Counters of the plugin's runtime; see <see cref="PluginDiagnostics"/>.</summary>
    [UnmanagedCallersOnly(EntryPoint = "Vst3Diagnostics")]
    private static void ReadDiagnostics(PluginDiagnostics* target) => *target = PluginDiagnostics.Read();

    /// <summary>Writes a line an object that the host refers to, as UTF-8 with a closing zero; returns the length of the whole text.</summary>
    [UnmanagedCallersOnly(EntryPoint = "Vst3LiveObjects")]
    private static int ReadLiveObjects(byte* target, int capacity) => Write(PluginDiagnostics.DumpLiveObjects(), target, capacity);

    /// <summary>Writes the newest exception that was caught at an entry, in the same way.</summary>
    [UnmanagedCallersOnly(EntryPoint = "Vst3LastFault")]
    private static int ReadLastFault(byte* target, int capacity) => Write(PluginDiagnostics.LastFault, target, capacity);

    private static int Write(string text, byte* target, int capacity)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (target != null && capacity > 0)
        {
            int length = Math.Min(bytes.Length, capacity - 1);
            bytes.AsSpan(0, length).CopyTo(new Span<byte>(target, capacity));
            target[length] = 0;
        }

        return bytes.Length;
    }
}
