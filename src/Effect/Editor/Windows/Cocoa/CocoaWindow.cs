using System.Runtime.InteropServices;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Windows.Cocoa;

/// <summary>
/// A view on macOS: a class made at run time over NSView, a timer of the main loop for frames, Core Graphics for the parts
/// that changed. Written by the documentation and compiled; not run yet.
/// </summary>
internal sealed unsafe class CocoaWindow : EditorWindow
{
    private const string Variable = "editor";
    private const string FileNames = "NSFilenamesPboardType";

    private static readonly Lazy<nint> ViewClass = new(MakeClass);

    private readonly nint _view;
    private readonly nint _timer;
    private readonly GCHandle _self;

    internal CocoaWindow(EffectEditor editor, nint parent, int width, int height, float scale)
        : base(editor, width, height, scale, DensityOf(parent))
    {
        _self = GCHandle.Alloc(this);
        nint self = GCHandle.ToIntPtr(_self);
        _view = ObjectiveC.Send(ObjectiveC.Send(ViewClass.Value, "alloc"), "initWithFrame:", new ObjectiveC.Rect(0, 0, width, height));
        ObjectiveC.SetVariable(_view, Variable, self);
        ObjectiveC.Send(parent, "addSubview:", _view);
        ObjectiveC.Send(_view, "registerForDraggedTypes:", ObjectiveC.Send(ObjectiveC.Class("NSArray"), "arrayWithObject:", ObjectiveC.Text(FileNames)));

        // Moves and exits, whether the window is the key one or not, in the part that can be seen.
        const nint MovedEnteredAlwaysInVisible = 0x01 | 0x02 | 0x80 | 0x200;
        nint tracking = ObjectiveC.Send(
            ObjectiveC.Send(ObjectiveC.Class("NSTrackingArea"), "alloc"), "initWithRect:options:owner:userInfo:", default, MovedEnteredAlwaysInVisible, _view, 0);
        ObjectiveC.Send(_view, "addTrackingArea:", tracking);
        ObjectiveC.Send(tracking, "release");

        ObjectiveC.TimerContext context = new() { Info = self };
        _timer = ObjectiveC.CreateTimer(0, ObjectiveC.Now(), FramePeriod.TotalSeconds, 0, 0, &OnTimer, &context);
        ObjectiveC.AddTimer(ObjectiveC.MainLoop(), _timer, ObjectiveC.CommonModes);
        Frame();
    }

    protected override void Dispose(bool disposing)
    {
        Editor.PointerCancel();
        ObjectiveC.InvalidateTimer(_timer);
        ObjectiveC.Release(_timer);
        ObjectiveC.SetVariable(_view, Variable, 0);
        ObjectiveC.Send(_view, "removeFromSuperview");
        ObjectiveC.Send(_view, "release");
        _self.Free();
    }

    protected override void OnResized() => ObjectiveC.Send(_view, "setFrameSize:", new ObjectiveC.Size(Width / Density, Height / Density));

    protected override void Present(SKRectI area) => ObjectiveC.Send(
        _view, "setNeedsDisplayInRect:", new ObjectiveC.Rect(area.Left / Density, area.Top / Density, area.Width / Density, area.Height / Density));

    protected override void SetPointer(PointerShape shape) => ObjectiveC.Send(
        ObjectiveC.Send(
            ObjectiveC.Class("NSCursor"),
            shape switch
            {
                PointerShape.Hand => "pointingHandCursor",
                PointerShape.Horizontal => "resizeLeftRightCursor",
                PointerShape.Vertical => "resizeUpDownCursor",
                PointerShape.Text => "IBeamCursor",
                PointerShape.Cross => "crosshairCursor",
                _ => "arrowCursor",
            }),
        "set");

    private static float DensityOf(nint parent)
    {
        nint window = ObjectiveC.Send(parent, "window");
        double density = window == 0 ? 1 : ObjectiveC.SendForDouble(window, "backingScaleFactor");
        return density is >= 1 and <= 8 ? (float)density : 1;
    }

    private static nint MakeClass()
    {
        // Another copy of the plugin in the same process has a class of its own.
        delegate* unmanaged<nint, nint, byte> yes = &Yes;
        nint view = ObjectiveC.AllocateClass(ObjectiveC.Class("NSView"), $"RealtimeEmotionEditorView{(nint)yes:x}", 0);
        ObjectiveC.AddVariable(view, Variable, sizeof(nint), 3, "^v");
        Add(view, "isFlipped", yes, "c@:");
        Add(view, "isOpaque", yes, "c@:");
        Add(view, "acceptsFirstResponder", yes, "c@:");
        ObjectiveC.AddMethod(view, ObjectiveC.Selector("acceptsFirstMouse:"), (delegate* unmanaged<nint, nint, nint, byte>)&YesTo, "c@:@");
        ObjectiveC.AddMethod(view, ObjectiveC.Selector("drawRect:"), (delegate* unmanaged<nint, nint, ObjectiveC.Rect, void>)&DrawRect, "v@:{CGRect={CGPoint=dd}{CGSize=dd}}");
        foreach (string selector in (ReadOnlySpan<string>)["mouseDown:", "rightMouseDown:"])
            AddEvent(view, selector, &MouseDown);
        foreach (string selector in (ReadOnlySpan<string>)["mouseUp:", "rightMouseUp:"])
            AddEvent(view, selector, &MouseUp);
        foreach (string selector in (ReadOnlySpan<string>)["mouseMoved:", "mouseDragged:", "rightMouseDragged:"])
            AddEvent(view, selector, &MouseMoved);
        AddEvent(view, "mouseExited:", &MouseExited);
        AddEvent(view, "scrollWheel:", &ScrollWheel);
        AddEvent(view, "keyDown:", &KeyDown);
        ObjectiveC.AddMethod(view, ObjectiveC.Selector("draggingEntered:"), (delegate* unmanaged<nint, nint, nint, nuint>)&DraggingEntered, "Q@:@");
        AddEvent(view, "draggingExited:", &DraggingExited);
        ObjectiveC.AddMethod(view, ObjectiveC.Selector("performDragOperation:"), (delegate* unmanaged<nint, nint, nint, byte>)&PerformDrag, "c@:@");
        ObjectiveC.RegisterClass(view);
        return view;
    }

    private static void Add(nint view, string selector, delegate* unmanaged<nint, nint, byte> function, string types)
        => ObjectiveC.AddMethod(view, ObjectiveC.Selector(selector), function, types);

    private static void AddEvent(nint view, string selector, delegate* unmanaged<nint, nint, nint, void> function)
        => ObjectiveC.AddMethod(view, ObjectiveC.Selector(selector), function, "v@:@");

    private static CocoaWindow? Of(nint view)
    {
        nint self = 0;
        ObjectiveC.GetVariable(view, Variable, &self);
        return self == 0 ? null : GCHandle.FromIntPtr(self).Target as CocoaWindow;
    }

    /// <summary>Runs something for a view; nothing may pass into Objective-C.</summary>
    private static void With(nint view, nint argument, Action<CocoaWindow, nint> action)
    {
        try
        {
            if (Of(view) is { } window)
                action(window, argument);
        }
        catch (Exception)
        {
            // What is drawn next shows the editor as it is.
        }
    }

    [UnmanagedCallersOnly]
    private static byte Yes(nint view, nint selector) => 1;

    [UnmanagedCallersOnly]
    private static byte YesTo(nint view, nint selector, nint what) => 1;

    [UnmanagedCallersOnly]
    private static void OnTimer(nint timer, nint self)
    {
        try
        {
            (GCHandle.FromIntPtr(self).Target as CocoaWindow)?.Frame();
        }
        catch (Exception)
        {
            // The next frame tries again.
        }
    }

    [UnmanagedCallersOnly]
    private static void DrawRect(nint view, nint selector, ObjectiveC.Rect dirty) => With(view, 0, static (window, _) => window.DrawAll());

    [UnmanagedCallersOnly]
    private static void MouseDown(nint view, nint selector, nint anEvent) => With(view, anEvent, static (window, input) =>
    {
        ObjectiveC.Send(ObjectiveC.Send(window._view, "window"), "makeFirstResponder:", window._view);
        (float x, float y) = window.PlaceOf(input);
        int clicks = (int)ObjectiveC.Send(input, "clickCount");
        window.Editor.PointerDown(x, y, ButtonOf(input), ModifiersOf(input), clicks % 2 == 0 && clicks > 0 ? 2 : 1);
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static void MouseUp(nint view, nint selector, nint anEvent) => With(view, anEvent, static (window, input) =>
    {
        (float x, float y) = window.PlaceOf(input);
        window.Editor.PointerUp(x, y, ButtonOf(input), ModifiersOf(input));
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static void MouseMoved(nint view, nint selector, nint anEvent) => With(view, anEvent, static (window, input) =>
    {
        (float x, float y) = window.PlaceOf(input);
        window.Editor.PointerMove(x, y, ModifiersOf(input));
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static void MouseExited(nint view, nint selector, nint anEvent) => With(view, anEvent, static (window, _) =>
    {
        window.Editor.PointerLeave();
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static void ScrollWheel(nint view, nint selector, nint anEvent) => With(view, anEvent, static (window, input) =>
    {
        (float x, float y) = window.PlaceOf(input);
        float perNotch = (byte)ObjectiveC.Send(input, "hasPreciseScrollingDeltas") != 0 ? 16 : 1;
        float up = (float)ObjectiveC.SendForDouble(input, "scrollingDeltaY") / perNotch;
        float right = (float)ObjectiveC.SendForDouble(input, "scrollingDeltaX") / perNotch;
        if (up != 0)
            window.Editor.Wheel(x, y, up, isHorizontal: false, ModifiersOf(input));
        if (right != 0)
            window.Editor.Wheel(x, y, right, isHorizontal: true, ModifiersOf(input));
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static void KeyDown(nint view, nint selector, nint anEvent) => With(view, anEvent, static (window, input) =>
    {
        string characters = ObjectiveC.Text(ObjectiveC.Send(input, "characters"));
        char character = characters.Length == 1 ? characters[0] : '\0';
        EditorKey key = KeyOf((ushort)ObjectiveC.Send(input, "keyCode"));
        if (!window.Editor.KeyDown(key, key == EditorKey.None && character >= ' ' ? character : '\0', ModifiersOf(input)))
            ObjectiveC.Send(ObjectiveC.Send(window._view, "nextResponder"), "keyDown:", input);
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static nuint DraggingEntered(nint view, nint selector, nint drag)
    {
        const nuint Copy = 1;
        With(view, drag, static (window, _) =>
        {
            window.Editor.DragEnter();
            window.AfterInput();
        });
        return Copy;
    }

    [UnmanagedCallersOnly]
    private static void DraggingExited(nint view, nint selector, nint drag) => With(view, drag, static (window, _) =>
    {
        window.Editor.DragLeave();
        window.AfterInput();
    });

    [UnmanagedCallersOnly]
    private static byte PerformDrag(nint view, nint selector, nint drag)
    {
        With(view, drag, static (window, info) =>
        {
            nint names = ObjectiveC.Send(ObjectiveC.Send(info, "draggingPasteboard"), "propertyListForType:", ObjectiveC.Text(FileNames));
            int count = names == 0 ? 0 : (int)ObjectiveC.Send(names, "count");
            string[] paths = new string[count];
            for (int k = 0; k < count; k++)
                paths[k] = ObjectiveC.Text(ObjectiveC.Send(names, "objectAtIndex:", k));
            window.Editor.Drop(paths);
            window.AfterInput();
        });
        return 1;
    }

    private static PointerButton ButtonOf(nint anEvent) => ObjectiveC.Send(anEvent, "buttonNumber") == 1 ? PointerButton.Secondary : PointerButton.Primary;

    private static EditorModifiers ModifiersOf(nint anEvent)
    {
        nint flags = ObjectiveC.Send(anEvent, "modifierFlags");
        return ((flags & (1 << 17)) != 0 ? EditorModifiers.Shift : 0) | ((flags & (1 << 20)) != 0 ? EditorModifiers.Control : 0) | ((flags & (1 << 19)) != 0 ? EditorModifiers.Alt : 0);
    }

    private static EditorKey KeyOf(ushort code) => code switch
    {
        48 => EditorKey.Tab,
        36 or 76 => EditorKey.Enter,
        53 => EditorKey.Escape,
        51 => EditorKey.Backspace,
        117 => EditorKey.Delete,
        123 => EditorKey.Left,
        124 => EditorKey.Right,
        125 => EditorKey.Down,
        126 => EditorKey.Up,
        115 => EditorKey.Home,
        119 => EditorKey.End,
        116 => EditorKey.PageUp,
        121 => EditorKey.PageDown,
        _ => EditorKey.None,
    };

    private (float X, float Y) PlaceOf(nint anEvent)
    {
        ObjectiveC.Place place = ObjectiveC.SendForPlace(_view, "convertPoint:fromView:", ObjectiveC.SendForPlace(anEvent, "locationInWindow"), 0);
        return ((float)place.X * Density, (float)place.Y * Density);
    }

    private void DrawAll()
    {
        // Blue first, no alpha.
        const uint SkipFirstLittleEndian = 6 | (2 << 12);
        nint context = ObjectiveC.Send(ObjectiveC.Send(ObjectiveC.Class("NSGraphicsContext"), "currentContext"), "CGContext");
        nint colors = ObjectiveC.CreateDeviceColors();
        nint bitmap = ObjectiveC.CreateBitmap(Buffer.Pixels, (nuint)Width, (nuint)Height, 8, (nuint)Buffer.Stride, colors, SkipFirstLittleEndian);
        nint image = ObjectiveC.CreateImage(bitmap);

        // The view's origin is its upper left corner, that of images their lower left one.
        ObjectiveC.SaveState(context);
        ObjectiveC.Translate(context, 0, Height / Density);
        ObjectiveC.Scale(context, 1, -1);
        ObjectiveC.DrawImage(context, new ObjectiveC.Rect(0, 0, Width / Density, Height / Density), image);
        ObjectiveC.RestoreState(context);
        ObjectiveC.ReleaseImage(image);
        ObjectiveC.ReleaseContext(bitmap);
        ObjectiveC.ReleaseColors(colors);
    }
}
