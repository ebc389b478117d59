using NLayer;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>MPEG-1, 2 and 2.5 audio by NLayer.</summary>
internal sealed class Mp3Source : IAudioSource
{
    private readonly MpegFile _file;
    private readonly string _subject;
    private bool _ended;

    public Mp3Source(Stream stream, string subject)
    {
        _subject = subject;
        try
        {
            _file = new MpegFile(stream);
            AudioLimits.Check(subject, _file.Channels, _file.SampleRate);
        }
        catch (Exception exception) when (exception is not InputException and not OutOfMemoryException)
        {
            stream.Dispose();
            throw new InputException(subject, "begins like an MP3 file and holds no frame that can be decoded", "check that the file plays", exception);
        }
    }

    public int SampleRate => _file.SampleRate;

    public int Channels => _file.Channels;

    public long? LengthFrames => null;

    public string Format => "MP3";

    public string? Warning { get; private set; }

    public int Read(Span<float> interleaved)
    {
        var wanted = interleaved.Length / Channels * Channels;
        var done = 0;
        while (done < wanted && !_ended)
        {
            try
            {
                var read = _file.ReadSamples(interleaved[done..wanted]);
                _ended = read == 0;
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

    public void Dispose() => _file.Dispose();
}
