using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.Live;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Live;

[Collection(Alone.Name)]
public sealed class SteadyStateTests
{
    // The real-time contract: a collection on any thread of the process stops the audio thread too.
    [Fact]
    public void A_million_blocks_of_varying_size_through_ring_resampler_mel_network_and_fade_allocate_and_collect_nothing()
    {
        using EmotionModel model = EmotionModel.Load(TinyModel.Bytes(), "tiny.onnx");
        using var live = new LiveAnalysis(model, 44100, new AnalysisOptions { HalfLifeSeconds = 2 });
        var fade = new FadeProcessor();
        float[] block = new float[8192];
        var random = new Random(5);
        float[] noise = new float[1 << 16];
        int[] sizes = new int[4096];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = random.NextSingle() - 0.5f;
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            // Mostly small blocks, now and then the largest that a host sends, and empty ones (a flush of parameters).
            sizes[i] = i % 512 == 0 ? 8192 : i % 97 == 0 ? 0 : random.Next(1, 65);
        }

        long position = 0;
        void Play(int blocks)
        {
            for (int k = 0; k < blocks; k++)
            {
                Span<float> samples = block.AsSpan(0, sizes[k % sizes.Length]);
                noise.AsSpan((int)(position % (noise.Length - 8192)), samples.Length).CopyTo(samples);
                live.Write(samples);
                if (k % 1000 == 0)
                {
                    fade.FadeOut(position + 3, 4410, FadeCurve.QSin);
                    fade.FadeIn(position + 2000, 8820, FadeCurve.Sigmoid);
                }

                fade.Process(samples, channels: 1);
                position += samples.Length;
                if (k % 16 == 0)
                {
                    live.Pump();
                    live.TryGetLatest(out _);
                }
            }
        }

        Play(100_000);
        GC.Collect();
        int collections = GC.CollectionCount(0);
        long estimatesFrom = live.AnalysedPosition;
        Assert.Equal(0, Allocation.LeastOf(() => Play(1_000_000)));
        Assert.Equal(collections, GC.CollectionCount(0));
        Assert.Equal(0, live.OverrunSamples);
        Assert.True(live.AnalysedPosition - estimatesFrom > 44100 * 600L, "the analysis ran");
    }
}
