using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Service.Analyses;

/// <summary>A sound that may not be longer than was agreed, however little its file weighs.</summary>
/// <param name="inner">The sound; disposed with this.</param>
/// <param name="subject">What to call it.</param>
/// <param name="limits">What was agreed.</param>
internal sealed class LimitedSource(IAudioSource inner, string subject, ServiceLimits limits) : IAudioSource
{
    private long _frames;

    public int SampleRate => inner.SampleRate;

    public int Channels => inner.Channels;

    public long? LengthFrames => inner.LengthFrames;

    public string Format => inner.Format;

    public string? Warning => inner.Warning;

    public int Read(Span<float> interleaved)
    {
        int frames = inner.Read(interleaved);
        _frames += frames;
        if (_frames > limits.DecodedSeconds * SampleRate || _frames * Channels > limits.DecodedSamples)
        {
            throw new InputException(subject, $"it is longer than {TimeSpan.FromSeconds(limits.DecodedSeconds):g}, or has too many samples in all", "cut it, or use 'emotion analyze', which has no limit");
        }

        return frames;
    }

    public void Dispose() => inner.Dispose();
}
