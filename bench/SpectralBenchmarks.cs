using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Bench;

/// <summary>One transform, one frame.</summary>
[MemoryDiagnoser]
[MinColumn]
public class SpectralBenchmarks
{
    private float[] _samples = [];
    private float[] _power = [];
    private float[] _bands = [];
    private RealFft? _fft;
    private MelFrontEnd? _frontEnd;

    [Params(256, 512, 1024, 2048, 4096, 16384, 65536)]
    public int Size { get; set; }

    internal static int Run(string[] options)
    {
        // In this process: the toolchain that builds a project for each benchmark does not know artifacts/.
        IConfig config = DefaultConfig.Instance.AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithWarmupCount(3)
            .WithIterationCount(15));
        BenchmarkRunner.Run<SpectralBenchmarks>(config, options);
        return 0;
    }

    [GlobalSetup]
    public void SetUp()
    {
        _samples = new float[Size];
        for (int n = 0; n < Size; n++)
        {
            _samples[n] = MathF.Sin(n * 0.1f) + (0.1f * MathF.Sin(n * n * 0.7f));
        }

        _fft = new RealFft(Size);
        _power = new float[_fft.Bins];
        _frontEnd = new MelFrontEnd(new FrontEndSettings { SampleRate = 44100, HighestFrequency = 22050, FftSize = Size, WindowLength = Size });
        _bands = new float[_frontEnd.Bands];
    }

    [Benchmark]
    public void Power() => _fft!.Power(_samples, _power);

    [Benchmark]
    public void ComputeFrame() => _frontEnd!.ComputeFrame(_samples, _bands);
}
