using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class PipeInputTests
{
    private static List<(int Rate, int Channels, float[] Samples)> ReadAll(PipeInput input)
    {
        var parts = new List<(int, int, float[])>();
        var room = new float[4096];
        for (int frames; (frames = input.Read(room, TestContext.Current.CancellationToken)) > 0;)
        {
            var samples = room[..(frames * input.Channels)];
            if (parts.Count > 0 && parts[^1] is var (rate, channels, before) && rate == input.SampleRate && channels == input.Channels)
                parts[^1] = (rate, channels, [.. before, .. samples]);
            else
                parts.Add((input.SampleRate, input.Channels, samples));
        }

        return parts;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Raw_samples_come_whole_however_the_pipe_cuts_them(int piece)
    {
        var bytes = WavBytes.Shorts(1, -1, 16384, -32768, 7, 8, 9);
        using var input = new PipeInput(new PipeLike(bytes, piece), "pipe", new PcmFormat(SampleEncoding.Pcm16, false, 2, 48000));
        var (rate, channels, samples) = Assert.Single(ReadAll(input));
        Assert.Equal((48000, 2), (rate, channels));
        // The seventh sample is half a frame.
        Assert.Equal([1 / 32768f, -1 / 32768f, 0.5f, -1, 7 / 32768f, 8 / 32768f], samples);
    }

    [Fact]
    public void Does_not_wait_for_more_than_is_there()
    {
        using var input = new PipeInput(new PipeLike(WavBytes.Shorts(1, 2, 3, 4, 5), 4), "pipe", new PcmFormat(SampleEncoding.Pcm16, false, 1, 48000));
        Assert.Equal(2, input.Read(new float[100], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100000)]
    public void One_wav_may_follow_another_of_another_format(int piece)
    {
        byte[] first = WavBytes.Riff(
            WavBytes.Chunk("fmt ", WavBytes.Format(1, 1, 22050, 8)), WavBytes.Chunk("data", [128, 255, 0]), WavBytes.Chunk("LIST", "INFOISFT"u8.ToArray()));
        byte[] second = WavBytes.Pcm16(2, 44100, 1, 2, 3, 4);
        byte[] third = WavBytes.Riff(WavBytes.Chunk("fmt ", WavBytes.Format(3, 1, 44100, 32)), WavBytes.Chunk("data", WavBytes.Floats(0.25f)));
        using var input = new PipeInput(new PipeLike([.. first, .. second, .. third], piece), "pipe", null);
        Assert.Equal("WAV, 8-bit PCM", input.Format);
        var parts = ReadAll(input);
        Assert.Equal([(22050, 1), (44100, 2), (44100, 1)], parts.Select(part => (part.Rate, part.Channels)));
        Assert.Equal([0, 127 / 128f, -1], parts[0].Samples);
        Assert.Equal(4, parts[1].Samples.Length);
        Assert.Equal([0.25f], parts[2].Samples);
    }

    [Fact]
    public void A_wav_without_a_length_goes_on_to_the_end()
    {
        byte[] wav = WavBytes.Riff("RIFF", uint.MaxValue, WavBytes.Chunk("fmt ", WavBytes.Format(1, 1, 44100, 16)), WavBytes.Chunk("data", WavBytes.Shorts(1, 2, 3), uint.MaxValue, pad: false));
        using var input = new PipeInput(new PipeLike(wav), "pipe", null);
        Assert.Equal(3, Assert.Single(ReadAll(input)).Samples.Length);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("this is a letter, and long enough to be a header", "is no WAV")]
    public void What_is_no_sound_is_named(string content, string problem)
    {
        var exception = Assert.Throws<InputException>(() => new PipeInput(new PipeLike(System.Text.Encoding.UTF8.GetBytes(content)), "standard input", null));
        Assert.Contains(problem, exception.Message);
        Assert.Contains("standard input", exception.Message);
    }

    [Fact]
    public void Refuses_raw_samples_that_no_sound_has() =>
        Assert.Throws<InputException>(() => new PipeInput(new PipeLike([1, 2]), "pipe", new PcmFormat(SampleEncoding.Pcm16, false, 99, 44100)));
}
