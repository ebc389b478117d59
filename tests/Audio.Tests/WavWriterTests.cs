using System.Buffers.Binary;
using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

public sealed class WavWriterTests
{
    [Fact]
    public void A_short_file_has_the_header_of_44_bytes()
    {
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["a.wav"], [0.5f, -0.5f, 1, -1], 44100, 2, SampleEncoding.Pcm16);
        Assert.Equal(WavBytes.Pcm16(2, 44100, 16384, -16384, 32767, -32768), File.ReadAllBytes(folder["a.wav"]));
        Assert.Equal(["a.wav"], folder.Names);
    }

    [Theory]
    [InlineData(SampleEncoding.Pcm16, 2, false)]
    [InlineData(SampleEncoding.Pcm24, 2, true)]
    [InlineData(SampleEncoding.Pcm16, 3, true)]
    [InlineData(SampleEncoding.IeeeFloat32, 2, false)]
    [InlineData(SampleEncoding.IeeeFloat32, 6, true)]
    public void Extensible_where_there_are_more_than_two_channels_or_PCM_of_more_than_16_bits(SampleEncoding encoding, int channels, bool extensible)
    {
        using var folder = new TemporaryFolder();
        WavWriter.WriteAll(folder["a.wav"], new float[channels * 4], 44100, channels, encoding);
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(File.ReadAllBytes(folder["a.wav"]).AsSpan(20));
        Assert.Equal(extensible, tag == 0xFFFE);
    }

    [Fact]
    public void PCM_is_rounded_to_even_clipped_and_free_of_NaN()
    {
        float[] samples = [0.5f / 32768, 1.5f / 32768, 2.5f / 32768, -0.5f / 32768, -1.5f / 32768, 2, -2, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        int[] expected = [0, 2, 2, 0, -2, 32767, -32768, 0, 32767, -32768];
        // Once by the wide path and once by the one for remainders.
        foreach (var repeats in (int[])[1, 16])
        {
            float[] many = [.. Enumerable.Repeat(samples, repeats).SelectMany(part => part)];
            using var folder = new TemporaryFolder();
            WavWriter.WriteAll(folder["a.wav"], many, 44100, 1, SampleEncoding.Pcm16);
            var read = AudioReading.ReadMono(folder["a.wav"], out _);
            Assert.Equal(Enumerable.Repeat(expected, repeats).SelectMany(part => part), read.Select(sample => (int)(sample * 32768)));
        }
    }

    [Fact]
    public void Beyond_4_GiB_the_reserved_room_becomes_ds64()
    {
        using var sink = new EndlessSink();
        using var writer = new WavWriter(sink, "sink", 384000, 64, SampleEncoding.IeeeFloat64);
        var second = new double[64 * 65536];
        const int Blocks = 130;
        for (var i = 0; i < Blocks; i++)
            writer.Write(second);
        writer.Complete();
        var data = (long)Blocks * second.Length * sizeof(double);
        Assert.True(data > uint.MaxValue);
        Assert.Equal("RF64", Encoding.ASCII.GetString(sink.First, 0, 4));
        Assert.Equal(uint.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(sink.First.AsSpan(4)));
        Assert.Equal("WAVEds64", Encoding.ASCII.GetString(sink.First, 8, 8));
        Assert.Equal(sink.Length - 8, sink.Long(20));
        Assert.Equal(data, sink.Long(28));
        Assert.Equal(data / 512, sink.Long(36));
        var header = HeaderOf(sink.First);
        Assert.Equal((WavContainer.Rf64, data), (header.Container, header.DeclaredLength));
    }

    [Fact]
    public void A_known_length_beyond_4_GiB_gives_RF64_on_a_pipe_too()
    {
        using var pipe = new OneWay();
        using var writer = new WavWriter(pipe, "pipe", 44100, 2, SampleEncoding.Pcm16, expectedFrames: 2_000_000_000);
        writer.Write(new float[2 * 100_000]);
        var header = HeaderOf(pipe.Written.ToArray());
        Assert.Equal((WavContainer.Rf64, 8_000_000_000), (header.Container, header.DeclaredLength));
    }

    [Fact]
    public void A_pipe_of_unknown_length_says_until_the_end()
    {
        using var pipe = new OneWay();
        using var writer = new WavWriter(pipe, "pipe", 44100, 1, SampleEncoding.Unsigned8);
        writer.Write([0.5f, -0.5f, 0]);
        writer.Complete();
        var header = HeaderOf(pipe.Written.ToArray());
        Assert.Null(header.DeclaredLength);
        Assert.Equal([192, 64, 128, 0], pipe.Written.ToArray()[^4..]);
    }

    [Fact]
    public void What_is_not_completed_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new WavWriter(folder["a.wav"], 44100, 1))
            writer.Write(new float[1_000_000]);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void An_unknown_length_is_set_right_at_the_end()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new WavWriter(folder["a.wav"], 44100, 2))
        {
            for (var i = 0; i < 300; i++)
                writer.Write(new float[2 * 1001]);
            writer.Complete();
        }

        using var source = AudioFile.Open(folder["a.wav"]);
        Assert.Equal(300300, source.LengthFrames);
        Assert.Equal(2 * 300300, WavReadingTests.ReadAll(source).Length);
        Assert.Null(source.Warning);
    }

    private static WavHeader HeaderOf(byte[] bytes)
    {
        using var source = new ByteSource(new PipeLike(bytes, 1 << 20), "test");
        return WavHeader.Read(source);
    }

    private sealed class OneWay : Stream
    {
        public MemoryStream Written { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
