using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using RealtimeEmotion.Effect.Editor.Windows;
using RealtimeEmotion.Effect.Editor.Windows.X11;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>A private X server with a connection to it and a window that plays the host's.</summary>
internal sealed unsafe class XServer : IDisposable
{
    private readonly Process _server;

    public XServer()
    {
        Xunit.Assert.SkipUnless(OperatingSystem.IsLinux(), "X11 is for Linux.");
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "Xvfb")).FirstOrDefault(File.Exists);
        Xunit.Assert.SkipWhen(program == null, "Xvfb is not here (package xvfb).");
        _server = Process.Start(new ProcessStartInfo(program!, ["-displayfd", "1", "-screen", "0", "2400x1500x24", "-nolisten", "tcp"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string? number = _server.StandardOutput.ReadLine();
        Xunit.Assert.False(string.IsNullOrEmpty(number), "Xvfb did not start.");
        SetEnvironment("DISPLAY", $":{number}");
        Connection = Xcb.Connect(null, null);
        Xunit.Assert.Equal(0, Xcb.ConnectionHasError(Connection));
        Root = Xcb.SetupRootsIterator(Xcb.GetSetup(Connection)).Data->Root;
        Parent = CreateWindow(EditorEvents);
    }

    public const uint EditorEvents = Xcb.MaskKeyPress | Xcb.MaskExposure;

    public nint Connection { get; }

    public uint Root { get; }

    /// <summary>What the editor is opened in.</summary>
    public uint Parent { get; }

    public void Dispose()
    {
        Xcb.Disconnect(Connection);
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
    }

    public uint CreateWindow(uint events, int width = 2000, int height = 1300)
    {
        uint window = Xcb.GenerateId(Connection);
        uint* values = stackalloc uint[1];
        values[0] = events;
        Xcb.CreateWindow(Connection, Xcb.CopyFromParent, window, Root, 0, 0, (ushort)width, (ushort)height, 0, 1, Xcb.CopyFromParent, 1 << 11, values);
        Xcb.MapWindow(Connection, window);
        Sync();
        return window;
    }

    /// <summary>The windows inside a window.</summary>
    public uint[] ChildrenOf(uint window)
    {
        nint reply = QueryTreeReply(Connection, QueryTree(Connection, window), 0);
        if (reply == 0)
            return [];
        uint[] children = new ReadOnlySpan<uint>(QueryTreeChildren(reply), QueryTreeChildrenLength(reply)).ToArray();
        Xcb.Free((void*)reply);
        return children;
    }

    /// <summary>Waits until the server has done everything.</summary>
    public void Sync() => Xcb.Free(Xcb.GetGeometryReply(Connection, Xcb.GetGeometry(Connection, Root), 0));

    public (int Width, int Height)? SizeOf(uint window)
    {
        Xcb.GeometryReply* reply = Xcb.GetGeometryReply(Connection, Xcb.GetGeometry(Connection, window), 0);
        if (reply == null)
            return null;
        (int, int) size = (reply->Width, reply->Height);
        Xcb.Free(reply);
        return size;
    }

    public SKBitmap PictureOf(uint window, int width, int height)
    {
        nint reply = Xcb.GetImageReply(Connection, Xcb.GetImage(Connection, 2, window, 0, 0, (ushort)width, (ushort)height, uint.MaxValue), 0);
        Xunit.Assert.NotEqual(0, reply);
        var picture = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        var data = new ReadOnlySpan<byte>(Xcb.GetImageData(reply), width * height * 4);
        Span<byte> pixels = new((void*)picture.GetPixels(), width * height * 4);
        data.CopyTo(pixels);

        // The fourth byte of a pixel of 24 bits is anybody's.
        for (int k = 3; k < pixels.Length; k += 4)
            pixels[k] = 255;
        Xcb.Free((void*)reply);
        return picture;
    }

    public void Send(uint window, byte type, byte detail, int x, int y, ushort state = 0, uint time = 1)
    {
        Xcb.Event input = default;
        input.Type = type;
        input.Detail = detail;
        input.Time = time;
        input.Root = Root;
        input.EventWindow = window;
        input.X = (short)x;
        input.Y = (short)y;
        input.State = state;
        Xcb.SendEvent(Connection, 0, window, 0, &input);
        Sync();
    }

    public void SendMessage(uint window, string type, params ReadOnlySpan<uint> data)
    {
        Xcb.Event message = default;
        message.Type = Xcb.ClientMessage;
        message.Detail = 32;
        message.Window = window;
        message.MessageType = Atom(type);
        for (int k = 0; k < data.Length; k++)
            message.Data[k] = data[k];
        Xcb.SendEvent(Connection, 0, window, 0, &message);
        Sync();
    }

    public uint Atom(string name)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        fixed (byte* text = bytes)
        {
            Xcb.AtomReply* reply = Xcb.InternAtomReply(Connection, Xcb.InternAtom(Connection, 0, (ushort)bytes.Length, text), 0);
            uint atom = reply->Atom;
            Xcb.Free(reply);
            return atom;
        }
    }

    public void SetProperty(uint window, string property, string type, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* data = bytes)
            Xcb.ChangeProperty(Connection, 0, window, Atom(property), Atom(type), 8, (uint)bytes.Length, data);
        Sync();
    }

    /// <summary>The next event of a kind; null if none comes. What another connection sends takes its time.</summary>
    public Xcb.Event? Next(byte type, int milliseconds = 1000)
    {
        for (long end = Environment.TickCount64 + milliseconds; ; Thread.Sleep(5))
        {
            Sync();
            Xcb.Event* next;
            while ((next = Xcb.PollForEvent(Connection)) != null)
            {
                Xcb.Event found = *next;
                Xcb.Free(next);
                if ((found.Type & 0x7F) == type)
                    return found;
            }

            if (Environment.TickCount64 >= end)
                return null;
        }
    }

    [DllImport("libxcb.so.1", EntryPoint = "xcb_query_tree")]
    private static extern uint QueryTree(nint connection, uint window);

    [DllImport("libxcb.so.1", EntryPoint = "xcb_query_tree_reply")]
    private static extern nint QueryTreeReply(nint connection, uint cookie, nint error);

    [DllImport("libxcb.so.1", EntryPoint = "xcb_query_tree_children")]
    private static extern uint* QueryTreeChildren(nint reply);

    [DllImport("libxcb.so.1", EntryPoint = "xcb_query_tree_children_length")]
    private static extern int QueryTreeChildrenLength(nint reply);

    // What .NET sets is not what a library of C reads.
    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnv(byte* name, byte* value, int overwrite);

    private static void SetEnvironment(string name, string value)
    {
        fixed (byte* nameText = Encoding.UTF8.GetBytes(name + '\0'))
        {
            fixed (byte* valueText = Encoding.UTF8.GetBytes(value + '\0'))
                _ = SetEnv(nameText, valueText, 1);
        }
    }

    /// <summary>A host's loop, turned by hand.</summary>
    internal sealed class Loop : IHostLoop
    {
        private readonly List<Action> _timers = [];
        private readonly List<Action> _watches = [];

        public int Count => _timers.Count + _watches.Count;

        public bool Refuses { get; set; }

        public IDisposable? AddTimer(TimeSpan period, Action onTimer) => Refuses ? null : new Registration(_timers, onTimer);

        public IDisposable? AddFileDescriptor(int fileDescriptor, Action onReadable) => new Registration(_watches, onReadable);

        public void Turn()
        {
            foreach (Action action in _watches.Concat(_timers).ToArray())
                action();
        }

        private sealed class Registration : IDisposable
        {
            private readonly List<Action> _list;
            private readonly Action _action;

            public Registration(List<Action> list, Action action)
            {
                _list = list;
                _action = action;
                list.Add(action);
            }

            public void Dispose() => _list.Remove(_action);
        }
    }
}
