using CsCheck;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class HostPaceTests
{
    [Fact]
    public void A_live_host_is_never_ahead_however_unevenly_it_calls()
    {
        // Two blocks at once, as with double buffering; calls come up to 20 ms late and are made up for; a sound card's clock is its own.
        Gen.Select(Gen.Int[16, 4096], Gen.Int[44100, 192000], Gen.Double[0, 0.02].Array[20], Gen.Double[0.999, 1.001]).Sample((frames, rate, delays, drift) =>
        {
            var clock = new SteppedClock();
            var pace = new HostPace(clock);
            pace.Start();
            double block = (double)frames / rate;
            double now = 0;
            for (int k = 0; k < 20_000; k++)
            {
                double due = (k / 2 * 2 * block * drift) + delays[k % delays.Length];
                clock.Advance(Math.Max(0, due - now));
                now = Math.Max(now, due);
                pace.Begin(block);
                if (pace.Patience != 0)
                    return false;
            }

            return true;
        });
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(20)]
    [InlineData(double.PositiveInfinity)]
    public void A_host_that_renders_a_file_is_ahead_as_soon_as_no_live_one_could_be(double speed)
    {
        const double Block = 0.01;
        var clock = new SteppedClock();
        var pace = new HostPace(clock);
        pace.Start();
        int k = 0;
        for (pace.Begin(Block); pace.Patience == 0; k++)
        {
            clock.Advance(Block / speed);
            pace.Begin(Block);
        }

        Assert.Equal(HostPace.MostLive, k * (Block - (Block / speed)), 2 * Block);
        Assert.InRange(pace.Patience, HostPace.MostLive, HostPace.MostLive + Block);
    }

    [Fact]
    public void Soon_after_a_long_file_the_host_counts_as_live_again()
    {
        const double Block = 0.01;
        var clock = new SteppedClock();
        var pace = new HostPace(clock);
        pace.Start();
        for (int k = 0; k < 60_000; k++)
            pace.Begin(Block);
        Assert.Equal(HostPace.MostKept, pace.Patience);

        // A transport that stops to be read, then plays on at its own pace.
        clock.Advance(HostPace.MostKept - HostPace.MostLive + Block);
        pace.Begin(Block);
        Assert.Equal(0, pace.Patience);
        for (int k = 0; k < 1000; k++)
        {
            clock.Advance(Block);
            pace.Begin(Block);
            Assert.Equal(0, pace.Patience);
        }
    }

    [Fact]
    public void A_new_stream_starts_at_the_clock()
    {
        var clock = new SteppedClock();
        var pace = new HostPace(clock);
        pace.Start();
        for (int k = 0; k < 1000; k++)
            pace.Begin(0.01);
        pace.Start();
        pace.Begin(0.01);
        Assert.Equal(0, pace.Patience);
    }
}
