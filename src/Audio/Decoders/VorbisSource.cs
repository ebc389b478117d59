using NVorbis;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>Ogg Vorbis by NVorbis.</summary>
internal sealed class VorbisSource : IAudioSource
{
    private readonly VorbisReader _reader;
    private long _read;
    private bool _ended;

    /// <exception cref="InputException">The headers cannot be decoded.</exception>
    public VorbisSource(Stream stream, string subject)
    {
        try
        {
            _reader = new VorbisReader(stream, closeOnDispose: true) { ClipSamples = false };
            AudioLimits.Check(subject, _reader.Channels, _reader.SampleRate);
            LengthFrames = stream.CanSeek && _reader.TotalSamples > 0 ? _reader.TotalSamples : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _reader?.Dispose();
            stream.Dispose();
            if (exception is InputException)
                throw;
            throw new InputException(subject, "begins like an Ogg Vorbis file and cannot be decoded", "check that the file plays", exception);
        }
    }

    public int SampleRate => _reader.SampleRate;

    public int Channels => _reader.Channels;

    public long? LengthFrames { get; }

    public string Format => "Ogg Vorbis";

    public string? Warning { get; private set; }

    public int Read(Span<float> interleaved)
    {
        var wanted = interleaved.Length / Channels * Channels;
        var done = 0;
        while (done < wanted && !_ended)
        {
            try
            {
                // Never asked for more than there is: NVorbis does not come back where a file's end is cut off by more than
                // its last packet holds.
                var asked = (int)Math.Min(wanted - done, ((LengthFrames ?? long.MaxValue / Channels) - _read) * Channels);
                var read = asked > 0 ? _reader.ReadSamples(interleaved.Slice(done, asked)) : 0;
                _ended = read == 0;
                _read += read / Channels;
                done += read;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Warning = "it is damaged and is read up to there";
                _ended = true;
            }
        }

        return done / Channels;
    }

    public void Dispose() => _reader.Dispose();
}
