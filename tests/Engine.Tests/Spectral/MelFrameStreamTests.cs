using CsCheck;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

public sealed class MelFrameStreamTests
{
    private static readonly FrontEndSettings Small = new() { SampleRate = 16000, FftSize = 512, WindowLength = 512, HopLength = 160, MelBands = 40, HighestFrequency = 8000, Centering = Centering.None };

    [Fact]
    public void However_a_stream_is_cut_its_frames_are_those_of_the_whole_to_the_bit() =>
        Gen.Select(AnySettings.All, Gen.Int[0, 20_000], Gen.Int, Gen.Int[1, 1000].Array[1, 50]).Sample(
            (any, length, seed, cuts) =>
            {
                FrontEndSettings settings = any with { Centering = Centering.None, TopDecibels = null };
                float[] signal = RealFftTests.Noise(length, seed);
                if (length > 700)
                {
                    signal[length / 2] = float.NaN;
                }

                AssertSame(new MelFrontEnd(settings).Analyze(signal), new MelFrameStream(settings), signal, cuts);
            },
            iter: 200);

    [Theory]
    [InlineData(1)]
    [InlineData(159)]
    [InlineData(160)]
    [InlineData(512)]
    [InlineData(8191)]
    [InlineData(100_000)]
    public void Blocks_of_one_size_do_too(int block)
    {
        float[] signal = RealFftTests.Noise(50_000, 6);
        AssertSame(new MelFrontEnd(Small).Analyze(signal), new MelFrameStream(Small), signal, [block]);
    }

    [Fact]
    public void After_a_reset_the_next_sample_is_the_first()
    {
        foreach (PreEmphasisKind kind in Enum.GetValues<PreEmphasisKind>())
        {
            FrontEndSettings settings = Small with { PreEmphasis = kind };
            float[] signal = RealFftTests.Noise(5000, 7);
            var stream = new MelFrameStream(settings);
            stream.Process(RealFftTests.Noise(3333, 8), new float[40 * stream.MaxFrames(3333)]);
            stream.Reset();
            Assert.Equal(0, stream.FramesProduced);
            AssertSame(new MelFrontEnd(settings).Analyze(signal), stream, signal, [777]);
        }
    }

    [Fact]
    public void A_centred_analysis_has_the_same_frames_half_an_fft_later()
    {
        float[] signal = RealFftTests.Noise(8000, 9);
        FrontEndSettings settings = Small with { HopLength = 128 };
        MelSpectrogram centred = new MelFrontEnd(settings with { Centering = Centering.Zeros }).Analyze(signal);
        var frames = new float[40 * 100];
        int count = new MelFrameStream(settings).Process(signal, frames);
        for (int k = 0; k < count; k++)
        {
            Assert.Equal(centred.Frame(k + 2), frames.AsSpan(k * 40, 40));
        }
    }

    [Fact]
    public void Bad_samples_spoil_only_the_frames_that_contain_them()
    {
        float[] clean = RealFftTests.Noise(20_000, 10);
        float[] dirty = [.. clean];
        dirty.AsSpan(9000, 100).Fill(float.NaN);
        float[] expected = Frames(clean), got = Frames(dirty);
        int spoilt = 0;
        for (int k = 0; k < got.Length / 40; k++)
        {
            Span<float> frame = got.AsSpan(k * 40, 40);
            foreach (float value in frame)
            {
                Assert.True(float.IsFinite(value));
            }

            if ((k * 160) + 512 <= 9000 || k * 160 >= 9100)
            {
                Assert.Equal(expected.AsSpan(k * 40, 40), frame);
            }
            else
            {
                spoilt++;
            }
        }

        Assert.InRange(spoilt, 3, 4);

        static float[] Frames(float[] signal)
        {
            var stream = new MelFrameStream(Small);
            var frames = new float[40 * stream.MaxFrames(signal.Length)];
            return frames[..(40 * stream.Process(signal, frames))];
        }
    }

    [Fact]
    public void A_block_never_completes_more_frames_than_promised() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 3000].Array[1, 40]).Sample(
            (hop, blocks) =>
            {
                var stream = new MelFrameStream(Small with { HopLength = hop, MelBands = 4 });
                var frames = new float[4 * 3100];
                foreach (int block in blocks)
                {
                    Assert.InRange(stream.Process(new float[block], frames), 0, stream.MaxFrames(block));
                }
            },
            iter: 30);

    [Fact]
    public void Frames_without_room_are_lost_but_counted()
    {
        float[] signal = RealFftTests.Noise(5000, 11);
        MelSpectrogram whole = new MelFrontEnd(Small).Analyze(signal);
        var stream = new MelFrameStream(Small);
        var frames = new float[(40 * 3) + 39];
        Assert.Equal(3, stream.Process(signal, frames));
        Assert.Equal(whole.Frames, stream.FramesProduced);
        Assert.Equal(whole.Values.AsSpan(0, 120), frames.AsSpan(0, 120));
    }

    [Fact]
    public void A_stream_allocates_nothing()
    {
        foreach (FrontEndSettings settings in new[] { Small, Small with { PreEmphasis = PreEmphasisKind.Backward }, Small with { WindowLength = 400, WindowCentred = false, Spectrum = SpectrumKind.Magnitude } })
        {
            var stream = new MelFrameStream(settings);
            float[] signal = RealFftTests.Noise(4096, 12), frames = new float[40 * stream.MaxFrames(4096)];
            signal[77] = float.PositiveInfinity;
            Assert.Equal(0, Allocation.LeastOf(() =>
            {
                stream.Reset();
                for (int block = 1; block <= 4096; block++)
                {
                    stream.Process(signal.AsSpan(0, block), frames);
                }
            }));
            Assert.True(stream.FramesProduced > 50_000);
        }
    }

    private static void AssertSame(MelSpectrogram whole, MelFrameStream stream, float[] signal, int[] cuts)
    {
        int produced = 0;
        for (int at = 0, cut = 0; at < signal.Length; cut++)
        {
            int block = Math.Min(cuts[cut % cuts.Length], signal.Length - at);
            var frames = new float[whole.Bands * stream.MaxFrames(block)];
            int count = stream.Process(signal.AsSpan(at, block), frames);
            for (int k = 0; k < count; k++)
            {
                Assert.Equal(whole.Frame(produced + k), frames.AsSpan(k * whole.Bands, whole.Bands));
            }

            at += block;
            produced += count;
        }

        Assert.Equal(whole.Frames, produced);
        Assert.Equal(whole.Frames, stream.FramesProduced);
    }
}
