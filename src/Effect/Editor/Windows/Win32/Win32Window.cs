using System.Runtime.InteropServices;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Windows.Win32;

/// <summary>
/// A child window on Windows: a timer for frames, GDI for the parts that changed, dropped files by WM_DROPFILES.
/// Written by the documentation and compiled; not run yet.
/// </summary>
internal sealed unsafe class Win32Window : EditorWindow
{
    private const int WheelNotch = 120;
    private const int VirtualShift = 0x10;
    private const int VirtualControl = 0x11;
    private const int VirtualAlt = 0x12;

    private static readonly Lazy<(nint Atom, nint Module)> Class = new(RegisterClass);

    private readonly nint _window;
    private readonly GCHandle _self;
    private PointerShape _pointer;
    private bool _isTracking;

    internal Win32Window(EffectEditor editor, nint parent, int width, int height, float scale)
        : base(editor, width, height, scale)
    {
        (nint atom, nint module) = Class.Value;
        _self = GCHandle.Alloc(this);
        _window = User32.CreateWindow(
            0, atom, null, User32.Child | User32.Visible | User32.ClipSiblings | User32.ClipChildren, 0, 0, width, height, parent, 0, module, 0);
        if (_window == 0)
        {
            _self.Free();
            Buffer.Dispose();
            throw new InvalidOperationException($"Windows refuses a window (error {Marshal.GetLastPInvokeError()}).");
        }

        User32.SetWindowLong(_window, User32.UserData, GCHandle.ToIntPtr(_self));
        User32.DragAcceptFiles(_window, 1);
        User32.SetTimer(_window, 1, (uint)FramePeriod.TotalMilliseconds, 0);
        Frame();
    }

    /// <summary>The system's scale, as Windows tells this process.</summary>
    internal static float ReadSystemScale()
    {
        const uint DotsPerInchAtOne = 96;
        return Math.Max(DotsPerInchAtOne, User32.GetDpiForSystem()) / (float)DotsPerInchAtOne;
    }

    protected override void Dispose(bool disposing)
    {
        Editor.PointerCancel();
        User32.KillTimer(_window, 1);
        User32.SetWindowLong(_window, User32.UserData, 0);
        User32.DestroyWindow(_window);
        _self.Free();
    }

    protected override void OnResized()
    {
        const uint NoMoveNoOrder = 0x0002 | 0x0004 | 0x0010;
        User32.SetWindowPosition(_window, 0, 0, 0, Width, Height, NoMoveNoOrder);
    }

    protected override void Present(SKRectI area)
    {
        nint context = User32.GetDeviceContext(_window);
        Put(context, area);
        User32.ReleaseDeviceContext(_window, context);
    }

    protected override void SetPointer(PointerShape shape)
    {
        _pointer = shape;
        User32.SetCursor(User32.LoadCursor(0, CursorOf(shape)));
    }

    private static (nint Atom, nint Module) RegisterClass()
    {
        // The class belongs to the module that our code is in, which is not the host's program.
        const uint UnchangedCount = 0x2;
        const uint FromAddressUnchangedCount = 0x4 | UnchangedCount;
        const uint DoubleClicks = 0x0008;
        nint module = 0;
        delegate* unmanaged<nint, uint, nint, nint, nint> procedure = &Procedure;
        User32.GetModuleHandleEx(FromAddressUnchangedCount, procedure, &module);

        // Code that was compiled at run time lies in no module: then the class is the program's.
        if (module == 0)
            User32.GetModuleHandleEx(UnchangedCount, null, &module);
        fixed (char* name = $"RealtimeEmotion.Editor.{(nint)procedure:x}")
        {
            User32.WindowClass description = default;
            description.Size = (uint)sizeof(User32.WindowClass);
            description.Style = DoubleClicks;
            description.Procedure = procedure;
            description.Module = module;
            description.Name = name;
            ushort atom = User32.RegisterClass(&description);
            return atom != 0 ? (atom, module) : throw new InvalidOperationException($"Windows refuses a window class (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    [UnmanagedCallersOnly]
    private static nint Procedure(nint window, uint message, nint first, nint second)
    {
        try
        {
            nint data = User32.GetWindowLong(window, User32.UserData);
            if (data != 0 && GCHandle.FromIntPtr(data).Target is Win32Window self && self.Handle(message, first, second) is { } result)
                return result;
        }
        catch (Exception)
        {
            // Nothing may pass into Windows; what is drawn next shows the editor as it is.
        }

        return User32.DefaultProcedure(window, message, first, second);
    }

    private static EditorModifiers Modifiers =>
        (IsHeld(VirtualShift) ? EditorModifiers.Shift : 0) | (IsHeld(VirtualControl) ? EditorModifiers.Control : 0) | (IsHeld(VirtualAlt) ? EditorModifiers.Alt : 0);

    private static bool IsHeld(int key) => (User32.GetKeyState(key) & 0x8000) != 0;

    private static int Low(nint value) => (short)(value & 0xFFFF);

    private static int High(nint value) => (short)((value >> 16) & 0xFFFF);

    private static nint CursorOf(PointerShape shape) => shape switch
    {
        PointerShape.Hand => 32649,
        PointerShape.Horizontal => 32644,
        PointerShape.Vertical => 32645,
        PointerShape.Text => 32513,
        PointerShape.Cross => 32515,
        _ => 32512,
    };

    private static EditorKey KeyOf(nint key) => key switch
    {
        0x08 => EditorKey.Backspace,
        0x09 => EditorKey.Tab,
        0x0D => EditorKey.Enter,
        0x1B => EditorKey.Escape,
        0x21 => EditorKey.PageUp,
        0x22 => EditorKey.PageDown,
        0x23 => EditorKey.End,
        0x24 => EditorKey.Home,
        0x25 => EditorKey.Left,
        0x26 => EditorKey.Up,
        0x27 => EditorKey.Right,
        0x28 => EditorKey.Down,
        0x2E => EditorKey.Delete,
        _ => EditorKey.None,
    };

    /// <summary>Serves a message; null leaves it to Windows.</summary>
    private nint? Handle(uint message, nint first, nint second)
    {
        switch (message)
        {
            case User32.Timer:
                Frame();
                return 0;
            case User32.EraseBackground:
                return 1;
            case User32.WmPaint:
                User32.PaintArea paint = default;
                nint context = User32.BeginPaint(_window, &paint);
                Put(context, new SKRectI(paint.Left, paint.Top, paint.Right, paint.Bottom));
                User32.EndPaint(_window, &paint);
                return 0;
            case User32.SetCursorMessage when Low(second) == 1:
                User32.SetCursor(User32.LoadCursor(0, CursorOf(_pointer)));
                return 1;
            case User32.GetDialogCode:
                const int WantArrowsTabAndCharacters = 0x1 | 0x2 | 0x80;
                return WantArrowsTabAndCharacters;
            case User32.MouseMove:
                TrackLeave();
                Editor.PointerMove(Low(second), High(second), Modifiers);
                AfterInput();
                return 0;
            case User32.MouseLeave:
                _isTracking = false;
                Editor.PointerLeave();
                AfterInput();
                return 0;
            case User32.LeftDown or User32.LeftDouble or User32.RightDown:
                User32.SetFocus(_window);
                User32.SetCapture(_window);
                PointerButton pressed = message == User32.RightDown ? PointerButton.Secondary : PointerButton.Primary;
                Editor.PointerDown(Low(second), High(second), pressed, Modifiers, message == User32.LeftDouble ? 2 : 1);
                AfterInput();
                return 0;
            case User32.LeftUp or User32.RightUp:
                Editor.PointerUp(Low(second), High(second), message == User32.RightUp ? PointerButton.Secondary : PointerButton.Primary, Modifiers);
                User32.ReleaseCapture();
                AfterInput();
                return 0;
            case User32.CaptureChanged:
                // Also follows our own release; then there is nothing in hand any more.
                Editor.PointerCancel();
                AfterInput();
                return 0;
            case User32.MouseWheel or User32.MouseWheelSideways:
                User32.Place place = new() { X = Low(second), Y = High(second) };
                User32.ScreenToClient(_window, &place);
                bool used = Editor.Wheel(place.X, place.Y, (float)High(first) / WheelNotch, message == User32.MouseWheelSideways, Modifiers);
                AfterInput();
                return used ? 0 : null;
            case User32.KeyDown when KeyOf(first) is var key && key != EditorKey.None:
                return Use(Editor.KeyDown(key, '\0', Modifiers), message, first, second);
            case User32.Char when first >= ' ' && first != 0x7F:
                return Use(Editor.KeyDown(EditorKey.None, (char)first, Modifiers), message, first, second);
            case User32.DropFiles:
                OnDrop(first);
                return 0;
            default:
                return null;
        }
    }

    /// <summary>What the editor has no use for goes to the host.</summary>
    private nint Use(bool isUsed, uint message, nint first, nint second)
    {
        if (!isUsed)
            User32.PostMessage(User32.GetParent(_window), message, first, second);
        AfterInput();
        return 0;
    }

    private void OnDrop(nint drop)
    {
        const uint Count = 0xFFFFFFFF;
        uint count = User32.DragQueryFile(drop, Count, null, 0);
        string[] paths = new string[count];
        for (uint k = 0; k < count; k++)
        {
            uint length = User32.DragQueryFile(drop, k, null, 0) + 1;
            char[] name = new char[length];
            fixed (char* room = name)
                _ = User32.DragQueryFile(drop, k, room, length);
            paths[k] = new string(name, 0, (int)length - 1);
        }

        User32.DragFinish(drop);
        Editor.Drop(paths);
        AfterInput();
    }

    private void TrackLeave()
    {
        if (_isTracking)
            return;
        const uint Leave = 2;
        User32.TrackRequest request = new() { Size = (uint)sizeof(User32.TrackRequest), Flags = Leave, Window = _window };
        _isTracking = User32.TrackMouse(&request) != 0;
    }

    private void Put(nint context, SKRectI area)
    {
        area = SKRectI.Intersect(area, new SKRectI(0, 0, Width, Height));
        if (area.IsEmpty)
            return;

        // Only the rows of the area are handed over, so that its first row is the picture's.
        User32.BitmapHeader header = new()
        {
            Size = (uint)sizeof(User32.BitmapHeader),
            Width = Width,
            Height = -area.Height,
            Planes = 1,
            Bits = 32,
        };
        byte* rows = Buffer.Pixels + ((long)area.Top * Buffer.Stride);
        User32.SetPixels(context, area.Left, area.Top, (uint)area.Width, (uint)area.Height, area.Left, 0, 0, (uint)area.Height, rows, &header, 0);
    }
}
