using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Audio.Interop;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Sound through a pipe: raw samples, or WAV. One WAV may follow another, of another rate or number of channels: the change
/// is followed.
/// </summary>
internal sealed class PipeInput : StreamInput
{
    private readonly ByteSource _bytes;
    private readonly bool _isRaw;
    private PcmPipe _pcm;
    private volatile bool _aborted;

    /// <param name="stream">At its beginning; disposed with the input.</param>
    /// <param name="subject">What to call it in messages.</param>
    /// <param name="raw">How samples are kept, or null for WAV.</param>
    /// <exception cref="InputException">It is empty, or no WAV that can be read.</exception>
    public PipeInput(Stream stream, string subject, PcmFormat? raw)
    {
        _bytes = new ByteSource(stream, subject);
        try
        {
            if (raw is { } format)
            {
                AudioLimits.Check(subject, format.Channels, format.SampleRate);
                _isRaw = true;
                _pcm = new PcmPipe(_bytes, format, null);
            }
            else
            {
                if (_bytes.Peek(1).IsEmpty)
                    throw new InputException(subject, "is empty", "check the program that writes it");
                if (!WavHeader.Recognises(_bytes.Peek(16)))
                    throw new InputException(subject, "is no WAV", "say what its samples are (--raw s16le:44100:2), or send it through ffmpeg -i - -f wav -");
                _pcm = OpenWav();
            }
        }
        catch
        {
            _bytes.Dispose();
            throw;
        }
    }

    public override int SampleRate => _pcm.Format.SampleRate;

    public override int Channels => _pcm.Format.Channels;

    public override string Format => $"{(_isRaw ? "raw" : "WAV")}, {_pcm.Format.Name}";

    /// <summary>Standard input; a wait for it ends when <paramref name="cancellation"/> says so.</summary>
    /// <exception cref="InputException">It is empty, or no WAV that can be read.</exception>
    public static PipeInput OpenStandardInput(PcmFormat? raw, CancellationToken cancellation) => new(
        OperatingSystem.IsWindows() ? StandardStreams.OpenInput() : new WaitingStream(0, cancellation),
        StandardStreams.InputName,
        raw);

    public override int Read(Span<float> interleaved, CancellationToken cancellation)
    {
        while (!_aborted)
        {
            cancellation.ThrowIfCancellationRequested();
            var frames = _pcm.Read(interleaved);
            if (frames > 0)
                return frames;
            if (_isRaw || !FindNextWav())
                return 0;
            _pcm.Dispose();
            _pcm = OpenWav();
        }

        return 0;
    }

    public override void Abort() => _aborted = true;

    protected override void Dispose(bool disposing)
    {
        _pcm.Dispose();
        _bytes.Dispose();
    }

    private PcmPipe OpenWav()
    {
        var header = WavHeader.Read(_bytes);
        if (header.ForeignCodec is { } codec)
            throw new InputException(_bytes.Subject, $"is a WAV with {codec} inside", "send it through ffmpeg -i - -c:a pcm_f32le -f wav -");
        return new PcmPipe(_bytes, header.Format, header.DataLength);
    }

    /// <summary>Passes over what may stand behind the samples of a WAV (tags, cue points) to the next one.</summary>
    private bool FindNextWav()
    {
        // Chunks begin at even places.
        if (_bytes.Position % 2 != 0)
            _bytes.Skip(1);
        while (true)
        {
            var start = _bytes.Peek(16);
            if (WavHeader.Recognises(start))
                return true;
            if (start.Length < 8)
                return false;
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
            _bytes.Skip(8 + length + (length & 1));
        }
    }
}
