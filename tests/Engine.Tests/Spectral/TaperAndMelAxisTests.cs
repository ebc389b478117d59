using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

public sealed class TaperAndMelAxisTests
{
    [Theory]
    [InlineData(WindowFunction.Rectangular, NWaves.Windows.WindowType.Rectangular)]
    [InlineData(WindowFunction.Hann, NWaves.Windows.WindowType.Hann)]
    [InlineData(WindowFunction.Hamming, NWaves.Windows.WindowType.Hamming)]
    [InlineData(WindowFunction.Blackman, NWaves.Windows.WindowType.Blackman)]
    public void Symmetric_windows_are_NWaves_and_periodic_ones_its_next_longer_ones(WindowFunction function, NWaves.Windows.WindowType other)
    {
        foreach (int length in new[] { 2, 3, 400, 2048 })
        {
            Same(NWaves.Windows.Window.OfType(other, length), Taper.Create(function, WindowSymmetry.Symmetric, length));
            Same(NWaves.Windows.Window.OfType(other, length + 1)[..length], Taper.Create(function, WindowSymmetry.Periodic, length));
        }

        static void Same(float[] expected, double[] window)
        {
            Assert.Equal(expected.Length, window.Length);
            for (int n = 0; n < window.Length; n++)
            {
                Assert.Equal(expected[n], window[n], 1e-6);
            }
        }
    }

    [Fact]
    public void Known_values()
    {
        Assert.Equal([0, 0.5, 1, 0.5], Taper.Create(WindowFunction.Hann, WindowSymmetry.Periodic, 4));
        Assert.Equal([0, 1, 0], Taper.Create(WindowFunction.Hann, WindowSymmetry.Symmetric, 3));
        Assert.Equal([1.0], Taper.Create(WindowFunction.Hann, WindowSymmetry.Symmetric, 1));
        Assert.Equal(15, MelAxis.ToMel(1000, MelScale.Slaney), 1e-12);
        Assert.Equal(42, MelAxis.ToMel(6400, MelScale.Slaney), 1e-12);
        Assert.Equal(1000, MelAxis.ToMel(1000, MelScale.Htk), 0.05);
    }

    [Fact]
    public void Scales_are_NWaves_and_go_back()
    {
        for (double hertz = 0; hertz <= 24000; hertz += 37.5)
        {
            // NWaves' HTK factor has rounded to 1127, ours as well; its Slaney scale counts from 0 Hz too.
            Assert.Equal(NWaves.Utils.Scale.HerzToMel(hertz), MelAxis.ToMel(hertz, MelScale.Htk), 1e-2);
            Assert.Equal(NWaves.Utils.Scale.HerzToMelSlaney(hertz), MelAxis.ToMel(hertz, MelScale.Slaney), 1e-4);
            Assert.Equal(hertz, MelAxis.ToHertz(MelAxis.ToMel(hertz, MelScale.Htk), MelScale.Htk), 1e-8);
            Assert.Equal(hertz, MelAxis.ToHertz(MelAxis.ToMel(hertz, MelScale.Slaney), MelScale.Slaney), 1e-8);
        }
    }

    [Fact]
    public void A_window_needs_a_sample() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Taper.Create(WindowFunction.Hann, WindowSymmetry.Periodic, 0));
}
