using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class PushedInputTests
{
    private const int Rate = 16000;

    [Fact]
    public async Task What_is_pushed_is_heard()
    {
        var sound = TestSignal.Noise(5 * Rate);
        var input = new PushedInput(Rate, 1, bufferSeconds: 60);
        using var listener = new StreamListener(StreamAddress.ForPushed("page"), input, Listening.Model, Listening.Options);
        listener.Start();
        for (var at = 0; at < sound.Length; at += 700)
            Assert.True(input.Write(sound.AsSpan(at, Math.Min(700, sound.Length - at))));
        input.Complete();
        var events = await listener.Everything();
        Assert.Equal(Listening.Direct(sound, Rate), events.Estimates());
        Assert.Equal(0, input.LostFrames);
        Assert.False(input.Write([0]));
    }

    [Fact]
    public void What_has_no_room_is_lost_counted_and_placed()
    {
        using var input = new PushedInput(Rate, 2, bufferSeconds: 1);
        Assert.True(input.Write(new float[2 * Rate]));
        Assert.False(input.Write(new float[200]));
        Assert.False(input.Write(new float[60]));
        Assert.Equal(130, input.LostFrames);
        var room = new float[2 * Rate];
        Assert.Equal(Rate, input.Read(room, default));
        Assert.Equal(0, input.LostBefore);
        Assert.True(input.Write(new float[8]));
        Assert.Equal(3, input.Read(room.AsSpan(0, 7), default));
        Assert.Equal(130, input.LostBefore);
        Assert.Equal(1, input.Read(room, default));
        Assert.Equal(0, input.LostBefore);
        input.Complete();
        Assert.Equal(0, input.Read(room, default));
    }

    [Fact]
    public void A_change_of_format_comes_with_its_samples()
    {
        using var input = new PushedInput(Rate, 1);
        input.Write([1, 2]);
        input.ChangeFormat(48000, 2);
        input.Write([3, 4, 5, 6]);
        var room = new float[64];
        Assert.Equal(2, input.Read(room, default));
        Assert.Equal((Rate, 1), (input.SampleRate, input.Channels));
        Assert.Equal(2, input.Read(room, default));
        Assert.Equal((48000, 2), (input.SampleRate, input.Channels));
        Assert.Equal([3, 4, 5, 6], room[..4]);
    }

    [Fact]
    public void A_wait_ends_when_it_is_told_to()
    {
        using var input = new PushedInput(Rate, 1);
        using var cancellation = new CancellationTokenSource(20);
        Assert.Throws<OperationCanceledException>(() => input.Read(new float[64], cancellation.Token));
        input.Abort();
        Assert.Equal(0, input.Read(new float[64], default));
    }

    [Theory]
    [InlineData(7999, 1)]
    [InlineData(384001, 1)]
    [InlineData(16000, 0)]
    [InlineData(16000, 65)]
    public void Refuses_what_no_sound_has(int rate, int channels)
    {
        Assert.Throws<InputException>(() => new PushedInput(rate, channels));
        using var input = new PushedInput(Rate, 1);
        Assert.Throws<InputException>(() => input.ChangeFormat(rate, channels));
    }
}
