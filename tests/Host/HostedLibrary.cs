using System.Text;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Hosting;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>
/// A published bundle, loaded as a DAW does: the platform's loader, the entry function, the factory. The code stays in
/// the process after disposal, as it does in a DAW; a second load of the same file gets the same runtime.
/// </summary>
public sealed unsafe class HostedLibrary : IDisposable
{
    private readonly PluginLibrary _library;

    private HostedLibrary(PluginLibrary library)
    {
        _library = library;
    }

    /// <summary>What the factory lists.</summary>
    public IReadOnlyList<ListedClass> Classes => _library.Classes;

    /// <summary>The factory's own words.</summary>
    public PluginLibrary Library => _library;

    internal void* Factory => _library.Factory;

    /// <summary>Loads a bundle and gives its factory a host context, if there is one to give.</summary>
    public static HostedLibrary Load(string bundle, HostContext? context = null)
    {
        HostedLibrary library = new(PluginLibrary.Load(bundle));
        if (context != null)
        {
            PluginFactoryTable* table = *(PluginFactoryTable**)library.Factory;
            HostException.Check(table->SetHostContext(library.Factory, context.Pointer), "setHostContext");
        }

        return library;
    }

    /// <summary>Makes an instance; it is not initialised yet.</summary>
    public HostedPlugin Create(int classIndex = 0) => Create(Classes[classIndex].Id);

    /// <summary>Makes an instance; it is not initialised yet.</summary>
    public HostedPlugin Create(Uid classId)
    {
        PluginFactoryTable* table = *(PluginFactoryTable**)Factory;
        Uid iid = Iids.Component;
        void* component = null;
        HostException.Check(table->CreateInstance(Factory, &classId, &iid, &component), "createInstance");
        return new HostedPlugin(component);
    }

    /// <summary>The counters of the plugin's own runtime: bytes, collections, caught exceptions, live objects.</summary>
    public PluginDiagnostics ReadDiagnostics()
    {
        PluginDiagnostics counters = default;
        ((delegate* unmanaged<PluginDiagnostics*, void>)Export("Vst3Diagnostics"))(&counters);
        return counters;
    }

    /// <summary>One line for each object that this host still refers to.</summary>
    public string DumpLiveObjects() => Read("Vst3LiveObjects");

    /// <summary>The newest exception that the plugin's firewall caught.</summary>
    public string LastFault() => Read("Vst3LastFault");

    public void Dispose() => _library.Dispose();

    private nint Export(string name)
    {
        nint address = _library.Export(name);
        return address != 0 ? address : throw new HostException($"{_library.Path} does not export {name}.");
    }

    private string Read(string export)
    {
        delegate* unmanaged<byte*, int, int> read = (delegate* unmanaged<byte*, int, int>)Export(export);
        byte[] bytes = new byte[read(null, 0) + 4096];
        fixed (byte* target = bytes)
        {
            int length = Math.Min(read(target, bytes.Length), bytes.Length - 1);
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
    }
}
