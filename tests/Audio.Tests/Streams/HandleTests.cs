using System.Diagnostics;
using RealtimeEmotion.Audio.Streams;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

[Collection(RunsAlone.Name)]
public sealed class HandleTests
{
    private const int Connections = 12;

    [Fact]
    public async Task Connections_that_come_and_go_leave_no_handle_no_thread_and_no_child()
    {
        Programs.Require("ffmpeg");
        if (!OperatingSystem.IsLinux())
            Assert.Skip("handles are counted in /proc");
        await Connect(2); // what is made once in a process
        var before = Handles();
        await Connect(Connections);
        // Fewer than one for each connection: what others hold may come and go by one or two.
        await Listening.Eventually(() => Handles() < before + (Connections / 2));
        Assert.Equal(0, Children());
    }

    [Fact]
    public async Task A_day_of_pushed_sound_takes_no_more_memory_than_an_hour()
    {
        // As much as the time of a test allows: what grew by a word for each block would show in three hours of them. Both are measured
        // at their end: how far a queue has grown on the way depends on the machine.
        await HeapAfter(hours: 1); // what is made once in a process
        var anHour = await HeapAfter(hours: 1);
        var day = await HeapAfter(hours: 4);
        Assert.True(day - anHour < 100_000, $"{day - anHour} bytes more");
    }

    private static async Task<long> HeapAfter(int hours)
    {
        using var listener = new StreamListener(StreamAddress.ForPushed("long"), new PushedRepeat(TestSignal.Noise(1600), hours * 36000), Listening.Model, Listening.Options with { Analysis = new() { HopSeconds = 60 } });
        listener.Start();
        var events = await listener.Everything();
        Assert.Equal(hours * 3600, events[^1].StreamSeconds, 3);
        return Heap();
    }

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);

    private static async Task Connect(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var listener = new StreamListener(
                StreamAddress.Parse($"http://127.0.0.1:{ChildProgram.FreePort()}/nobody"), Listening.Model, Listening.Options with { MostRetries = 1 });
            listener.Start();
            Assert.Equal(StreamEventKind.Ended, (await listener.Everything())[^1].Kind);
        }
    }

    private static int Handles() => Directory.GetFiles("/proc/self/fd").Length;

    private static int Children()
    {
        using var self = Process.GetCurrentProcess();
        return Process.GetProcessesByName("ffmpeg").Count(child =>
        {
            try
            {
                return File.ReadAllText($"/proc/{child.Id}/stat").Split(") ")[1].Split(' ')[1] == $"{self.Id}";
            }
            catch (IOException)
            {
                return false;
            }
        });
    }

    /// <summary>The same sound over and over.</summary>
    private sealed class PushedRepeat(float[] sound, int times) : StreamInput
    {
        private int _left = times;

        public override int SampleRate => 16000;

        public override int Channels => 1;

        public override string Format => "repeat";

        public override int Read(Span<float> interleaved, CancellationToken cancellation)
        {
            if (_left-- <= 0)
                return 0;
            sound.CopyTo(interleaved);
            return sound.Length;
        }

        public override void Abort() => _left = 0;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
