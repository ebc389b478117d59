using System.Buffers;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>
/// Fades a sound file into another. A WAV (RIFF, RIFX, RF64, BW64, Wave64) or AIFF stays what it is: container, sample
/// format, channels, rate and every other chunk, and outside the fades every byte. Other sounds are decoded and written
/// as WAV, lossless ones with their own width, lossy ones as 32-bit float; or encoded by the system's ffmpeg where the
/// output's extension says so. Memory is constant; what is held back on a pipe of unknown length is the fade-out's own
/// length. The output appears whole or not at all, so it may be the input itself.
/// </summary>
public static class FadeFile
{
    private const int BlockBytes = 1 << 18;
    private const long MostHeldBytes = 1L << 30;

    /// <summary>Fades <paramref name="input"/> into <paramref name="output"/>.</summary>
    /// <param name="input">A sound file, or <c>-</c> for a WAV on standard input.</param>
    /// <param name="output">A file, or <c>-</c> for a WAV on standard output.</param>
    /// <param name="request">The fades.</param>
    /// <param name="cancellation">Stops the work; nothing is left behind then.</param>
    /// <exception cref="InputException">The input cannot be read, the output not written, or the fades not be meant.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FadeReport Run(string input, string output, FadeRequest request, CancellationToken cancellation = default)
    {
        var encoder = EncoderFormat.OfPath(output);
        if (input == AudioFile.Pipe)
        {
            if (encoder is not null)
            {
                using var source = AudioFile.OpenWav(StandardStreams.OpenInput(), StandardStreams.InputName);
                return Decoded(source, StandardStreams.InputName, null, output, encoder, request, cancellation);
            }

            using var bytes = new ByteSource(StandardStreams.OpenInput(), StandardStreams.InputName);
            using var target = new FadeOutput(output);
            return Streamed(bytes, target, request, cancellation);
        }

        using (var bytes = new ByteSource(AudioFile.OpenRead(input), input))
        {
            if (bytes.Peek(1).IsEmpty)
                throw AudioFile.Empty(input);
            if (EditableSound.TryRead(bytes, encoder) is { } sound)
            {
                request.Check(input, sound.Format.SampleRate, sound.Frames);
                using var target = new FadeOutput(output);
                return Edited((FileStream)bytes.Detach(), input, sound, target, request, cancellation);
            }
        }

        using var decoded = AudioFile.Open(input, prefersFfmpegForMp3: true);
        return Decoded(decoded, input, input, output, encoder, request, cancellation);
    }

    /// <summary>From a file whose layout is known: what is not faded is copied, in the kernel where that can be.</summary>
    internal static FadeReport Edited(
        FileStream source, string input, EditableSound sound, FadeOutput target, FadeRequest request, CancellationToken cancellation)
    {
        var format = sound.Format;
        var frames = sound.Frames;
        var plan = request.Plan(format.SampleRate, frames);
        var report = new FadeReport(sound.Name, format.SampleRate, format.Channels, frames, plan, sound.Warning);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            CopyHeader(source, input, sound, target, cancellation);
            var fader = new SampleFader(format);
            var size = format.BytesPerFrame;
            for (var position = 0L; position < frames;)
            {
                cancellation.ThrowIfCancellationRequested();
                var region = plan.RegionAt(position, out var end);
                var count = Math.Min(end, frames) - position;
                var at = sound.DataOffset + position * size;
                if (region == FadeRegion.Unity)
                {
                    target.Copy(source, input, at, count * size, cancellation);
                }
                else
                {
                    count = Math.Min(count, BlockBytes / size);
                    var bytes = block.AsSpan(0, (int)count * size);
                    for (var read = 0; read < bytes.Length;)
                    {
                        var got = FadeOutput.Read(source, input, bytes[read..], at + read);
                        if (got == 0)
                            throw FadeOutput.ShrunkWhileRead(input);
                        read += got;
                    }

                    fader.Apply(bytes, plan, position);
                    target.Write(bytes);
                }

                position += count;
            }

            var tail = sound.DataOffset + frames * size;
            target.Copy(source, input, tail, sound.FileLength - tail, cancellation);
        }
        catch (IOException exception) when (IoFault.IsBrokenPipe(exception))
        {
            return report with { ReaderGone = true };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        // The output may be the input, and Windows does not rename over an open file.
        source.Dispose();
        target.Commit();
        return report;
    }

    private static void CopyHeader(
        FileStream source, string input, EditableSound sound, FadeOutput target, CancellationToken cancellation)
    {
        var at = 0L;
        foreach (var patch in sound.Patches)
        {
            target.Copy(source, input, at, patch.Offset - at, cancellation);
            target.Write(patch.Bytes);
            at = patch.Offset + patch.Bytes.Length;
        }

        target.Copy(source, input, at, sound.DataOffset - at, cancellation);
    }

    /// <summary>From a WAV that comes once, front to back, and whose header may not know its length.</summary>
    internal static FadeReport Streamed(ByteSource bytes, FadeOutput target, FadeRequest request, CancellationToken cancellation)
    {
        if (bytes.Peek(1).IsEmpty)
            throw AudioFile.Empty(bytes.Subject);
        using var start = new MemoryStream();
        var header = WavHeader.Read(bytes, start);
        if (header.ForeignCodec is { } codec)
            throw new InputException(bytes.Subject, $"is a WAV that holds {codec}, which cannot be read from a pipe", "give it as a file");
        var format = header.Format;
        request.Check(bytes.Subject, format.SampleRate, null);
        var size = format.BytesPerFrame;
        var blockBytes = BlockBytes / size * size;
        var held = new HoldBack<byte>(HeldFrames(request, format.SampleRate, size, bytes.Subject) * size, blockBytes);
        var block = new byte[blockBytes];
        var fader = new SampleFader(format);
        var plan = request.PlanBeforeEnd(format.SampleRate);
        var left = header.DataLength ?? long.MaxValue;
        var position = 0L;
        var tail = 0;
        var readerGone = false;
        try
        {
            target.Write(start.GetBuffer().AsSpan(0, (int)start.Length));
            for (var atEnd = false; !atEnd;)
            {
                cancellation.ThrowIfCancellationRequested();
                var wanted = (int)Math.Min(block.Length, left);
                var read = bytes.Read(block.AsSpan(0, wanted));
                left -= read;
                atEnd = read < wanted || left == 0;
                tail = read % size;
                held.Add(block.AsSpan(0, read - tail));
                if (atEnd)
                    plan = request.Plan(format.SampleRate, position + held.Count / size);
                for (var part = held.Take(atEnd); !part.IsEmpty; part = held.Take(atEnd))
                {
                    fader.Apply(part, plan, position);
                    target.Write(part);
                    position += part.Length / size;
                }

                if (atEnd)
                    target.Write(block.AsSpan(read - tail, tail));
            }

            var dataLength = position * size + tail;
            for (int read; (read = bytes.Read(block)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                target.Write(block.AsSpan(0, read));
            }

            if (target.CanPatch)
            {
                foreach (var patch in header.Corrections(dataLength, target.Length))
                    target.Patch(patch);
            }
        }
        catch (IOException exception) when (IoFault.IsBrokenPipe(exception))
        {
            readerGone = true;
        }

        target.Commit();
        var warning = header.Warning;
        if (!readerGone && header.DeclaredLength / size > position)
            warning = $"its header promises {header.DeclaredLength / size} frames and it ends after {position}";
        return new FadeReport($"WAV, {format.Name}", format.SampleRate, format.Channels, position, plan, warning, readerGone);
    }

    /// <summary>From a sound that is decoded, into a WAV or an encoder.</summary>
    private static FadeReport Decoded(
        IAudioSource source, string input, string? tagsFrom, string output, EncoderFormat? encoder, FadeRequest request, CancellationToken cancellation)
    {
        request.Check(input, source.SampleRate, null);
        var encoding = source switch
        {
            PcmSource pcm when pcm.Encoding is not (SampleEncoding.ALaw or SampleEncoding.MuLaw) =>
                pcm.Encoding == SampleEncoding.Signed8 ? SampleEncoding.Unsigned8 : pcm.Encoding,
            FlacSource flac => flac.Bits switch { <= 8 => SampleEncoding.Unsigned8, <= 16 => SampleEncoding.Pcm16, <= 24 => SampleEncoding.Pcm24, _ => SampleEncoding.Pcm32 },
            PcmSource => SampleEncoding.Pcm16,
            _ => SampleEncoding.IeeeFloat32,
        };
        if (encoder is null)
        {
            using var writer = new WavWriter(output, source.SampleRate, source.Channels, encoding);
            return Decoded(source, input, writer, request, writer.Complete, null, cancellation);
        }

        using var encoded = new FfmpegEncoder(output, encoder, source.SampleRate, source.Channels, encoding, tagsFrom);
        return Decoded(source, input, encoded.Writer, request, encoded.Complete, encoded.Failed, cancellation);
    }

    private static FadeReport Decoded(
        IAudioSource source, string input, WavWriter writer, FadeRequest request, Action complete, Func<InputException>? failed, CancellationToken cancellation)
    {
        var channels = source.Channels;
        var blockFrames = BlockBytes / sizeof(float) / channels;
        var block = new float[blockFrames * channels];
        var numbers = new double[block.Length];
        var held = new HoldBack<float>(HeldFrames(request, source.SampleRate, channels * sizeof(float), input) * channels, block.Length);
        var plan = request.PlanBeforeEnd(source.SampleRate);
        var position = 0L;
        var readerGone = false;
        try
        {
            for (var atEnd = false; !atEnd;)
            {
                cancellation.ThrowIfCancellationRequested();
                var frames = source.Read(block);
                atEnd = frames == 0;
                held.Add(block.AsSpan(0, frames * channels));
                if (atEnd)
                    plan = request.Plan(source.SampleRate, position + held.Count / channels);
                for (var part = held.Take(atEnd); !part.IsEmpty; part = held.Take(atEnd))
                {
                    for (; !part.IsEmpty; part = part[Math.Min(part.Length, numbers.Length)..])
                        position += WriteFaded(part[..Math.Min(part.Length, numbers.Length)], numbers, channels, plan, position, writer);
                }
            }

            complete();
        }
        catch (IOException exception) when (IoFault.IsBrokenPipe(exception))
        {
            if (failed is not null)
                throw failed();
            readerGone = true;
        }

        return new FadeReport(source.Format, source.SampleRate, channels, position, plan, source.Warning, readerGone);
    }

    // In double precision, so that integers of 24 bits are rounded once.
    private static int WriteFaded(Span<float> part, double[] numbers, int channels, FadePlan plan, long position, WavWriter writer)
    {
        for (var i = 0; i < part.Length; i++)
            numbers[i] = part[i];
        plan.Apply(numbers.AsSpan(0, part.Length), channels, position);
        writer.Write((ReadOnlySpan<double>)numbers.AsSpan(0, part.Length));
        return part.Length / channels;
    }

    private static long HeldFrames(FadeRequest request, int sampleRate, int bytesPerFrame, string subject)
    {
        var frames = request.NeedsLength ? request.FadeOut!.Value.ToSamples(sampleRate) : 0;
        if (frames > MostHeldBytes / bytesPerFrame)
            throw new InputException(subject, "has no known length, and the fade-out is too long to be held back for it", "give it as a WAV file");
        return frames;
    }
}
