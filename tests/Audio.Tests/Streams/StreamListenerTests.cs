using CsCheck;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class StreamListenerTests
{
    private const int Rate = 16000;

    private static float[] Tone(double seconds, int rate = Rate, int channels = 1) => TestSignal.Sines((int)(seconds * rate), channels, rate);

    [Fact]
    public async Task Says_of_a_stream_what_the_analysis_says_of_its_sound()
    {
        var sound = TestSignal.Noise(10 * Rate);
        await Gen.Int[1, 20000].List[1, 12].SampleAsync(async cuts =>
        {
            var input = new ScriptedInput(Rate);
            var at = 0;
            foreach (var cut in cuts)
            {
                input.Send(sound[at..Math.Min(sound.Length, at + cut)]);
                at = Math.Min(sound.Length, at + cut);
            }

            input.Send(sound[at..]).End();
            using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options, input);
            listener.Start();
            var events = await listener.Everything();
            Assert.Equal(Listening.Direct(sound, Rate), events.Estimates());
            Assert.Equal([StreamEventKind.Connected, StreamEventKind.Ended], events.Where(one => one.Kind != StreamEventKind.Estimate).Select(one => one.Kind));
            Listening.CheckTime(events);
        }, iter: 20, threads: 1);
    }

    [Fact]
    public async Task Goes_on_behind_a_broken_connection_at_the_right_time()
    {
        var first = new ScriptedInput(Rate) { IsWhole = false }.Send(Tone(3.5)).Break("the wire was cut");
        var second = new ScriptedInput(Rate) { IsWhole = false }.Send(Tone(2)).End();
        var third = new ScriptedInput(Rate).Send(Tone(2)).End();
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options with { Fast = false, BackOff = TimeSpan.FromMilliseconds(50), LongestBackOff = TimeSpan.FromMilliseconds(50) }, first, second, third);
        listener.Start();
        var events = await listener.Everything();

        Assert.Equal(
            [
                StreamEventKind.Connected, StreamEventKind.Failed, StreamEventKind.Connected, StreamEventKind.Gap,
                StreamEventKind.Failed, StreamEventKind.Connected, StreamEventKind.Gap, StreamEventKind.Ended,
            ],
            events.Where(one => one.Kind != StreamEventKind.Estimate).Select(one => one.Kind));
        Assert.Contains("the wire was cut", events.First(one => one.Kind == StreamEventKind.Failed).Detail);
        Listening.CheckTime(events);
        var gaps = events.Where(one => one.Kind == StreamEventKind.Gap).ToList();
        Assert.All(gaps, gap => Assert.True(gap.GapSeconds >= 0));
        Assert.Equal(7.5 + gaps.Sum(gap => gap.GapSeconds!.Value), events[^1].StreamSeconds, 3);
        // What was heard before the cut and what is heard behind it are never mixed in one estimate.
        var behind = events.SkipWhile(one => one.Kind != StreamEventKind.Gap).First(one => one.Kind == StreamEventKind.Estimate);
        Assert.True(behind.Estimate!.Value.EndSample - behind.Estimate.Value.LengthSamples >= gaps[0].SamplePosition);
        Assert.Equal(2, listener.Statistics.Reconnects);
        Assert.Equal(StreamState.Ended, listener.Statistics.State);
        Assert.True(first.WasDisposed && second.WasDisposed && third.WasDisposed);
    }

    [Fact]
    public async Task The_sound_before_a_cut_is_heard_to_its_end()
    {
        var sound = TestSignal.Noise((int)(2.6 * Rate));
        var cut = new ScriptedInput(Rate) { IsWhole = false }.Send(sound).End();
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options, cut, new ScriptedInput(Rate).End());
        listener.Start();
        var events = await listener.Until(StreamEventKind.Failed);
        Assert.Equal(Listening.Direct(sound, Rate), events.Estimates());
    }

    [Fact]
    public async Task A_stream_that_leads_the_clock_gets_no_gap_for_being_sent_twice()
    {
        // A server's burst: ten seconds at once. Behind a short cut the clock is still far behind stream time.
        var first = new ScriptedInput(Rate) { IsWhole = false }.Send(Tone(100)).End();
        var second = new ScriptedInput(Rate).Send(Tone(1)).End();
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options with { Fast = false }, first, second);
        listener.Start();
        var events = await listener.Everything();
        Assert.Equal(0, Assert.Single(events, one => one.Kind == StreamEventKind.Gap).GapSeconds);
        Assert.Equal(101, events[^1].StreamSeconds, 6);
    }

    [Fact]
    public async Task Follows_a_change_of_rate_and_of_channels()
    {
        var input = new ScriptedInput(Rate)
            .Send(Tone(2))
            .Send(Tone(2, 44100, 2), 44100, 2)
            .Send(Tone(2, 44100, 3), 44100, 3)
            .Send(Tone(2, 8000), 8000, 1)
            .End();
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options, input);
        listener.Start();
        var events = await listener.Everything();
        var changes = events.Where(one => one.Kind == StreamEventKind.FormatChanged).ToList();
        Assert.Equal([2.0, 4.0, 6.0], changes.Select(one => Math.Round(one.StreamSeconds, 3)));
        Assert.Equal([44100, 44100, 8000], changes.Select(one => one.SampleRate));
        Assert.Equal("44100 Hz, 3 channels", changes[1].Detail);
        Assert.Equal(8, events[^1].StreamSeconds, 3);
        Listening.CheckTime(events);
        Assert.Equal(1, listener.Statistics.Channels);

        // The two stretches at 44100 Hz are one sound: the same mono but for the number of channels.
        Assert.DoesNotContain(events, one => one.Kind is StreamEventKind.Gap or StreamEventKind.Failed);
        Assert.All(events.Where(one => one.Estimate is not null), one => Assert.InRange(one.StreamSeconds, 0, 8.001));
    }

    [Fact]
    public async Task Silence_is_silence()
    {
        var input = new ScriptedInput(Rate).Send(new float[4 * Rate]);
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options, input);
        listener.Start();
        await Listening.Eventually(() => listener.Statistics.Estimates >= 3);
        Assert.Equal(StreamState.Silent, listener.Statistics.State);
        input.End();
        var events = await listener.Everything();
        Assert.All(events.Estimates(), estimate => Assert.True(estimate.IsSilent));
        Assert.DoesNotContain(events, one => one.Kind == StreamEventKind.Stalled);
    }

    [Fact]
    public async Task A_stall_is_no_silence()
    {
        var input = new ScriptedInput(Rate).Send(Tone(1.5));
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options with { StallAfter = TimeSpan.FromMilliseconds(50), ReconnectAfterStall = TimeSpan.FromMilliseconds(80) }, input);
        listener.Start();
        var stalled = (await listener.Until(StreamEventKind.Stalled))[^1];
        Assert.Equal(StreamState.Stalled, listener.Statistics.State);
        Assert.Equal(1.5, stalled.StreamSeconds, 6);
        Assert.True(stalled.GapSeconds >= 0.05);
        // Nothing to connect anew: it is waited for, and said once.
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(1, listener.Statistics.Stalls);
        Assert.False(input.WasAborted);
        input.Send(Tone(1.5)).End();
        var events = await listener.Everything();
        Assert.Equal(StreamEventKind.Resumed, events[0].Kind);
        Assert.All(events.Estimates(), estimate => Assert.False(estimate.IsSilent));
        Assert.Equal(3, events[^1].StreamSeconds, 6);
    }

    [Fact]
    public async Task A_long_stall_is_a_broken_connection_where_there_can_be_another()
    {
        var dead = new ScriptedInput(Rate) { IsWhole = false }.Send(Tone(1));
        var alive = new ScriptedInput(Rate).Send(Tone(1)).End();
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options with { StallAfter = TimeSpan.FromMilliseconds(20), ReconnectAfterStall = TimeSpan.FromMilliseconds(60) }, dead, alive);
        listener.Start();
        var events = await listener.Everything();
        Assert.True(dead.WasAborted);
        Assert.Equal(
            [StreamEventKind.Connected, StreamEventKind.Stalled, StreamEventKind.Failed, StreamEventKind.Connected, StreamEventKind.Gap, StreamEventKind.Ended],
            events.Where(one => one.Kind != StreamEventKind.Estimate).Select(one => one.Kind));
        Assert.Equal(StreamState.Ended, listener.Statistics.State);
    }

    [Fact]
    public async Task A_connection_that_never_sends_is_stalled_too()
    {
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options with { StallAfter = TimeSpan.FromMilliseconds(20) }, new ScriptedInput(Rate));
        listener.Start();
        var events = await listener.Until(StreamEventKind.Stalled);
        Assert.Equal([StreamEventKind.Connected, StreamEventKind.Stalled], events.Select(one => one.Kind));
    }

    [Fact]
    public async Task Gives_up_where_it_is_told_to()
    {
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options with { MostRetries = 3 });
        listener.Start();
        var events = await listener.Everything();
        Assert.Equal([StreamEventKind.Failed, StreamEventKind.Failed, StreamEventKind.Failed, StreamEventKind.Failed, StreamEventKind.Ended], events.Select(one => one.Kind));
        Assert.Contains("gave up", events[3].Detail);
        Assert.Equal(StreamState.Failed, listener.Statistics.State);
    }

    [Fact]
    public async Task What_cannot_be_opened_again_fails_at_once()
    {
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options);
        listener.Start();
        var events = await listener.Everything();
        Assert.Equal([StreamEventKind.Failed, StreamEventKind.Ended], events.Select(one => one.Kind));
        Assert.Equal(StreamState.Failed, listener.Statistics.State);
    }

    [Fact]
    public async Task A_reader_that_sleeps_loses_the_oldest_and_delays_nothing()
    {
        var input = new ScriptedInput(Rate).Send(Tone(30)).End();
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options with { Fast = false, EventCapacity = 4 }, input);
        listener.Start();
        // Nobody reads, and the stream comes to its end all the same.
        await Listening.Eventually(() => listener.Statistics.State == StreamState.Ended);
        await Listening.Eventually(() => listener.Statistics.LostEvents >= 26);
        var events = await listener.Everything();
        Assert.Equal(4, events.Count);
        Assert.Equal(StreamEventKind.Ended, events[^1].Kind);
        var all = listener.Statistics.Estimates + 2;
        Assert.Equal(all - 4, listener.Statistics.LostEvents);
        Assert.Equal(30, listener.Statistics.StreamSeconds, 6);
    }

    [Fact]
    public async Task A_fast_listener_waits_for_its_reader_and_loses_nothing()
    {
        var input = new ScriptedInput(Rate).Send(Tone(30)).End();
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options with { EventCapacity = 2 }, input);
        listener.Start();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var events = await listener.Everything();
        Assert.Equal(Listening.Direct(Tone(30), Rate), events.Estimates());
        Assert.Equal(0, listener.Statistics.LostEvents);
        Assert.All(events, one => Assert.Null(one.AudioTimestamp));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sound_that_a_late_analysis_has_no_room_for_is_counted_and_moves_nothing(bool goesOn)
    {
        using var gate = new ManualResetEventSlim();
        var input = new ScriptedInput(Rate);
        var options = Listening.Options with { Fast = false, BufferSeconds = 1, StallAfter = TimeSpan.FromMinutes(1), ReconnectAfterStall = TimeSpan.FromMinutes(1), MostRetries = 0 };
        using var listener = Listening.Listener(StreamKind.Device, options, input);
        var tap = new GateTap(gate);
        listener.AddTap(tap);
        listener.Start();
        input.Send(Tone(0.5));
        await Listening.Eventually(() => tap.IsWaiting);
        for (var i = 0; i < 20; i++)
            input.Send(Tone(0.5));
        await Listening.Eventually(() => input.StepsLeft == 0);
        if (!goesOn)
        {
            input.End();
            await Listening.Eventually(() => input.WasDisposed);
        }

        listener.RemoveTap(tap);
        gate.Set();
        await Listening.Eventually(() => listener.Statistics.StreamSeconds >= 1.5);
        if (goesOn)
            input.Send(Tone(0.9)).End();
        var events = await listener.Everything();

        // Half a second was being heard and one waited, of 10.5: the rest found no room.
        var lost = Assert.Single(events, one => one.Kind == StreamEventKind.Gap);
        Assert.Equal(9, lost.GapSeconds!.Value, 6);
        Assert.Equal(10.5, lost.StreamSeconds, 6);
        Assert.Equal(1, listener.Statistics.Overruns);
        Assert.Equal(9, listener.Statistics.OverrunSeconds, 6);
        Assert.Equal(goesOn ? 11.4 : 10.5, listener.Statistics.StreamSeconds, 6);
        Listening.CheckTime(events);
        Assert.Equal(
            Listening.Direct(Tone(0.5).Concat(Tone(0.5)).Concat(Tone(0.5)).ToArray(), Rate),
            events.TakeWhile(one => one != lost).Estimates());
        if (goesOn)
            Assert.Equal(Listening.Direct(Tone(0.9), Rate).Select(one => one with { EndSample = one.EndSample + (long)(10.5 * Rate) }), events.SkipWhile(one => one != lost).Estimates());
    }

    [Fact]
    public async Task Stops_when_told_and_says_what_it_has_heard()
    {
        var input = new ScriptedInput(Rate).Send(Tone(2.5));
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options, input);
        listener.Start();
        await Listening.Eventually(() => listener.Statistics.StreamSeconds >= 2.5);
        listener.Stop();
        var events = await listener.Everything();
        Assert.Equal(Listening.Direct(Tone(2.5), Rate), events.Estimates());
        Assert.Equal(StreamEventKind.Ended, events[^1].Kind);
        Assert.DoesNotContain(events, one => one.Kind == StreamEventKind.Failed);
        Assert.Equal(StreamState.Ended, listener.Statistics.State);
    }

    [Fact]
    public void Goes_away_at_any_moment()
    {
        for (var i = 0; i < 20; i++)
        {
            var input = new ScriptedInput(Rate).Send(Tone(0.1 * i));
            var listener = Listening.Listener(StreamKind.Url, Listening.Options with { EventCapacity = 1 }, input);
            listener.Start();
            Thread.SpinWait(i * 10000);
            listener.Dispose();
            Assert.False(listener.Events.Completion.IsFaulted);
        }

        Listening.Listener(StreamKind.Url, Listening.Options).Dispose();
    }

    [Fact]
    public async Task A_fault_in_the_analysis_ends_this_stream_and_says_why()
    {
        var input = new ScriptedInput(Rate).Send(Tone(3));
        using var listener = Listening.Listener(StreamKind.Url, Listening.Options, input);
        listener.AddTap(new FaultyTap());
        listener.Start();
        var events = await listener.Everything();
        Assert.Contains("the tap is broken", events.First(one => one.Kind == StreamEventKind.Failed).Detail);
        Assert.Equal(StreamEventKind.Ended, events[^1].Kind);
        Assert.Equal(StreamState.Failed, listener.Statistics.State);
        await Listening.Eventually(() => input.WasDisposed);
    }

    [Fact]
    public async Task Taps_see_the_outline_and_the_models_own_frames()
    {
        var sound = TestSignal.Noise(3 * Rate);
        var input = new ScriptedInput(Rate).Send(sound[..5000]).Send(sound[5000..]).End();
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options, input);
        var tap = new MemoryTap();
        listener.AddTap(tap);
        listener.Start();
        await listener.Everything();

        Assert.Equal(150, tap.Points.Count);
        var length = Rate / 50;
        for (var i = 0; i < tap.Points.Count; i++)
        {
            var stretch = sound.AsSpan(i * length, length).ToArray();
            Assert.Equal(stretch.Min(), tap.Points[i].Minimum);
            Assert.Equal(stretch.Max(), tap.Points[i].Maximum);
            Assert.Equal((i + 1) / 50.0, tap.Points[i].StreamSeconds, 9);
            Assert.Equal(10 * Math.Log10(stretch.Average(x => (double)x * x)), tap.Points[i].LevelDecibels, 3);
        }

        var settings = Listening.Model.Metadata.FrontEnd;
        var stream = new MelFrameStream(settings);
        var expected = new float[stream.MaxFrames(sound.Length) * settings.MelBands];
        var frames = stream.Process(sound, expected);
        Assert.Equal(expected[..(frames * settings.MelBands)], tap.Frames.SelectMany(frame => frame));
        Assert.Equal((double)settings.FrameLength / Rate, tap.FrameTimes[0], 9);
    }

    [Fact]
    public async Task The_age_of_what_is_printed_is_counted()
    {
        var input = new ScriptedInput(Rate).Send(Tone(5)).End();
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options with { Fast = false }, input);
        listener.Start();
        var events = await listener.Everything();
        Assert.Null(listener.Statistics.MedianAge);
        events.ForEach(listener.ReportPrinted);
        Assert.Equal(events.Estimates().Count, listener.Statistics.PrintedEstimates);
        Assert.True(listener.Statistics.MedianAge <= listener.Statistics.Age99);
        // The sound of an estimate came before the estimate was said.
        Assert.All(events.Where(one => one.Estimate is not null), one => Assert.True(one.WallClock <= DateTimeOffset.UtcNow));
    }

    [Fact]
    public void Refuses_what_cannot_be()
    {
        Assert.Throws<InputException>(() => Listening.Listener(StreamKind.Pushed, Listening.Options with { EventCapacity = 0 }));
        Assert.Throws<InputException>(() => Listening.Listener(StreamKind.Pushed, Listening.Options with { LongestBackOff = TimeSpan.Zero }));
        Assert.Throws<InputException>(() => Listening.Listener(StreamKind.Pushed, Listening.Options with { ReconnectAfterStall = TimeSpan.Zero }));
        Assert.Throws<InputException>(() => Listening.Listener(StreamKind.Pushed, Listening.Options with { Analysis = new AnalysisOptions { HopSeconds = 0 } }));
        Assert.Throws<InputException>(() => Listening.Listener(StreamKind.Pushed, Listening.Options with { Analysis = new AnalysisOptions { Genre = "polka" } }));
        using var listener = Listening.Listener(StreamKind.Pushed, Listening.Options, new ScriptedInput().End());
        listener.Start();
        Assert.Throws<InvalidOperationException>(listener.Start);
    }

    private sealed class MemoryTap : IStreamTap
    {
        public List<OverviewPoint> Points { get; } = [];

        public List<float[]> Frames { get; } = [];

        public List<double> FrameTimes { get; } = [];

        public void OnOverview(in OverviewPoint point) => Points.Add(point);

        public void OnMelFrame(double streamSeconds, ReadOnlySpan<float> bands)
        {
            Frames.Add(bands.ToArray());
            FrameTimes.Add(streamSeconds);
        }
    }

    private sealed class GateTap(ManualResetEventSlim gate) : IStreamTap
    {
        public volatile bool IsWaiting;

        public void OnOverview(in OverviewPoint point)
        {
            IsWaiting = true;
            gate.Wait();
        }

        public void OnMelFrame(double streamSeconds, ReadOnlySpan<float> bands)
        {
        }
    }

    private sealed class FaultyTap : IStreamTap
    {
        public void OnOverview(in OverviewPoint point) => throw new InvalidOperationException("the tap is broken");

        public void OnMelFrame(double streamSeconds, ReadOnlySpan<float> bands)
        {
        }
    }
}
