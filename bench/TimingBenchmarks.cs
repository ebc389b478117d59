using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.Resampling;

namespace RealtimeEmotion.Bench;

/// <summary>
/// What a block costs on its way: ring, mono mix, resampler, fade. Only the plan of a file allocates: itself.
/// Run with <c>-i</c> (in this process).
/// </summary>
public static class TimingBenchmarks
{
    internal static int Run(string[] arguments)
    {
        BenchmarkSwitcher.FromTypes([typeof(Ring), typeof(Resampler), typeof(Fade)]).Run(arguments);
        return 0;
    }

    [MemoryDiagnoser]
    public class Ring
    {
        private readonly AudioRing _ring = new(1 << 16);
        private readonly float[] _stereo = new float[2 * 512];
        private readonly float[] _mono = new float[512];

        [Params(64, 512)]
        public int Block { get; set; }

        [Benchmark]
        public long WriteAndRead()
        {
            _ring.Write(_mono.AsSpan(0, Block));
            _ring.Read(_mono.AsSpan(0, Block), out long position);
            return position;
        }

        [Benchmark]
        public void StereoToMono() => ChannelMix.ToMono(_stereo.AsSpan(0, 2 * Block), 2, _mono);
    }

    [MemoryDiagnoser]
    public class Resampler
    {
        private StreamingResampler _resampler = new(1000, 1000);
        private float[] _second = [];
        private float[] _output = [];

        [Params("44100-22050", "48000-22050", "44100-16000", "96000-22050", "44101-22050")]
        public string Rates { get; set; } = "";

        [GlobalSetup]
        public void SetUp()
        {
            int[] rates = Array.ConvertAll(Rates.Split('-'), int.Parse);
            _resampler = new StreamingResampler(rates[0], rates[1]);
            var random = new Random(1);
            _second = new float[rates[0]];
            for (int i = 0; i < _second.Length; i++)
                _second[i] = (float)(random.NextDouble() * 2 - 1);
            _output = new float[_resampler.MaxOutput(_second.Length)];
        }

        [Benchmark]
        public int OneSecond() => _resampler.Process(_second, _output);
    }

    [MemoryDiagnoser]
    public class Fade
    {
        private const int Rate = 48000;
        private const int Block = 64;

        private readonly float[] _second = new float[2 * Rate];
        private readonly FadeProcessor _live = new();

        [Params(FadeCurve.Tri, FadeCurve.QSin, FadeCurve.Exp, FadeCurve.HSin2)]
        public FadeCurve Curve { get; set; }

        [Benchmark(Description = "one second, stereo, a file's fade")]
        public void File() => new FadePlan(new FadeSpan(0, Rate, Curve), null).Apply(_second, 2, 0);

        [Benchmark(Description = "one second, stereo, live in blocks of 64")]
        public void Live()
        {
            _live.Reset(0);
            _live.FadeIn(0, Rate, Curve);
            for (int at = 0; at < Rate; at += Block)
                _live.Process(_second.AsSpan(2 * at, 2 * Block), 2);
        }

        [Benchmark(Description = "one second, stereo, at rest")]
        public void Rest()
        {
            _live.Reset();
            for (int at = 0; at < Rate; at += Block)
                _live.Process(_second.AsSpan(2 * at, 2 * Block), 2);
        }
    }
}
