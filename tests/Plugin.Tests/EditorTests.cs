using RealtimeEmotion.Editor.Tests;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor.Windows.X11;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3;
using SkiaSharp;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>The editor in the published bundle, as hosts on X11 open it.</summary>
public sealed class EditorTests(PublishedPlugin published) : PluginTestBase(published)
{
    internal const int Width = 1000;
    internal const int Height = 640;

    [Fact]
    public void It_opens_is_drawn_and_closes_again_and_again()
    {
        using XServer server = new();
        using HostedPlugin plugin = Make();
        HostRunLoop loop = new();
        for (int k = 0; k < 20; k++)
        {
            using HostedView view = plugin.CreateView(loop)!;
            Assert.Equal(new ViewRect(Width, Height), view.Size);
            Assert.True(view.CanResize);
            view.SetFrame();
            Assert.Equal(0, loop.TimerCount + loop.DescriptorCount);
            view.Attach((nint)server.Parent);
            Assert.Equal((1, 1), (loop.TimerCount, loop.DescriptorCount));
            uint window = Assert.Single(server.ChildrenOf(server.Parent));
            Assert.Equal((Width, Height), server.SizeOf(window));
            loop.Run(TimeSpan.FromMilliseconds(40));
            Assert.True(Colors(server, window, Width, Height) > 200);
            view.Remove();
            Assert.Equal(0, loop.TimerCount + loop.DescriptorCount);
            Until(() => server.ChildrenOf(server.Parent).Length == 0);
        }
    }

    [Fact]
    public void Instances_and_editors_come_and_go_without_a_collection()
    {
        using XServer server = new();
        HostRunLoop loop = new();

        // All tests share one allowance of garbage, which may end here: what follows then begins a new one.
        Assert.True(CollectionsOfAnHour() == 0 || CollectionsOfAnHour() == 0, "A collection stops the audio threads of all instances.");

        long CollectionsOfAnHour()
        {
            const int Instances = 8;
            const int Openings = 24;
            long before = Library.ReadDiagnostics().Collections;
            for (int k = 0; k < Instances; k++)
            {
                using HostedPlugin plugin = Make();
                plugin.Start(48000, 512);
                for (int opening = 0; opening < Openings / Instances; opening++)
                {
                    using HostedView view = plugin.CreateView(loop)!;
                    view.SetFrame();
                    view.Attach((nint)server.Parent);
                    loop.Run(TimeSpan.FromMilliseconds(40));
                    view.Remove();
                }

                plugin.Stop();
            }

            return Library.ReadDiagnostics().Collections - before;
        }
    }

    [Fact]
    public void It_shows_what_is_played()
    {
        using XServer server = new();
        using HostedPlugin plugin = Make();
        plugin.Start(48000, 512);
        HostRunLoop loop = new();
        using HostedView view = plugin.CreateView(loop)!;
        view.SetFrame();
        view.Attach((nint)server.Parent);
        uint window = Assert.Single(server.ChildrenOf(server.Parent));
        loop.Run(TimeSpan.FromMilliseconds(60));
        using SKBitmap before = server.PictureOf(window, Width, Height);
        Play(plugin, Noise(96000, 3), mode: ProcessMode.Realtime, largest: 512);
        // Two seconds of a minute are 28 columns of noise. They are drawn when the machine comes to it.
        int changed = 0;
        for (int attempt = 0; attempt < 100 && changed <= 1000; attempt++)
        {
            loop.Run(TimeSpan.FromMilliseconds(100));
            using SKBitmap after = server.PictureOf(window, Width, Height);
            changed = 0;
            for (int y = 290; y < 500; y++)
            {
                for (int x = 700; x < 880; x++)
                    changed += before.GetPixel(x, y) != after.GetPixel(x, y) ? 1 : 0;
            }
        }

        Assert.True(changed > 1000, $"{changed} pixels of the history have changed.");
        view.Remove();
        plugin.Stop();
    }

    [Fact]
    public void A_drag_reaches_the_host_as_one_gesture_and_the_state()
    {
        using XServer server = new();
        using HostHandler handler = new();
        using HostedPlugin plugin = Make();
        plugin.SetHandler(handler);
        HostRunLoop loop = new();
        using HostedView view = plugin.CreateView(loop)!;
        view.SetFrame();
        view.Attach((nint)server.Parent);
        uint window = Assert.Single(server.ChildrenOf(server.Parent));
        (int x, int y) = Find(view, ParameterId.Intensity);
        server.Send(window, Xcb.ButtonPress, 1, x, y);
        loop.Run(TimeSpan.FromMilliseconds(20));
        server.Send(window, Xcb.MotionNotify, 0, x, y - 90);
        loop.Run(TimeSpan.FromMilliseconds(20));
        server.Send(window, Xcb.ButtonRelease, 1, x, y - 90);
        loop.Run(TimeSpan.FromMilliseconds(20));
        uint id = (uint)ParameterId.Intensity;
        Assert.Equal([$"begin {id}", $"perform {id} 0.5", $"end {id}"], handler.Log);
        Assert.Equal(0.5, plugin.GetParameter(id));

        // By the host's own keys: tab to the next control, and up.
        Assert.True(view.KeyDown('\0', 2));
        Assert.True(view.KeyDown('\0', 12));
        Assert.False(view.KeyDown('q'));
        id = (uint)ParameterId.IntensityRange;
        Assert.Equal([$"begin {id}", $"perform {id} 0.26", $"end {id}"], handler.Log.Skip(3));
        view.Remove();
        plugin.SetHandler(null);
    }

    [Fact]
    public void It_follows_the_hosts_size_and_scale()
    {
        using XServer server = new();
        using HostedPlugin plugin = Make();
        HostRunLoop loop = new();
        using HostedView view = plugin.CreateView(loop)!;
        view.SetFrame();
        Assert.True(view.Scale(2));
        Assert.Equal(new ViewRect(2 * Width, 2 * Height), view.Size);
        Assert.Equal(new ViewRect(1520, 960), view.Constrain(new ViewRect(100, 100)));
        Assert.Equal(new ViewRect(1900, 1000), view.Constrain(new ViewRect(1900, 1000)));
        view.Attach((nint)server.Parent);
        uint window = Assert.Single(server.ChildrenOf(server.Parent));
        Assert.Equal((2 * Width, 2 * Height), server.SizeOf(window));
        view.Resize(new ViewRect(1600, 1000));
        Until(() => server.SizeOf(window) == (1600, 1000));
        Assert.True(Colors(server, window, 1600, 1000) > 200);
        Assert.True(view.Scale(1));
        Assert.Equal(1, view.ResizeRequests);
        Until(() => server.SizeOf(window) == (800, 500));
        view.Resize(new ViewRect(Width, Height));
        view.Remove();
        Assert.False(view.Supports("HWND"));
        Assert.True(view.Supports("X11EmbedWindowID"));
    }

    /// <summary>A place in an open editor at which a drag takes hold of a parameter.</summary>
    internal static (int X, int Y) Find(HostedView view, ParameterId id)
    {
        for (int y = 0; y < Height; y += 5)
        {
            for (int x = 0; x < Width; x += 5)
            {
                if (view.FindParameter(x, y) == (uint)id)
                    return (x + 20, y + 40);
            }
        }

        throw new InvalidOperationException($"{id} has no place in the editor.");
    }

    private static int Colors(XServer server, uint window, int width, int height)
    {
        int count = 0;
        Until(() =>
        {
            using SKBitmap picture = server.PictureOf(window, width, height);
            HashSet<SKColor> colors = [.. picture.Pixels];
            count = colors.Count;
            return count > 200;
        });
        return count;
    }

    /// <summary>The window's connection is another than ours: what it asked for comes in its own time.</summary>
    private static void Until(Func<bool> isTrue)
    {
        for (int k = 0; k < 100 && !isTrue(); k++)
            Thread.Sleep(20);
        Assert.True(isTrue());
    }
}
