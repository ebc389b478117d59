using System.Buffers.Binary;
using RealtimeEmotion.Audio.Fading;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Fades;
using Xunit;
using static RealtimeEmotion.Audio.Tests.WavBytes;

namespace RealtimeEmotion.Audio.Tests;

public sealed class FadeFileTests : IDisposable
{
    private const int Frames = 5000;

    private static readonly FadeRequest Request = new()
    {
        FadeIn = FadeTime.FromSamples(700),
        FadeOut = FadeTime.FromSamples(900),
        CurveIn = FadeCurve.HSin,
        CurveOut = FadeCurve.Exp,
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int, int> Files
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var container in (string[])["RIFF", "RF64", "BW64", "W64"])
            {
                foreach (var (tag, bits) in ((int, int)[])[(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64), (6, 8), (7, 8)])
                    data.Add(container, tag, bits);
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void The_fades_are_exact_and_every_other_byte_is_kept(string container, int tag, int bits)
    {
        var (file, dataOffset, data) = Sound(container, tag, bits);
        File.WriteAllBytes(_folder["in.wav"], file);
        var report = FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request);
        Assert.Equal((44100, 3, (long)Frames, null, false), (report.SampleRate, report.Channels, report.Frames, report.Warning, report.ReaderGone));
        var faded = File.ReadAllBytes(_folder["out.wav"]);
        Assert.Equal(file.Length, faded.Length);
        Assert.Equal(file[..dataOffset], faded[..dataOffset]);
        Assert.Equal(file[(dataOffset + data.Length)..], faded[(dataOffset + data.Length)..]);
        Assert.Equal(Expected(data, tag, bits, 3), faded[dataOffset..(dataOffset + data.Length)]);
        // Between the fades, byte for byte.
        var size = data.Length / Frames;
        Assert.Equal(data[(700 * size)..^(900 * size)], faded[(dataOffset + 700 * size)..(dataOffset + data.Length - 900 * size)]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_pipe_gives_the_same_as_a_file(string container, int tag, int bits)
    {
        var (file, _, _) = Sound(container, tag, bits);
        File.WriteAllBytes(_folder["in.wav"], file);
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request);
        Assert.Equal(File.ReadAllBytes(_folder["out.wav"]), Piped(file, Request, out var report));
        Assert.Equal((Frames, null), (report.Frames, report.Warning));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void A_pipe_of_unknown_length_fades_out_at_its_end(uint size)
    {
        var samples = Enumerable.Range(0, Frames).Select(i => i % 1000 * 30).ToArray();
        var data = Shorts(samples);
        var endless = Riff("RIFF", size, Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", data, size));
        // To a pipe: the header as it came. To a file: with the sizes that turned out.
        var piped = Piped(endless, Request, out _);
        Assert.Equal(endless[..44], piped[..44]);
        Assert.Equal(Expected(data, 1, 16, 1), piped[44..]);
        using (var source = new ByteSource(new PipeLike(endless, 999), "pipe"))
        using (var output = new FadeOutput(_folder["out.wav"]))
            FadeFile.Streamed(source, output, Request, default);
        Assert.Equal(Riff(Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", Expected(data, 1, 16, 1))), File.ReadAllBytes(_folder["out.wav"]));
    }

    [Fact]
    public void AIFF_stays_AIFF()
    {
        Programs.Require("ffmpeg");
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Noise(3 * Frames), 44100, 3);
        foreach (var codec in (string[])["pcm_s16be", "pcm_s24be", "pcm_f32be"])
        {
            Programs.Run("ffmpeg", "-v", "error", "-y", "-i", _folder["in.wav"], "-c:a", codec, "-metadata", "title=x", _folder["in.aiff"]);
            FadeFile.Run(_folder["in.aiff"], _folder["out.aif"], Request);
            var before = File.ReadAllBytes(_folder["in.aiff"]);
            var after = File.ReadAllBytes(_folder["out.aif"]);
            Assert.Equal(before.Length, after.Length);
            var original = AudioReading.ReadInterleaved(_folder["in.aiff"], out _, out _);
            var plan = Request.Plan(44100, Frames);
            var got = AudioReading.ReadInterleaved(_folder["out.aif"], out _, out _);
            for (var i = 0; i < got.Length; i++)
                Assert.InRange(got[i] - original[i] * plan.Gain(i / 3), -1.6e-5, 1.6e-5);
            Assert.NotEqual(before, after);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Fades_longer_than_the_sound(int frames)
    {
        var data = Shorts([.. Enumerable.Repeat(10000, frames)]);
        File.WriteAllBytes(_folder["in.wav"], Riff(Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", data)));
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request);
        var plan = Request.Plan(44100, frames);
        int[] expected = [.. Enumerable.Range(0, frames).Select(i => (int)Math.Round(10000 * plan.Gain(i), MidpointRounding.ToEven))];
        Assert.Equal(Riff(Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", Shorts(expected))), File.ReadAllBytes(_folder["out.wav"]));
    }

    [Fact]
    public void Silence_before_the_start_and_after_the_end_takes_NaN_with_it()
    {
        float[] samples = [.. Enumerable.Repeat(float.NaN, 100), .. Enumerable.Repeat(float.PositiveInfinity, 100), .. Enumerable.Repeat(-1f, 100)];
        File.WriteAllBytes(_folder["in.wav"], Riff(Chunk("fmt ", Format(3, 1, 44100, 32)), Chunk("data", Floats(samples))));
        var request = new FadeRequest
        {
            FadeIn = FadeTime.FromSamples(50),
            FadeOut = FadeTime.FromSamples(50),
            Start = FadeTime.FromSamples(100),
            End = FadeTime.FromSamples(250),
        };
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], request);
        var faded = AudioReading.ReadInterleaved(_folder["out.wav"], out _, out _);
        Assert.All(faded[..100], sample => Assert.Equal(0, sample));
        Assert.All(faded[101..200], sample => Assert.Equal(float.PositiveInfinity, sample));
        Assert.Equal(-0.5f, faded[225]);
        Assert.All(faded[250..], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Silence_of_unsigned_samples_is_128()
    {
        File.WriteAllBytes(_folder["in.wav"], Riff(Chunk("fmt ", Format(1, 1, 44100, 8)), Chunk("data", [.. Enumerable.Repeat((byte)200, 100)])));
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], new FadeRequest { FadeIn = FadeTime.FromSamples(10), Start = FadeTime.FromSamples(50) });
        Assert.All(File.ReadAllBytes(_folder["out.wav"])[44..94], value => Assert.Equal(128, value));
    }

    [Fact]
    public void A_header_that_promised_too_much_is_set_right()
    {
        var data = Shorts([.. Enumerable.Repeat(1000, Frames)]);
        File.WriteAllBytes(_folder["in.wav"], Riff("RIFF", 7, Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", data, size: 1_000_000)));
        var report = FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request);
        Assert.Equal($"its header promises 500000 frames and it holds {Frames}", report.Warning);
        Assert.Equal(Riff(Chunk("fmt ", Format(1, 1, 44100, 16)), Chunk("data", Expected(data, 1, 16, 1))), File.ReadAllBytes(_folder["out.wav"]));
    }

    [Fact]
    public void The_output_may_be_the_input()
    {
        var (file, _, _) = Sound("RIFF", 1, 16);
        File.WriteAllBytes(_folder["a.wav"], file);
        FadeFile.Run(_folder["a.wav"], _folder["b.wav"], Request);
        FadeFile.Run(_folder["a.wav"], _folder["a.wav"], Request);
        Assert.Equal(File.ReadAllBytes(_folder["b.wav"]), File.ReadAllBytes(_folder["a.wav"]));
        Assert.Equal(["a.wav", "b.wav"], _folder.Names);
    }

    [Fact]
    public void Cancelled_in_the_middle_it_leaves_what_was_there()
    {
        var (file, _, _) = Sound("RIFF", 1, 16);
        File.WriteAllBytes(_folder["in.wav"], file);
        File.WriteAllText(_folder["out.wav"], "before");
        using var cancellation = new CancellationTokenSource();
        using (var source = new ByteSource(new Interrupting(file, cancellation), "pipe"))
        using (var output = new FadeOutput(_folder["out.wav"]))
        {
            Assert.Throws<OperationCanceledException>(() => FadeFile.Streamed(source, output, Request, cancellation.Token));
            Assert.True(output.Length > 0);
        }

        Assert.Throws<OperationCanceledException>(() => FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request, cancellation.Token));
        Assert.Equal("before", File.ReadAllText(_folder["out.wav"]));
        Assert.Equal(["in.wav", "out.wav"], _folder.Names);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_work_without_a_fault()
    {
        Programs.Require("mkfifo");
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Noise(2_000_000), 44100);
        Programs.Run("mkfifo", _folder["pipe"]);
        var reader = Task.Run(() =>
        {
            using var stream = new FileStream(_folder["pipe"], FileMode.Open, FileAccess.Read);
            stream.ReadExactly(new byte[100]);
        });
        var report = FadeFile.Run(_folder["in.wav"], _folder["pipe"], Request);
        await reader;
        Assert.True(report.ReaderGone);
    }

    [Fact]
    public void A_full_disk_is_named_and_left_clean()
    {
        using var disk = new SmallDisk();
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Noise(2_000_000), 44100);
        var path = disk.Folder["out.wav"];
        var fault = Assert.Throws<InputException>(() => FadeFile.Run(_folder["in.wav"], path, Request));
        Assert.Equal($"{path}: cannot be written since the disk is full. Free some space or write to another disk.", fault.Message);
        Assert.Empty(disk.Folder.Names);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_file()
    {
        WavWriter.WriteAll(_folder["in.wav"], new float[10_000_000], 44100);
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request with { FadeIn = FadeTime.FromSamples(9_000_000) });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }

    [Theory]
    [InlineData("mp3", "WAV, 32-bit float")]
    [InlineData("ogg", "WAV, 32-bit float")]
    [InlineData("flac", "WAV, 16-bit PCM")]
    [InlineData("aiff", "WAV, 16-bit PCM")]
    public void Other_sounds_become_WAV(string extension, string format)
    {
        Programs.Require("ffmpeg");
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Sines(44100, 2, 44100), 44100, 2, SampleEncoding.Pcm16);
        Programs.Run("ffmpeg", "-v", "error", "-i", _folder["in.wav"], _folder["in." + extension]);
        FadeFile.Run(_folder["in." + extension], _folder["out.wav"], Request);
        using var source = AudioFile.Open(_folder["out.wav"]);
        Assert.Equal((format, 44100, 2, 44100L), (source.Format, source.SampleRate, source.Channels, source.LengthFrames));
        var faded = WavReadingTests.ReadAll(source);
        var original = AudioReading.ReadInterleaved(_folder["in.wav"], out _, out _);
        var plan = Request.Plan(44100, 44100);
        var tolerance = extension is "flac" or "aiff" ? 1.6e-5 : 0.05;
        for (var i = 0; i < faded.Length; i++)
            Assert.InRange(faded[i] - original[i] * plan.Gain(i / 2), -tolerance, tolerance);
    }

    [Theory]
    [InlineData("flac", 0)]
    [InlineData("aiff", 0)]
    [InlineData("mp3", 0.12)]
    [InlineData("ogg", 0.05)]
    [InlineData("m4a", 0.12)]
    public void WAV_becomes_what_the_extension_says(string extension, double tolerance)
    {
        Programs.Require("ffmpeg");
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Sines(44100, 2, 44100), 44100, 2, SampleEncoding.Pcm24);
        FadeFile.Run(_folder["in.wav"], _folder["out.wav"], Request);
        FadeFile.Run(_folder["in.wav"], _folder["out." + extension], Request);
        using var source = AudioFile.Open(_folder["out." + extension]);
        Assert.StartsWith(extension switch { "ogg" => "Ogg Vorbis", _ => extension.ToUpperInvariant() }, source.Format);
        var expected = AudioReading.ReadInterleaved(_folder["out.wav"], out _, out _);
        var got = WavReadingTests.ReadAll(source);
        var (error, power) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            error += Math.Pow(got[i] - expected[i], 2);
            power += Math.Pow(expected[i], 2);
        }

        Assert.InRange(Math.Sqrt(error / power), 0, tolerance);
        Assert.Equal(["in.wav", "out." + extension, "out.wav"], _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tags_come_along_into_an_encoder()
    {
        Programs.Require("ffprobe");
        WavWriter.WriteAll(_folder["in.wav"], TestSignal.Sines(44100, 1, 44100), 44100);
        Programs.Run("ffmpeg", "-v", "error", "-i", _folder["in.wav"], "-metadata", "title=A song", _folder["in.mp3"]);
        FadeFile.Run(_folder["in.mp3"], _folder["out.flac"], Request);
        var title = System.Text.Encoding.UTF8.GetString(Programs.Run("ffprobe", "-v", "error", "-show_entries", "format_tags=title", "-of", "csv=p=0", _folder["out.flac"]));
        Assert.Equal("A song", title.Trim());
    }

    [Fact]
    public void An_ending_that_names_no_sound_is_refused()
    {
        File.WriteAllBytes(_folder["in.wav"], Pcm16(1, 44100, 1, 2, 3));
        var path = _folder["out.txt"];
        var fault = Assert.Throws<InputException>(() => FadeFile.Run(_folder["in.wav"], path, Request));
        Assert.Equal($"{path}: cannot be written, for '.txt' names no sound format known here. End it in .wav, .flac, .mp3, .ogg, .opus, .m4a or .aiff.", fault.Message);
    }

    [Fact]
    public void Fades_that_cannot_be_meant_are_refused()
    {
        File.WriteAllBytes(_folder["in.wav"], Pcm16(1, 44100, new int[44100]));
        var none = Assert.Throws<InputException>(() => FadeFile.Run(_folder["in.wav"], _folder["out.wav"], new FadeRequest()));
        Assert.Equal("no fade was asked for", none.Problem);
        var late = Assert.Throws<InputException>(() => FadeFile.Run(
            _folder["in.wav"], _folder["out.wav"], new FadeRequest { FadeIn = FadeTime.FromSeconds(1), Start = FadeTime.FromSeconds(2) }));
        Assert.Equal("ends at 1 s, before its fade-in would begin", late.Problem);
        Assert.Equal(["in.wav"], _folder.Names);
    }

    [Fact]
    public void Beyond_4_GiB_through_pipes()
    {
        // RF64 of 64 channels of doubles: 4.2 GB in some 8 million frames.
        var format = Format(3, 64, 48000, 64);
        const long Data = 4_200_000_000 / 512 * 512;
        var header = Rf64("RF64", format, [], Data);
        using var bytes = new ByteSource(new Repeating(header, Floats64(0.5), Data, "LIST\u0004\0\0\0abcd"u8.ToArray()), "pipe");
        using var sink = new EndlessSink();
        using var output = new FadeOutput(sink, "sink");
        var report = FadeFile.Streamed(bytes, output, new FadeRequest { FadeOut = FadeTime.FromSamples(1000) }, default);
        Assert.Equal(Data / 512, report.Frames);
        Assert.Equal(header.Length + Data + 12, sink.Length);
        Assert.Equal(header, sink.First[..header.Length]);
        Assert.Equal(0.5, BitConverter.ToDouble(sink.First, header.Length));
        Assert.Equal("abcd"u8, sink.Last.AsSpan(^4));
        // The last frame of a linear fade-out of 1000 has the gain 1/1000.
        Assert.Equal(0.0005, BitConverter.ToDouble(sink.Last, 256 - 12 - 8));
    }

    [Fact]
    public void Beyond_4_GiB_in_a_file_with_a_hole()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("sparse files are made so on Linux");
        var format = Format(3, 64, 48000, 64);
        const long Data = 4_400_000_000 / 512 * 512;
        var header = Rf64("BW64", format, [], Data);
        var path = _folder["hole.wav"];
        using (var file = File.Create(path))
        {
            file.Write(header);
            file.Position = header.Length + Data - 512;
            for (var i = 0; i < 64; i++)
                file.Write(BitConverter.GetBytes(0.5));
        }

        using var sink = new EndlessSink();
        using var output = new FadeOutput(sink, "sink");
        using var source = AudioFile.OpenRead(path);
        using var bytes = new ByteSource(source, path);
        var sound = EditableSound.TryRead(bytes, null)!;
        Assert.Equal((Data, null), (sound.DataLength, sound.Warning));
        FadeFile.Edited(source, path, sound, output, new FadeRequest { FadeOut = FadeTime.FromSamples(1000) }, default);
        Assert.Equal(new FileInfo(path).Length, sink.Length);
        Assert.Equal(0.0005, BitConverter.ToDouble(sink.Last, 256 - 8));
    }

    private static byte[] Piped(byte[] file, FadeRequest request, out FadeReport report)
    {
        using var source = new ByteSource(new PipeLike(file, 1013), "pipe");
        using var sink = new MemoryStream();
        using var output = new FadeOutput(sink, "sink");
        report = FadeFile.Streamed(source, output, request, default);
        return sink.ToArray();
    }

    private static (byte[] File, int DataOffset, byte[] Data) Sound(string container, int tag, int bits)
    {
        var format = Format(tag, 3, 44100, bits);
        var data = new byte[Frames * 3 * bits / 8];
        var random = new Random(bits);
        if (tag == 3)
        {
            for (var i = 0; i < Frames * 3; i++)
            {
                if (bits == 32)
                    BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * 4), random.NextSingle() * 2 - 1);
                else
                    BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * 8), random.NextDouble() * 2 - 1);
            }
        }
        else
        {
            random.NextBytes(data);
        }

        byte[] list = Chunk("LIST", "INFOIART\u0003\0\0\0me\0"u8.ToArray());
        byte[] id3 = Chunk("id3 ", [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0]);
        var file = container switch
        {
            "W64" => Wave64(format, data, Wave64Chunk("bext", new byte[11])),
            "RIFF" => Riff(Chunk("bext", new byte[603]), Chunk("fmt ", format), Chunk("fact", new byte[4]), list, Chunk("data", data), Chunk("cue ", new byte[28]), id3),
            _ => Rf64(container, format, data, null, list, id3),
        };
        return (file, file.AsSpan().IndexOf(data), data);
    }

    // The arithmetic spelled out once more, in double precision and rounded once; silence has no sign.
    private static byte[] Expected(byte[] data, int tag, int bits, int channels)
    {
        var size = bits / 8;
        var plan = Request.Plan(44100, data.Length / (size * channels));
        var expected = (byte[])data.Clone();
        for (var i = 0; i < data.Length / size; i++)
        {
            var gain = plan.Gain(i / channels);
            if (gain == 1)
                continue;
            var at = i * size;
            switch (tag, bits)
            {
                case (1, 8):
                    expected[at] = (byte)(Math.Round((data[at] - 128) * gain, MidpointRounding.ToEven) + 128);
                    break;
                case (1, 16):
                    BinaryPrimitives.WriteInt16LittleEndian(
                        expected.AsSpan(at), (short)Math.Round(BinaryPrimitives.ReadInt16LittleEndian(data.AsSpan(at)) * gain, MidpointRounding.ToEven));
                    break;
                case (1, 24):
                    var k = (data[at] << 8 | data[at + 1] << 16 | data[at + 2] << 24) >> 8;
                    var rounded = (int)Math.Round(k * gain, MidpointRounding.ToEven);
                    (expected[at], expected[at + 1], expected[at + 2]) = ((byte)rounded, (byte)(rounded >> 8), (byte)(rounded >> 16));
                    break;
                case (1, 32):
                    BinaryPrimitives.WriteInt32LittleEndian(
                        expected.AsSpan(at), (int)Math.Round(BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at)) * gain, MidpointRounding.ToEven));
                    break;
                case (3, 32):
                    BinaryPrimitives.WriteSingleLittleEndian(expected.AsSpan(at), gain == 0 ? 0 : (float)(BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(at)) * gain));
                    break;
                case (3, 64):
                    BinaryPrimitives.WriteDoubleLittleEndian(expected.AsSpan(at), gain == 0 ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(at)) * gain);
                    break;
                case (6, _):
                    expected[at] = CompandedSample.ToALaw((int)Math.Round(CompandedSample.FromALaw(data[at]) * gain, MidpointRounding.ToEven));
                    break;
                default:
                    expected[at] = CompandedSample.ToMuLaw((int)Math.Round(CompandedSample.FromMuLaw(data[at]) * gain, MidpointRounding.ToEven));
                    break;
            }
        }

        return expected;
    }

    private static byte[] Floats64(double value)
    {
        var block = new byte[1 << 20];
        for (var i = 0; i < block.Length; i += 8)
            BinaryPrimitives.WriteDoubleLittleEndian(block.AsSpan(i), value);
        return block;
    }

    /// <summary>A header, a block over and over for a length, and an end.</summary>
    private sealed class Repeating(byte[] header, byte[] block, long length, byte[] end) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var inBlock = _at - header.Length;
            ReadOnlySpan<byte> from = inBlock < 0 ? header.AsSpan((int)_at)
                : inBlock < length ? block.AsSpan((int)(inBlock % block.Length), (int)Math.Min(block.Length - inBlock % block.Length, length - inBlock))
                : end.AsSpan((int)Math.Min(end.Length, inBlock - length));
            from = from[..Math.Min(from.Length, buffer.Length)];
            from.CopyTo(buffer);
            _at += from.Length;
            return from.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A pipe during whose reading the user presses Ctrl-C.</summary>
    private sealed class Interrupting(byte[] start, CancellationTokenSource cancellation) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            // The beginning, and then samples without an end.
            var count = _at < start.Length ? (int)Math.Min(buffer.Length, start.Length - _at) : buffer.Length;
            if (_at < start.Length)
                start.AsSpan((int)_at, count).CopyTo(buffer);
            _at += count;
            if (_at > 20_000_000)
                cancellation.Cancel();
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
