using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Hosting;

/// <summary>
/// A plugin library loaded as a host loads it: the platform's entry function, then the factory. Disposing gives the
/// factory back and calls the exit function; the code stays in memory.
/// </summary>
public sealed unsafe class PluginLibrary : IDisposable
{
    private readonly nint _library;
    private HostReference? _factory;

    private PluginLibrary(nint library, HostReference factory, string path)
    {
        _library = library;
        _factory = factory;
        Path = path;

        PluginFactoryTable* table = factory.Table<PluginFactoryTable>();
        FactoryInfo info = default;
        Check(table->GetFactoryInfo(factory.Pointer, &info), "tell about itself");
        Vendor = NativeText.Read(info.Vendor, 64);
        Url = NativeText.Read(info.Url, 256);
        Email = NativeText.Read(info.Email, 128);
        Flags = info.Flags;
        Classes = ReadClasses(factory);
    }

    /// <summary>The binary's path.</summary>
    public string Path { get; }

    /// <summary>The factory's vendor.</summary>
    public string Vendor { get; }

    /// <summary>The factory's address on the web.</summary>
    public string Url { get; }

    /// <summary>The factory's e-mail address.</summary>
    public string Email { get; }

    /// <summary>The factory's flags; bit 4: it has names in Unicode.</summary>
    public int Flags { get; }

    /// <summary>What the library offers.</summary>
    public IReadOnlyList<ListedClass> Classes { get; }

    internal void* Factory => _factory == null ? throw new ObjectDisposedException(Path) : _factory.Pointer;

    /// <summary>Loads the binary of a bundle.</summary>
    /// <exception cref="InvalidDataException">There is no binary for this system, or it is no plugin.</exception>
    public static PluginLibrary Load(string bundle)
    {
        string path = PluginBundle.BinaryPath(System.IO.Path.GetFullPath(bundle));
        if (!File.Exists(path))
            throw new InvalidDataException($"{bundle} has no binary for this system: {path} is missing.");
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidDataException($"{path} cannot be loaded: {fault.Message}", fault);
        }

        if (!Enter(library))
            throw new InvalidDataException($"{path} refused to start.");
        if (!NativeLibrary.TryGetExport(library, "GetPluginFactory", out nint export))
            throw new InvalidDataException($"{path} is no VST3 plugin: it has no GetPluginFactory.");
        HostReference factory = HostReference.Own(((delegate* unmanaged<void*>)export)())
            ?? throw new InvalidDataException($"{path} gave no factory.");
        return new PluginLibrary(library, factory, path);
    }

    /// <summary>An exported function of the library; zero if it has no such.</summary>
    public nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out nint address) ? address : 0;

    /// <summary>Gives the factory back.</summary>
    public void Dispose()
    {
        if (_factory == null)
            return;
        _factory.Release();
        _factory = null;
        nint exit = Export(OperatingSystem.IsWindows() ? "ExitDll" : OperatingSystem.IsMacOS() ? "bundleExit" : "ModuleExit");
        if (exit != 0)
            ((delegate* unmanaged<byte>)exit)();
    }

    private static bool Enter(nint library)
    {
        if (OperatingSystem.IsWindows())
            return !NativeLibrary.TryGetExport(library, "InitDll", out nint init) || ((delegate* unmanaged<byte>)init)() != 0;

        // Both are mandatory; they take what the loader returned (Linux) or the CFBundle (macOS), which ours ignore.
        string name = OperatingSystem.IsMacOS() ? "bundleEntry" : "ModuleEntry";
        return NativeLibrary.TryGetExport(library, name, out nint entry) && ((delegate* unmanaged<nint, byte>)entry)(library) != 0;
    }

    private static ListedClass[] ReadClasses(HostReference factory)
    {
        using FactoryView view = new(factory);
        ListedClass[] classes = new ListedClass[view.Count];
        for (int k = 0; k < classes.Length; k++)
            classes[k] = view.Read(k);
        return classes;
    }

    private static void Check(int result, string what)
    {
        if (result != Result.Ok)
            throw new InvalidDataException($"The factory did not {what}: {Result.Name(result)}.");
    }

    // Reads each class by the newest interface that the factory has.
    private sealed class FactoryView : IDisposable
    {
        private readonly HostReference _factory;
        private readonly HostReference? _factory2;
        private readonly HostReference? _factory3;

        internal FactoryView(HostReference factory)
        {
            _factory = factory;
            _factory2 = HostReference.Query(factory.Pointer, Iids.PluginFactory2);
            _factory3 = HostReference.Query(factory.Pointer, Iids.PluginFactory3);
        }

        internal int Count => _factory.Table<PluginFactoryTable>()->CountClasses(_factory.Pointer);

        public void Dispose()
        {
            _factory2?.Release();
            _factory3?.Release();
        }

        internal ListedClass Read(int index)
        {
            if (_factory3 != null)
            {
                ClassInfoUnicode wide = default;
                Check(_factory3.Table<PluginFactoryTable>()->GetClassInfoUnicode(_factory3.Pointer, index, &wide), "describe a class");
                return new ListedClass(
                    wide.ClassId, NativeText.Read(wide.Name, 64), NativeText.Read(wide.Category, 32), NativeText.Read(wide.SubCategories, 128),
                    NativeText.Read(wide.Vendor, 64), NativeText.Read(wide.Version, 64), NativeText.Read(wide.SdkVersion, 64), wide.ClassFlags, wide.Cardinality);
            }

            if (_factory2 != null)
            {
                ClassInfo2 narrow = default;
                Check(_factory2.Table<PluginFactoryTable>()->GetClassInfo2(_factory2.Pointer, index, &narrow), "describe a class");
                return new ListedClass(
                    narrow.ClassId, NativeText.Read(narrow.Name, 64), NativeText.Read(narrow.Category, 32), NativeText.Read(narrow.SubCategories, 128),
                    NativeText.Read(narrow.Vendor, 64), NativeText.Read(narrow.Version, 64), NativeText.Read(narrow.SdkVersion, 64), narrow.ClassFlags, narrow.Cardinality);
            }

            ClassInfo old = default;
            Check(_factory.Table<PluginFactoryTable>()->GetClassInfo(_factory.Pointer, index, &old), "describe a class");
            return new ListedClass(
                old.ClassId, NativeText.Read(old.Name, 64), NativeText.Read(old.Category, 32), "", "", "", "", 0, old.Cardinality);
        }
    }
}
