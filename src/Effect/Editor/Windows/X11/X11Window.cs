using System.Text;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>
/// A child window on X11 with a connection of its own, driven by the host's loop: a timer for frames, the connection's
/// descriptor for input. Pictures go by PutImage, only the parts that changed. Takes files by XDND.
/// </summary>
internal sealed unsafe class X11Window : EditorWindow
{
    private const byte ZPixmap = 2;
    private const ushort InputOutput = 1;
    private const int DoubleClickMilliseconds = 400;
    private const int DoubleClickPixels = 5;

    private readonly nint _connection;
    private readonly X11Atoms _atoms;
    private readonly X11Keyboard _keyboard;
    private readonly X11Drop _drop;
    private readonly uint _parent;
    private readonly uint _window;
    private readonly uint _context;
    private readonly byte _depth;
    private readonly int _mostBytes;
    private readonly uint[] _cursors = new uint[Enum.GetValues<PointerShape>().Length];
    private readonly IDisposable? _timer;
    private readonly IDisposable? _watch;
    private byte[] _strip = [];
    private PointerShape _pointer = PointerShape.Arrow;
    private bool _isMapped = true;
    private bool _isCovered;
    private uint _lastPress;
    private byte _lastButton;
    private int _lastX;
    private int _lastY;

    internal X11Window(EffectEditor editor, nint parent, int width, int height, float scale, IHostLoop loop)
        : base(editor, width, height, scale)
    {
        _parent = (uint)parent;
        _connection = Xcb.Connect(null, null);
        try
        {
            if (Xcb.ConnectionHasError(_connection) != 0)
                throw new InvalidOperationException("The X server cannot be reached.");
            _atoms = new X11Atoms(_connection);
            _keyboard = new X11Keyboard(_connection);
            _mostBytes = (int)Math.Min((long)Xcb.GetMaximumRequestLength(_connection) * 4, 4 << 20) - 64;
            (_window, _depth) = CreateWindow(width, height);
            _context = Xcb.GenerateId(_connection);
            Xcb.CreateGc(_connection, _context, _window, 0, null);
            _drop = new X11Drop(_connection, _window, _atoms);
            Embed();
            Xcb.MapWindow(_connection, _window);
            Xcb.Flush(_connection);
            _watch = loop.AddFileDescriptor(Xcb.GetFileDescriptor(_connection), ReadEvents);
            _timer = loop.AddTimer(FramePeriod, OnTimer);
            if (_timer == null || _watch == null)
                throw new InvalidOperationException("The host's event loop refuses a timer or a descriptor.");
        }
        catch
        {
            // The window goes with its connection.
            _timer?.Dispose();
            _watch?.Dispose();
            Xcb.Disconnect(_connection);
            Buffer.Dispose();
            throw;
        }

        Frame();
    }

    /// <summary>The window's id, for tests.</summary>
    internal uint Id => _window;

    /// <summary>The scale by the desktop's setting Xft.dpi (96 is 1), which desktops with large pixels set.</summary>
    internal static float ReadDesktopScale()
    {
        nint connection;
        try
        {
            connection = Xcb.Connect(null, null);
        }
        catch (DllNotFoundException)
        {
            return 1;
        }

        try
        {
            if (Xcb.ConnectionHasError(connection) != 0)
                return 1;
            Xcb.ScreenIterator screens = Xcb.SetupRootsIterator(Xcb.GetSetup(connection));
            byte[] text = X11Atoms.ReadProperty(connection, screens.Data->Root, Xcb.AtomResourceManager, Xcb.AtomString, delete: false);
            return X11Resources.Scale(Encoding.Latin1.GetString(text));
        }
        finally
        {
            Xcb.Disconnect(connection);
        }
    }

    /// <summary>Serves everything that the X server has sent.</summary>
    internal void ReadEvents()
    {
        bool hasMotion = false;
        Xcb.Event motion = default;
        bool isExposed = false;
        SKRectI exposed = default;
        Xcb.Event* next;
        while ((next = Xcb.PollForEvent(_connection)) != null)
        {
            Xcb.Event current = *next;
            Xcb.Free(next);
            int type = current.Type & 0x7F;
            if (type == Xcb.MotionNotify)
            {
                // Only where the pointer is now matters, not each place that it came by.
                motion = current;
                hasMotion = true;
                continue;
            }

            if (hasMotion)
            {
                OnMotion(motion);
                hasMotion = false;
            }

            if (type == Xcb.Expose)
            {
                var area = new SKRectI(current.ExposeX, current.ExposeY, current.ExposeX + current.ExposeWidth, current.ExposeY + current.ExposeHeight);
                exposed = isExposed ? SKRectI.Union(exposed, area) : area;
                isExposed = true;
                continue;
            }

            Handle(type, ref current);
        }

        if (hasMotion)
            OnMotion(motion);
        if (isExposed)
            Present(SKRectI.Intersect(exposed, new SKRectI(0, 0, Width, Height)));
        AfterInput();
        Flush();
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        _watch?.Dispose();
        Editor.PointerCancel();

        // Destroys all that was made over it, the window too.
        Xcb.Disconnect(_connection);
    }

    protected override void OnResized()
    {
        uint* size = stackalloc uint[2];
        size[0] = (uint)Width;
        size[1] = (uint)Height;
        Xcb.ConfigureWindow(_connection, _window, (1 << 2) | (1 << 3), size);
        Xcb.Flush(_connection);
    }

    protected override void Present(SKRectI area)
    {
        if (area.IsEmpty || area.Width <= 0 || area.Height <= 0)
            return;
        int rowBytes = area.Width * 4;
        int rows = Math.Max(1, _mostBytes / rowBytes);
        for (int top = area.Top; top < area.Bottom; top += rows)
        {
            int count = Math.Min(rows, area.Bottom - top);
            byte* source = Buffer.Pixels + ((long)top * Buffer.Stride) + (area.Left * 4);
            if (area.Width == Width)
            {
                Put(area.Left, top, area.Width, count, source);
                continue;
            }

            // The protocol knows no stride: a part of the width is gathered first.
            if (_strip.Length < rowBytes * count)
                _strip = new byte[rowBytes * count];
            fixed (byte* strip = _strip)
            {
                for (int row = 0; row < count; row++)
                    System.Buffer.MemoryCopy(source + ((long)row * Buffer.Stride), strip + ((long)row * rowBytes), rowBytes, rowBytes);
                Put(area.Left, top, area.Width, count, strip);
            }
        }
    }

    protected override void Flush() => Xcb.Flush(_connection);

    protected override void SetPointer(PointerShape shape)
    {
        if (shape == _pointer)
            return;
        _pointer = shape;
        uint cursor = CursorOf(shape);
        Xcb.ChangeWindowAttributes(_connection, _window, 1 << 14, &cursor);
        Xcb.Flush(_connection);
    }

    private void OnTimer()
    {
        // Replies that were waited for may have brought events along, which no descriptor announces any more.
        ReadEvents();
        IsVisible = _isMapped && !_isCovered;
        Frame();
    }

    private void Put(int x, int y, int width, int height, byte* pixels) => Xcb.PutImage(
        _connection, ZPixmap, _window, _context, (ushort)width, (ushort)height, (short)x, (short)y, 0, _depth, (uint)(width * height * 4), pixels);

    /// <summary>A child in the parent's own visual where that has 8 bits a colour, and otherwise in one of the screen's that has.</summary>
    private (uint Window, byte Depth) CreateWindow(int width, int height)
    {
        Xcb.GeometryReply* geometry = Xcb.GetGeometryReply(_connection, Xcb.GetGeometry(_connection, _parent), 0);
        if (geometry == null)
            throw new InvalidOperationException($"The host's window {_parent:x} does not exist.");
        byte depth = geometry->Depth;
        uint root = geometry->Root;
        Xcb.Free(geometry);

        const uint Events = Xcb.MaskKeyPress | Xcb.MaskButtonPress | Xcb.MaskButtonRelease | Xcb.MaskEnter | Xcb.MaskLeave | Xcb.MaskMotion | Xcb.MaskExposure
            | Xcb.MaskVisibility | Xcb.MaskStructure | Xcb.MaskFocus;
        uint window = Xcb.GenerateId(_connection);
        uint* values = stackalloc uint[4];
        if (depth is 24 or 32)
        {
            // No background: the server would flash it before each picture.
            values[0] = 0;
            values[1] = Events;
            Xcb.CreateWindow(
                _connection, Xcb.CopyFromParent, window, _parent, 0, 0, (ushort)width, (ushort)height, 0, InputOutput, Xcb.CopyFromParent, (1 << 0) | (1 << 11), values);
            return (window, depth);
        }

        uint visual = FindVisual(root);
        uint colors = Xcb.GenerateId(_connection);
        Xcb.CreateColormap(_connection, 0, colors, root, visual);
        values[0] = 0;
        values[1] = 0;
        values[2] = Events;
        values[3] = colors;
        Xcb.CreateWindow(
            _connection, 24, window, _parent, 0, 0, (ushort)width, (ushort)height, 0, InputOutput, visual, (1 << 0) | (1 << 3) | (1 << 11) | (1 << 13), values);
        return (window, 24);
    }

    private uint FindVisual(uint root)
    {
        const byte TrueColor = 4;
        Xcb.ScreenIterator screens = Xcb.SetupRootsIterator(Xcb.GetSetup(_connection));
        for (; screens.Remaining > 0; Xcb.ScreenNext(&screens))
        {
            if (screens.Data->Root != root)
                continue;
            for (Xcb.DepthIterator depths = Xcb.AllowedDepths(screens.Data); depths.Remaining > 0; Xcb.DepthNext(&depths))
            {
                Xcb.VisualType* visuals = Xcb.DepthVisuals(depths.Data);
                for (int k = 0; depths.Data->Bits == 24 && k < depths.Data->VisualCount; k++)
                {
                    if (visuals[k].Class == TrueColor && visuals[k].Red == 0xFF0000)
                        return visuals[k].Id;
                }
            }
        }

        throw new InvalidOperationException("The screen has no colours of 24 bits.");
    }

    /// <summary>What hosts and file managers look for: the XEmbed protocol, and that files may be dropped.</summary>
    private void Embed()
    {
        uint* info = stackalloc uint[2];
        info[0] = 0;
        info[1] = 1;
        Xcb.ChangeProperty(_connection, 0, _window, _atoms.XEmbedInfo, _atoms.XEmbedInfo, 32, 2, info);
        uint version = X11Drop.Version;
        Xcb.ChangeProperty(_connection, 0, _window, _atoms.XdndAware, Xcb.AtomAtom, 32, 1, &version);
    }

    private void Handle(int type, ref Xcb.Event current)
    {
        switch (type)
        {
            case Xcb.ButtonPress:
                OnButtonPress(current);
                break;
            case Xcb.ButtonRelease:
                if (ButtonOf(current.Detail) is { } released)
                    Editor.PointerUp(current.X, current.Y, released, X11Keyboard.ModifiersOf(current.State));
                break;
            case Xcb.LeaveNotify:
                // A press grabs the pointer, which is told as leaving too, in another mode.
                if (current.CrossingMode == 0)
                    Editor.PointerLeave();
                break;
            case Xcb.KeyPress:
                OnKeyPress(ref current);
                break;
            case Xcb.VisibilityNotify:
                const byte FullyObscured = 2;
                _isCovered = current.Visibility == FullyObscured;
                break;
            case Xcb.MapNotify:
                _isMapped = true;
                break;
            case Xcb.UnmapNotify:
                _isMapped = false;
                break;
            case Xcb.MappingNotify:
                _keyboard.Load();
                break;
            case Xcb.ClientMessage or Xcb.SelectionNotify:
                OnMessage(type, current);
                break;
        }
    }

    private void OnMotion(in Xcb.Event motion) => Editor.PointerMove(motion.X, motion.Y, X11Keyboard.ModifiersOf(motion.State));

    private void OnButtonPress(in Xcb.Event press)
    {
        EditorModifiers modifiers = X11Keyboard.ModifiersOf(press.State);
        switch (press.Detail)
        {
            case 4 or 5:
                Editor.Wheel(press.X, press.Y, press.Detail == 4 ? 1 : -1, isHorizontal: false, modifiers);
                return;
            case 6 or 7:
                Editor.Wheel(press.X, press.Y, press.Detail == 7 ? 1 : -1, isHorizontal: true, modifiers);
                return;
        }

        if (ButtonOf(press.Detail) is not { } button)
            return;
        bool isDouble = press.Detail == _lastButton && press.Time - _lastPress <= DoubleClickMilliseconds
            && Math.Abs(press.X - _lastX) <= DoubleClickPixels && Math.Abs(press.Y - _lastY) <= DoubleClickPixels;
        (_lastPress, _lastButton, _lastX, _lastY) = (isDouble ? 0 : press.Time, press.Detail, press.X, press.Y);

        // Keys come here from now on; those without a use go back to the host.
        Xcb.SetInputFocus(_connection, 2, _window, press.Time);
        Editor.PointerDown(press.X, press.Y, button, modifiers, isDouble ? 2 : 1);
    }

    private void OnKeyPress(ref Xcb.Event press)
    {
        (EditorKey key, char character) = _keyboard.Read(press.Detail, press.State);
        if (Editor.KeyDown(key, character, X11Keyboard.ModifiersOf(press.State)))
            return;
        Xcb.Event passed = press;
        passed.EventWindow = _parent;
        Xcb.SendEvent(_connection, 1, _parent, Xcb.MaskKeyPress, &passed);
    }

    private void OnMessage(int type, in Xcb.Event message)
    {
        X11DropStep step = type == Xcb.ClientMessage ? _drop.OnMessage(message) : _drop.OnSelection(message);
        switch (step)
        {
            case X11DropStep.Entered:
                Editor.DragEnter();
                break;
            case X11DropStep.Left:
                Editor.DragLeave();
                break;
            case X11DropStep.Dropped:
                _drop.Finish(Editor.Drop(_drop.Paths));
                break;
        }
    }

    private static PointerButton? ButtonOf(byte detail) => detail switch
    {
        1 => PointerButton.Primary,
        3 => PointerButton.Secondary,
        _ => null,
    };

    private uint CursorOf(PointerShape shape)
    {
        if (shape == PointerShape.Arrow)
            return 0;
        if (_cursors[(int)shape] == 0)
        {
            // Places in the server's own font of pointers.
            ushort glyph = shape switch
            {
                PointerShape.Hand => 60,
                PointerShape.Horizontal => 108,
                PointerShape.Vertical => 116,
                PointerShape.Text => 152,
                _ => 34,
            };
            uint font = Xcb.GenerateId(_connection);
            fixed (byte* name = "cursor"u8)
                Xcb.OpenFont(_connection, font, 6, name);
            _cursors[(int)shape] = Xcb.GenerateId(_connection);
            Xcb.CreateGlyphCursor(_connection, _cursors[(int)shape], font, font, glyph, (ushort)(glyph + 1), 0, 0, 0, 0xFFFF, 0xFFFF, 0xFFFF);
            Xcb.CloseFont(_connection, font);
        }

        return _cursors[(int)shape];
    }
}
