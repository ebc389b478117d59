using RealtimeEmotion.Engine.Tests;
using RealtimeEmotion.Engine.Tests.RealTime;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class RealTimeTests
{
    private static string EffectPath => typeof(EffectCore).Assembly.Location;

    [Fact]
    public void Nothing_marked_real_time_safe_allocates_throws_locks_or_calls_unmarked_code()
    {
        List<string> breaches = RealTimeContract.Breaches(EffectPath, _ => true);
        Assert.True(breaches.Count == 0, string.Join(Environment.NewLine, breaches));
    }

    [Theory]
    [InlineData("EffectProcessor::Begin(")]
    [InlineData("EffectProcessor::Hear(")]
    [InlineData("EffectProcessor::Render(")]
    [InlineData("EffectProcessor::Finish(")]
    [InlineData("EffectProcessor::Apply(")]
    [InlineData("EstimateQueue::TryPeek(")]
    [InlineData("EffectTelemetry::Publish(")]
    public void What_the_audio_thread_reaches_is_marked(string member) =>
        Assert.Contains(RealTimeContract.Marked(EffectPath), name => name.Contains(member, StringComparison.Ordinal));

    [Fact]
    public unsafe void A_block_allocates_nothing_whatever_happens_in_it()
    {
        using var core = new EffectCore(new EffectEnvironment(Rig.TinyPath, []));
        core.SetPlain(ParameterId.TriggerSource, (int)TriggerSource.Emotion);
        core.SetPlain(ParameterId.TriggerHold, 0);
        core.SetPlain(ParameterId.TriggerThreshold, 30);
        core.SetPlain(ParameterId.Intensity, 100);
        core.Prepare(16000, 1, 0, isOffline: false);
        core.Activate();
        float[] noise = Signals.Restless(16000, 16000, 1);
        float[] block = new float[64];
        long[] reports = new long[1];
        long position = 0;
        void Blocks()
        {
            fixed (float* samples = block)
            {
                void* channel = samples;
                for (int k = 0; k < 1000; k++)
                {
                    noise.AsSpan((int)(position % 15936), 64).CopyTo(block);
                    EffectBlock sound = new() { Frames = 64, Channels = 1, Inputs = &channel, Outputs = &channel, Transport = new TransportState(k != 990, position, 120, true) };
                    var outputs = new Counter(reports);
                    core.Process(in sound, new Line(k), new Change(k), ref outputs);
                    position += 64;

                    // The analysis runs beside; it must have its say for this to mean anything.
                    if (k % 50 == 0)
                        Thread.Sleep(10);
                }
            }
        }

        Blocks();
        Assert.Equal(0, Allocation.LeastOf(Blocks));
        // However slowly this machine lets the analysis go: the zero above was measured with it under way.
        for (int round = 0; round < 200 && (reports[0] <= 1000 || core.Telemetry.EstimatesWritten <= 5); round++)
            Blocks();
        Assert.True(reports[0] > 1000);
        Assert.True(core.Telemetry.EstimatesWritten > 5);
    }

    private readonly struct Counter(long[] count) : IEffectOutputs
    {
        public void Report(ParameterId id, int offset, double normalised) => count[0]++;
    }

    private struct Line(int k) : ILineSource
    {
        private bool _isGiven;

        public bool TryNext(out AutomationLine line)
        {
            line = new AutomationLine(64, -1, k % 2, 63, (k + 1) % 2);
            (bool before, _isGiven) = (_isGiven, true);
            return !before;
        }
    }

    private struct Change(int k) : IChangeSource
    {
        private int _count;

        public bool TryNext(out EffectChange change)
        {
            // Every parameter is moved, one a block, and the position; not the model, which is to go on listening.
            EffectParameter parameter = EffectParameters.All[k % EffectParameters.All.Count];
            if (parameter.Id == ParameterId.Model)
                parameter = EffectParameters.Of(ParameterId.Floor);
            change = _count == 0 ? new EffectChange(k % 64, parameter.Id, k / 31 % 2) : new EffectChange(64, ParameterId.Position, (k + 1) % 2);
            return _count++ < 2;
        }
    }
}
