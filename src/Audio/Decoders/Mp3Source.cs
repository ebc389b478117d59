using NLayer;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>
/// MPEG-1, 2 and 2.5 audio by NLayer. Where the encoder has noted what it added (the LAME tag), that is cut off, so that
/// the sound has its original length and no silence in front.
/// </summary>
internal sealed class Mp3Source : IAudioSource
{
    private readonly MpegFile _file;
    private long _skip;
    private long _left = long.MaxValue;
    private bool _ended;

    /// <param name="bytes">At the first frame or before it; taken over.</param>
    /// <exception cref="InputException">No frame can be decoded.</exception>
    public Mp3Source(ByteSource bytes)
    {
        var subject = bytes.Subject;
        var info = MpegInfoFrame.Find(bytes.Peek(AudioSniffer.LookAhead));
        try
        {
            // NLayer goes back to the first byte and takes a tag there into memory, of whatever size it claims to be.
            Stream stream = bytes.Detach();
            _file = new MpegFile(stream.CanSeek ? new RestOfStream(stream) : stream);
            SampleRate = _file.SampleRate;
            Channels = _file.Channels;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            bytes.Dispose();
            throw new InputException(subject, "begins like an MP3 file and holds no frame that can be decoded", "check that the file plays", exception);
        }

        AudioLimits.Check(subject, Channels, SampleRate);
        if (info is { } known)
        {
            _skip = known.Delay;
            LengthFrames = known.Length;
            _left = known.IsTrimmed ? known.Length : long.MaxValue;
        }
    }

    public int SampleRate { get; }

    public int Channels { get; }

    public long? LengthFrames { get; }

    public string Format => "MP3";

    public string? Warning { get; private set; }

    public int Read(Span<float> interleaved)
    {
        var wanted = (int)Math.Min(interleaved.Length / Channels, _left);
        var room = interleaved[..(wanted * Channels)];
        if (_skip > 0)
            PassDelay();
        var done = 0;
        while (done < wanted && !_ended)
            done += Decode(room[(done * Channels)..]);
        _left -= done;
        return done;
    }

    public void Dispose() => _file.Dispose();

    private void PassDelay()
    {
        Span<float> unwanted = stackalloc float[1152];
        while (_skip > 0 && !_ended)
            _skip -= Decode(unwanted[..((int)Math.Min(_skip, unwanted.Length / Channels) * Channels)]);
    }

    private int Decode(Span<float> room)
    {
        try
        {
            var frames = _file.ReadSamples(room) / Channels;
            _ended = frames == 0;
            return frames;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Warning = "it is damaged, and is read up to there";
            _ended = true;
            return 0;
        }
    }
}
