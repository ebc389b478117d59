using RealtimeEmotion.Engine.Fades;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Fades;

public sealed class FadeTimeTests
{
    [Theory]
    [InlineData("5s", 220_500, "5s")]
    [InlineData("5", 220_500, "5s")]
    [InlineData("0.1", 4410, "0.1s")]
    [InlineData(" 2.5 S ", 110_250, "2.5s")]
    [InlineData("250ms", 11_025, "0.25s")]
    [InlineData("0.5MS", 22, "0.0005s")]
    [InlineData("22050smp", 22_050, "22050smp")]
    [InlineData("0smp", 0, "0smp")]
    [InlineData("0", 0, "0s")]
    [InlineData("1:30", 3_969_000, "90s")]
    [InlineData("90:00", 238_140_000, "5400s")]
    [InlineData("1:02:03.5", 164_206_350, "3723.5s")]
    public void Times_are_read_as_users_write_them(string text, long samples, string again)
    {
        FadeTime time = FadeTime.Parse(text);
        Assert.Equal(samples, time.ToSamples(44100));
        Assert.Equal(again, time.ToString());
        Assert.Equal(time, FadeTime.Parse(again));
        Assert.True(FadeTime.TryParse(text, out FadeTime same));
        Assert.Equal(time, same);
        Assert.Equal(text.Contains("smp", StringComparison.Ordinal), time.IsInSamples);
        Assert.Equal(samples / 44100.0, time.ToSeconds(44100), 1e-5);
    }

    [Theory]
    [InlineData("", "no time was given")]
    [InlineData("  ", "no time was given")]
    [InlineData("five", "this is not a time")]
    [InlineData("5x", "this is not a time")]
    [InlineData("s", "this is not a time")]
    [InlineData("-3s", "a time cannot be negative")]
    [InlineData("-1smp", "a time in samples is a whole number")]
    [InlineData("1.5smp", "a time in samples is a whole number")]
    [InlineData("0,5s", "this is not a time")]
    [InlineData("1e3", "this is not a time")]
    [InlineData(".5", "this is not a time")]
    [InlineData("5.", "this is not a time")]
    [InlineData("1:60", "this is not a time")]
    [InlineData("1:", "this is not a time")]
    [InlineData("1:2:3:4", "this is not a time")]
    [InlineData("1.5:30", "this is not a time")]
    [InlineData("NaN", "this is not a time")]
    [InlineData("inf", "this is not a time")]
    [InlineData("2000000000", "the time is too long")]
    [InlineData("79228162514264337593543950335:00:00", "this is not a time")]
    [InlineData("2000000000000000smp", "the time is too long")]
    public void What_is_no_time_is_refused_with_what_to_write(string text, string problem)
    {
        InputException error = Assert.Throws<InputException>(() => FadeTime.Parse(text, "--fade-in"));
        Assert.Equal(problem, error.Problem);
        Assert.StartsWith($"--fade-in '{text}': {problem}. Write a time as 5s, 250ms,", error.Message, StringComparison.Ordinal);
        Assert.False(FadeTime.TryParse(text, out FadeTime time));
        Assert.Equal(default, time);
    }

    [Fact]
    public void Times_can_be_made_without_text()
    {
        Assert.Equal(FadeTime.Parse("2s"), FadeTime.FromSeconds(2));
        Assert.Equal(FadeTime.Parse("7smp"), FadeTime.FromSamples(7));
        Assert.Throws<ArgumentOutOfRangeException>(() => FadeTime.FromSeconds(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FadeTime.FromSamples(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FadeTime.FromSeconds(1).ToSamples(0));
    }
}
