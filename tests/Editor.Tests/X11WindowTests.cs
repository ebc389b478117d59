using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Windows;
using RealtimeEmotion.Effect.Editor.Windows.X11;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>The window on a real X server, by real messages.</summary>
public sealed unsafe class X11WindowTests : IDisposable
{
    private readonly XServer _server = new();
    private readonly XServer.Loop _loop = new();
    private readonly FakeSession _session = new();
    private EffectEditor? _editor;

    public void Dispose()
    {
        _editor?.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(1000, 640, 1)]
    [InlineData(1523, 961, 1.5f)]
    [InlineData(2000, 1280, 2)]
    public void The_screen_shows_the_editors_picture(int width, int height, float scale)
    {
        new Music(_session.Telemetry).Play(40);
        using X11Window window = Open(width, height, scale);
        AssertShows(window);
    }

    [Fact]
    public void What_changes_is_shown_with_the_next_frame()
    {
        using X11Window window = Open();
        _session.SetPlain(ParameterId.Position, 0.3);
        _session.Telemetry.LateEstimates = 7;
        new Music(_session.Telemetry).Play(5);
        _loop.Turn();
        AssertShows(window);
    }

    [Fact]
    public void What_was_covered_is_shown_again()
    {
        using X11Window window = Open();
        uint cover = _server.CreateWindow(0);
        _loop.Turn();
        _session.SetPlain(ParameterId.Position, 0.3);
        _loop.Turn();
        uint* below = stackalloc uint[1];
        below[0] = 1;
        Xcb.ConfigureWindow(_server.Connection, cover, 1 << 6, below);
        _server.Sync();
        _loop.Turn();
        _loop.Turn();
        AssertShows(window);
    }

    [Fact]
    public void A_drag_of_the_mouse_is_one_gesture()
    {
        using X11Window window = Open();
        SKRect knob = _editor!.Parts.FadeKnobs[0].Bounds;
        (int x, int y) = ((int)knob.MidX, (int)knob.MidY);
        _server.Send(window.Id, Xcb.MotionNotify, 0, x, y);
        _server.Send(window.Id, Xcb.ButtonPress, 1, x, y);
        _loop.Turn();
        for (int k = 1; k <= 3; k++)
        {
            _server.Send(window.Id, Xcb.MotionNotify, 0, x, y + (k * 18));
            _loop.Turn();
        }

        _server.Send(window.Id, Xcb.ButtonRelease, 1, x, y + 54);
        _loop.Turn();
        Assert.Equal(["begin Position", "Position 0.9", "Position 0.8", "Position 0.7", "end Position"], _session.Calls);
        AssertShows(window);
    }

    [Fact]
    public void Two_quick_presses_are_a_double_click_and_the_wheel_turns()
    {
        using X11Window window = Open();
        _session.SetPlain(ParameterId.Position, 0.2);
        _loop.Turn();
        SKRect knob = _editor!.Parts.FadeKnobs[0].Bounds;
        (int x, int y) = ((int)knob.MidX, (int)knob.MidY);
        foreach (uint time in (ReadOnlySpan<uint>)[5000, 5200])
        {
            _server.Send(window.Id, Xcb.ButtonPress, 1, x, y, time: time);
            _server.Send(window.Id, Xcb.ButtonRelease, 1, x, y, time: time + 50);
        }

        _loop.Turn();
        Assert.Equal(["begin Position", "Position 1", "end Position"], _session.Calls);
        _session.Calls.Clear();
        _server.Send(window.Id, Xcb.ButtonPress, 5, x, y);
        _loop.Turn();
        Assert.Equal(["begin Position", "Position 0.98", "end Position"], _session.Calls);
    }

    [Fact]
    public void Keys_are_used_or_handed_to_the_host()
    {
        using X11Window window = Open();
        var keyboard = new X11Keyboard(_server.Connection);
        byte tab = CodeOf(keyboard, EditorKey.Tab, '\0');
        byte end = CodeOf(keyboard, EditorKey.End, '\0');
        _server.Send(window.Id, Xcb.KeyPress, tab, 0, 0);
        _server.Send(window.Id, Xcb.KeyPress, end, 0, 0);
        _loop.Turn();
        Assert.Equal(["begin Program", "Program 1", "end Program"], _session.Calls);
        Assert.Null(_server.Next(Xcb.KeyPress, 100));
        byte letter = CodeOf(keyboard, EditorKey.None, 's');
        _server.Send(window.Id, Xcb.KeyPress, letter, 0, 0);
        _loop.Turn();
        Assert.Equal(letter, _server.Next(Xcb.KeyPress)?.Detail);
    }

    [Fact]
    public void A_typed_value_comes_through_the_keyboards_layout()
    {
        using X11Window window = Open();
        var keyboard = new X11Keyboard(_server.Connection);
        SKRect box = _editor!.Parts.FadeKnobs[1].ValueBox;
        _server.Send(window.Id, Xcb.ButtonPress, 1, (int)box.MidX, (int)box.MidY);
        _server.Send(window.Id, Xcb.ButtonRelease, 1, (int)box.MidX, (int)box.MidY);
        foreach (char character in "2.5")
            _server.Send(window.Id, Xcb.KeyPress, CodeOf(keyboard, EditorKey.None, character), 0, 0);
        _server.Send(window.Id, Xcb.KeyPress, CodeOf(keyboard, EditorKey.Enter, '\0'), 0, 0);
        _loop.Turn();
        Assert.Equal(2.5, _session.Plain(ParameterId.FadeInTime), 9);
    }

    [Fact]
    public void The_window_takes_another_size_and_scale()
    {
        using X11Window window = Open();
        window.SetSize(1800, 1100, 2);
        Assert.Equal((1800, 1100), _server.SizeOf(window.Id));
        AssertShows(window);
        window.SetSize(800, 500, 1);
        Assert.Equal((800, 500), _server.SizeOf(window.Id));
        AssertShows(window);
    }

    [Fact]
    public void A_file_dropped_by_another_program_is_loaded()
    {
        using X11Window window = Open();
        // Small: a window that is covered altogether does not draw.
        uint source = _server.CreateWindow(0, 10, 10);
        uint list = _server.Atom("text/uri-list");
        Assert.Equal([5, 0, 0, 0], X11Atoms.ReadProperty(_server.Connection, window.Id, _server.Atom("XdndAware"), Xcb.AtomAtom, delete: false));
        _server.SendMessage(window.Id, "XdndEnter", source, 5u << 24, _server.Atom("text/plain"), list);
        _server.SendMessage(window.Id, "XdndPosition", source, 0, (300 << 16) | 200, 0, _server.Atom("XdndActionCopy"));
        _loop.Turn();
        Assert.Contains("Drop to load the model", Texts());
        Xcb.Event? status = _server.Next(Xcb.ClientMessage);
        Assert.Equal(_server.Atom("XdndStatus"), status!.Value.MessageType);
        Assert.Equal(1u, FirstFlag(status.Value));

        Xcb.SetSelectionOwner(_server.Connection, source, _server.Atom("XdndSelection"), Xcb.CurrentTime);
        _server.SendMessage(window.Id, "XdndDrop", source, 0, 0);
        _loop.Turn();
        Serve("file:///models/My%20own.onnx\r\n");
        _loop.Turn();
        Assert.Equal(["load /models/My own.onnx"], _session.Calls);
        Assert.Contains("My own listens now.", Texts());
        Xcb.Event? finished = _server.Next(Xcb.ClientMessage);
        Assert.Equal(_server.Atom("XdndFinished"), finished!.Value.MessageType);
        Assert.Equal(1u, FirstFlag(finished.Value));
    }

    [Fact]
    public void Kinds_in_a_list_are_found_and_other_things_are_refused()
    {
        using X11Window window = Open();
        // Small: a window that is covered altogether does not draw.
        uint source = _server.CreateWindow(0, 10, 10);
        uint[] kinds = [_server.Atom("a/b"), _server.Atom("c/d"), _server.Atom("e/f"), _server.Atom("text/uri-list")];
        fixed (uint* data = kinds)
            Xcb.ChangeProperty(_server.Connection, 0, source, _server.Atom("XdndTypeList"), Xcb.AtomAtom, 32, 4, data);
        _server.SendMessage(window.Id, "XdndEnter", source, (5u << 24) | 1, kinds[0], kinds[1], kinds[2]);
        _loop.Turn();
        Assert.Contains("Drop to load the model", Texts());
        _server.SendMessage(window.Id, "XdndLeave", source);
        _loop.Turn();
        Assert.DoesNotContain("Drop to load the model", Texts());
        _server.SendMessage(window.Id, "XdndEnter", source, 5u << 24, kinds[0]);
        _server.SendMessage(window.Id, "XdndPosition", source, 0, (300 << 16) | 200, 0, _server.Atom("XdndActionCopy"));
        _loop.Turn();
        Assert.DoesNotContain("Drop to load the model", Texts());
        Assert.Equal(0u, FirstFlag(_server.Next(Xcb.ClientMessage)!.Value));
    }

    [Fact]
    public void Closing_leaves_nothing_behind()
    {
        X11Window window = Open();
        uint id = window.Id;
        SKRect knob = _editor!.Parts.FadeKnobs[0].Bounds;
        _server.Send(id, Xcb.ButtonPress, 1, (int)knob.MidX, (int)knob.MidY);
        _server.Send(id, Xcb.MotionNotify, 0, (int)knob.MidX, (int)knob.MidY + 18);
        _loop.Turn();
        Assert.Equal(2, _loop.Count);
        window.Dispose();
        window.Dispose();
        Assert.Equal(0, _loop.Count);
        Assert.Equal("end Position", _session.Calls[^1]);

        // The server takes notice of a connection's end in its own time.
        for (int k = 0; k < 100 && _server.SizeOf(id) != null; k++)
            Thread.Sleep(20);
        Assert.Null(_server.SizeOf(id));
    }

    [Fact]
    public void What_cannot_be_opened_is_refused_and_leaves_nothing()
    {
        _editor = new EffectEditor(_session);
        Assert.Throws<InvalidOperationException>(() => EditorWindow.Open(_editor, EditorPlatform.X11, 0x1234567, 1000, 640, 1, _loop));
        Assert.Throws<InvalidOperationException>(() => EditorWindow.Open(_editor, EditorPlatform.X11, (nint)_server.Parent, 1000, 640, 1, null));
        _loop.Refuses = true;
        Assert.Throws<InvalidOperationException>(() => EditorWindow.Open(_editor, EditorPlatform.X11, (nint)_server.Parent, 1000, 640, 1, _loop));
        Assert.Equal(0, _loop.Count);
        Assert.Throws<PlatformNotSupportedException>(() => EditorWindow.Open(_editor, EditorPlatform.Win32, 1, 1000, 640, 1, _loop));
    }

    [Fact]
    public void The_desktops_scale_is_the_servers()
    {
        Assert.Equal(1, EditorWindow.DesktopScale(EditorPlatform.X11));
        _server.SetProperty(_server.Root, "RESOURCE_MANAGER", "STRING", "Xft.dpi:\t192\n");
        Assert.Equal(2, EditorWindow.DesktopScale(EditorPlatform.X11));
    }

    private static uint FirstFlag(Xcb.Event message) => message.Data[1] & 1;

    private static byte CodeOf(X11Keyboard keyboard, EditorKey key, char character)
    {
        for (int code = 8; code < 256; code++)
        {
            (EditorKey Key, char Character) read = keyboard.Read((byte)code, 0);
            if (read.Key == key && (key != EditorKey.None || read.Character == character))
                return (byte)code;
        }

        throw new InvalidOperationException($"No key types {key} {character}.");
    }

    private X11Window Open(int width = EffectEditor.DefaultWidth, int height = EffectEditor.DefaultHeight, float scale = 1)
    {
        _editor = new EffectEditor(_session);
        var window = (X11Window)EditorWindow.Open(_editor, EditorPlatform.X11, (nint)_server.Parent, width, height, scale, _loop);
        _loop.Turn();
        return window;
    }

    /// <summary>What the server shows is what the editor draws when asked for everything.</summary>
    private void AssertShows(X11Window window)
    {
        using var surface = SKSurface.Create(new SKImageInfo(window.Width, window.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        _editor!.Invalidate();
        _editor.Draw(surface.Canvas, window.Width, window.Height, window.Scale);
        using SKImage image = surface.Snapshot();
        using var drawn = new SKBitmap(image.Info);
        image.ReadPixels(drawn.Info, drawn.GetPixels());

        // The window's connection is another than ours: its pictures come in their own time.
        int different = int.MaxValue;
        for (int attempt = 0; attempt < 50 && different > 60; attempt++)
        {
            Thread.Sleep(attempt == 0 ? 0 : 20);
            using SKBitmap shown = _server.PictureOf(window.Id, window.Width, window.Height);
            ReadOnlySpan<byte> left = shown.GetPixelSpan();
            ReadOnlySpan<byte> right = drawn.GetPixelSpan();
            different = 0;
            for (int k = 0; k < left.Length; k++)
                different += Math.Abs(left[k] - right[k]) > 12 ? 1 : 0;
        }

        Assert.InRange(different, 0, 60);
    }

    private List<string> Texts()
    {
        List<string> texts = [];
        _editor!.TextDrawn = (text, _) => texts.Add(text);
        _editor.Invalidate();
        _loop.Turn();
        _editor.TextDrawn = null;
        return texts;
    }

    /// <summary>Answers for the program that drags: hands over the text that was asked for.</summary>
    private void Serve(string text)
    {
        Xcb.Event request = _server.Next(Xcb.SelectionRequest) ?? throw new InvalidOperationException("Nobody asked for the file's address.");

        // A request has another layout than the notice: owner, requestor, selection, target, property.
        uint requestor = request.Data[0];
        uint selection = request.Data[1];
        uint target = request.Data[2];
        uint property = request.Data[3];
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        fixed (byte* data = bytes)
            Xcb.ChangeProperty(_server.Connection, 0, requestor, property, target, 8, (uint)bytes.Length, data);
        Xcb.Event notice = default;
        notice.Type = Xcb.SelectionNotify;
        notice.Requestor = requestor;
        notice.Selection = selection;
        notice.Target = target;
        notice.Property = property;
        Xcb.SendEvent(_server.Connection, 0, requestor, 0, &notice);
        _server.Sync();
    }
}
