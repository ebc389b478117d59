using System.Text;

namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>The names that X knows by number, and the reading of properties.</summary>
internal sealed unsafe class X11Atoms
{
    internal X11Atoms(nint connection)
    {
        XEmbedInfo = Intern(connection, "_XEMBED_INFO");
        XdndAware = Intern(connection, "XdndAware");
        XdndEnter = Intern(connection, "XdndEnter");
        XdndPosition = Intern(connection, "XdndPosition");
        XdndStatus = Intern(connection, "XdndStatus");
        XdndLeave = Intern(connection, "XdndLeave");
        XdndDrop = Intern(connection, "XdndDrop");
        XdndFinished = Intern(connection, "XdndFinished");
        XdndSelection = Intern(connection, "XdndSelection");
        XdndTypeList = Intern(connection, "XdndTypeList");
        XdndActionCopy = Intern(connection, "XdndActionCopy");
        UriList = Intern(connection, "text/uri-list");
        DropProperty = Intern(connection, "REALTIME_EMOTION_DROP");
    }

    internal uint XEmbedInfo { get; }

    internal uint XdndAware { get; }

    internal uint XdndEnter { get; }

    internal uint XdndPosition { get; }

    internal uint XdndStatus { get; }

    internal uint XdndLeave { get; }

    internal uint XdndDrop { get; }

    internal uint XdndFinished { get; }

    internal uint XdndSelection { get; }

    internal uint XdndTypeList { get; }

    internal uint XdndActionCopy { get; }

    internal uint UriList { get; }

    internal uint DropProperty { get; }

    /// <summary>A property's bytes; none where there is no such property. Waits for the server.</summary>
    internal static byte[] ReadProperty(nint connection, uint window, uint property, uint type, bool delete)
    {
        Xcb.PropertyReply* reply = Xcb.GetPropertyReply(connection, Xcb.GetProperty(connection, delete ? (byte)1 : (byte)0, window, property, type, 0, 1 << 18), 0);
        if (reply == null)
            return [];
        byte[] value = new ReadOnlySpan<byte>(Xcb.GetPropertyValue(reply), Xcb.GetPropertyValueLength(reply)).ToArray();
        Xcb.Free(reply);
        return value;
    }

    private static uint Intern(nint connection, string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* text = bytes)
        {
            Xcb.AtomReply* reply = Xcb.InternAtomReply(connection, Xcb.InternAtom(connection, 0, (ushort)bytes.Length, text), 0);
            if (reply == null)
                throw new InvalidOperationException($"The X server does not take the name {name}.");
            uint atom = reply->Atom;
            Xcb.Free(reply);
            return atom;
        }
    }
}
