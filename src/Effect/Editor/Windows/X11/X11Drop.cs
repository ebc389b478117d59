using System.Runtime.InteropServices;
using System.Text;

namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>The receiving side of XDND, version 5: the protocol by which file managers on X11 hand over files.</summary>
internal sealed unsafe class X11Drop
{
    internal const uint Version = 5;

    private readonly nint _connection;
    private readonly uint _window;
    private readonly X11Atoms _atoms;
    private uint _source;
    private bool _isFile;

    internal X11Drop(nint connection, uint window, X11Atoms atoms)
    {
        _connection = connection;
        _window = window;
        _atoms = atoms;
    }

    /// <summary>What was dropped last.</summary>
    internal IReadOnlyList<string> Paths { get; private set; } = [];

    /// <summary>A message of the window that drags.</summary>
    internal X11DropStep OnMessage(in Xcb.Event message)
    {
        if (message.MessageType == _atoms.XdndEnter)
        {
            _source = message.Data[0];
            _isFile = OffersFiles(message);
            return _isFile ? X11DropStep.Entered : X11DropStep.None;
        }

        if (message.MessageType == _atoms.XdndPosition)
        {
            _source = message.Data[0];
            Reply(_atoms.XdndStatus, _isFile ? 1u : 0, 0, 0, _isFile ? _atoms.XdndActionCopy : 0);
            return X11DropStep.None;
        }

        if (message.MessageType == _atoms.XdndLeave)
        {
            _isFile = false;
            return X11DropStep.Left;
        }

        if (message.MessageType != _atoms.XdndDrop)
            return X11DropStep.None;
        if (!_isFile)
        {
            Finish(false);
            return X11DropStep.Left;
        }

        Xcb.ConvertSelection(_connection, _window, _atoms.XdndSelection, _atoms.UriList, _atoms.DropProperty, message.Data[2]);
        Xcb.Flush(_connection);
        return X11DropStep.None;
    }

    /// <summary>The files' addresses have come.</summary>
    internal X11DropStep OnSelection(in Xcb.Event notice)
    {
        if (notice.Selection != _atoms.XdndSelection)
            return X11DropStep.None;
        byte[] text = notice.Property == 0 ? [] : X11Atoms.ReadProperty(_connection, _window, _atoms.DropProperty, _atoms.UriList, delete: true);
        Paths = UriList.Paths(Encoding.UTF8.GetString(text));
        return X11DropStep.Dropped;
    }

    /// <summary>Tells the window that dragged how it went.</summary>
    internal void Finish(bool isAccepted)
    {
        _isFile = false;
        Reply(_atoms.XdndFinished, isAccepted ? 1u : 0, isAccepted ? _atoms.XdndActionCopy : 0, 0, 0);
    }

    private bool OffersFiles(in Xcb.Event enter)
    {
        for (int k = 2; k < 5; k++)
        {
            if (enter.Data[k] == _atoms.UriList)
                return true;
        }

        // More than three kinds stand in a property of the source.
        if ((enter.Data[1] & 1) == 0)
            return false;
        byte[] kinds = X11Atoms.ReadProperty(_connection, enter.Data[0], _atoms.XdndTypeList, Xcb.AtomAtom, delete: false);
        return MemoryMarshal.Cast<byte, uint>(kinds).Contains(_atoms.UriList);
    }

    private void Reply(uint type, uint second, uint third, uint fourth, uint fifth)
    {
        Xcb.Event reply = default;
        reply.Type = Xcb.ClientMessage;
        reply.Detail = 32;
        reply.Window = _source;
        reply.MessageType = type;
        reply.Data[0] = _window;
        reply.Data[1] = second;
        reply.Data[2] = third;
        reply.Data[3] = fourth;
        reply.Data[4] = fifth;
        Xcb.SendEvent(_connection, 0, _source, 0, &reply);
        Xcb.Flush(_connection);
    }
}
