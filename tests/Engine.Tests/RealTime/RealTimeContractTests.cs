using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.RealTime;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.RealTime;

public sealed class RealTimeContractTests
{
    private static string EnginePath => typeof(EmotionEstimate).Assembly.Location;

    [Fact]
    public void Nothing_marked_real_time_safe_allocates_throws_locks_or_calls_unmarked_code()
    {
        List<string> breaches = RealTimeContract.Breaches(EnginePath, _ => true);
        Assert.True(breaches.Count == 0, string.Join(Environment.NewLine, breaches));
    }

    [Theory]
    [InlineData("Live.LiveAnalysis::Write(")]
    [InlineData("Live.LiveAnalysis::TryGetLatest(")]
    [InlineData("Buffers.AudioRing::Write(")]
    [InlineData("Buffers.ChannelMix::ToMono(")]
    [InlineData("Fades.FadeProcessor::Process(")]
    public void What_the_audio_thread_reaches_is_marked(string member)
    {
        Assert.Contains(RealTimeContract.Marked(EnginePath), m => m.Contains(member, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(Offender.Allocates), "allocates")]
    [InlineData(nameof(Offender.AllocatesAnArray), "allocates an array")]
    [InlineData(nameof(Offender.Boxes), "boxes")]
    [InlineData(nameof(Offender.Throws), "throws")]
    [InlineData(nameof(Offender.Locks), "System.Threading.Monitor")]
    [InlineData(nameof(Offender.CallsUnmarked), "not marked")]
    [InlineData(nameof(Offender.Sleeps), "System.Threading.Thread::Sleep")]
    [InlineData(nameof(Offender.Concatenates), "System.String::Concat")]
    public void The_check_sees_each_kind_of_breach(string method, string expected)
    {
        List<string> breaches = RealTimeContract.Breaches(typeof(Offender).Assembly.Location, t => t.Name == nameof(Offender));
        Assert.Contains(breaches, b => b.Contains("::" + method + "(", StringComparison.Ordinal) && b.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(breaches, b => b.Contains("::" + nameof(Offender.Innocent), StringComparison.Ordinal));
    }

    [RealTimeSafe]
    private sealed class Offender
    {
        private readonly object _gate = new();
        private object? _kept;
        private double _sum;

        public void Allocates() => _kept = new List<int>();

        public void AllocatesAnArray() => _kept = new float[(int)_sum];

        public void Boxes() => _kept = _sum;

        public void Throws() => throw new InvalidOperationException($"{_sum}");

        public void Locks()
        {
            lock (_gate)
            {
                _sum++;
            }
        }

        public void CallsUnmarked() => Unmarked();

        public void Sleeps() => Thread.Sleep((int)_sum);

        public void Concatenates() => _kept = _kept + "x";

        public void Innocent(Span<float> block)
        {
            foreach (ref float sample in block)
            {
                sample = (float)Math.Sqrt(sample * _sum);
            }
        }

        [SetUp]
        private void Unmarked() => _kept = new float[4];
    }
}
