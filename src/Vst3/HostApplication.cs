using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>The program that loaded the plugin. Any thread but the audio thread.</summary>
public sealed unsafe class HostApplication
{
    private readonly HostReference _context;
    private readonly HostReference? _application;

    private HostApplication(HostReference context)
    {
        _context = context;
        _application = HostReference.Query(context.Pointer, Iids.HostApplication);
    }

    /// <summary>The host's name, or "" if it does not say.</summary>
    public string Name
    {
        get
        {
            char* name = stackalloc char[NativeText.String128Length];
            name[0] = '\0';
            return _application != null && _application.Table<HostApplicationTable>()->GetName(_application.Pointer, name) == Result.Ok
                ? NativeText.Read(name, NativeText.String128Length)
                : "";
        }
    }

    /// <summary>The host's run loop (Linux), if it gives one here; the caller disposes it.</summary>
    internal HostReference? QueryRunLoop() => Query(Iids.RunLoop);

    internal static HostApplication? From(void* context)
        => HostReference.Retain(context) is { } reference ? new HostApplication(reference) : null;

    /// <summary>Whether the host says that it calls this interface of plugins; false if it does not say.</summary>
    public bool Calls(Uid interfaceId)
    {
        if (Query(Iids.PlugInterfaceSupport) is not { } support)
            return false;
        bool called = support.Table<PlugInterfaceSupportTable>()->IsPlugInterfaceSupported(support.Pointer, &interfaceId) == Result.Ok;
        support.Release();
        return called;
    }

    internal HostReference? Query(in Uid iid) => HostReference.Query(_context.Pointer, iid);

    /// <summary>An empty message of the host's; null if it makes none.</summary>
    internal HostReference? CreateMessage()
    {
        if (_application == null)
            return null;
        Uid iid = Iids.Message;
        void* message = null;
        return _application.Table<HostApplicationTable>()->CreateInstance(_application.Pointer, &iid, &iid, &message) == Result.Ok
            ? HostReference.Own(message)
            : null;
    }

    internal void Release()
    {
        _application?.Release();
        _context.Release();
    }
}
