namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>A stereo mix in the making: what instruments add to, dry and towards the room.</summary>
internal sealed class StereoBus(int frames)
{
    internal const int Rate = DemoTrack.SampleRate;

    private readonly float[] _left = new float[frames];
    private readonly float[] _right = new float[frames];

    internal int Frames => frames;

    internal Span<float> Left => _left;

    internal Span<float> Right => _right;

    /// <summary>Adds a mono sound.</summary>
    /// <param name="sound">Samples at <see cref="Rate"/>; what stands beyond the bus is dropped.</param>
    /// <param name="startSeconds">Where its first sample goes.</param>
    /// <param name="gain">Linear.</param>
    /// <param name="pan">−1 left … 1 right, at equal power.</param>
    internal void Add(ReadOnlySpan<float> sound, double startSeconds, double gain, double pan = 0)
    {
        int start = FrameOf(startSeconds);
        int count = Math.Min(sound.Length, frames - start);
        double angle = (pan + 1) * Math.PI / 4;
        float left = (float)(gain * Math.Cos(angle) * Math.Sqrt(2));
        float right = (float)(gain * Math.Sin(angle) * Math.Sqrt(2));
        for (int i = Math.Max(0, -start); i < count; i++)
        {
            _left[start + i] += left * sound[i];
            _right[start + i] += right * sound[i];
        }
    }

    /// <summary>Adds another mix, from a place of this one on.</summary>
    internal void Add(StereoBus other, double startSeconds, double gain)
    {
        int start = FrameOf(startSeconds);
        int count = Math.Min(other.Frames, frames - start);
        for (int i = 0; i < count; i++)
        {
            _left[start + i] += (float)gain * other._left[i];
            _right[start + i] += (float)gain * other._right[i];
        }
    }

    /// <summary>Closes the mix smoothly before its end, so that a passage hands over without a click.</summary>
    internal void Close(double atSeconds, double seconds)
    {
        int from = FrameOf(atSeconds);
        int length = FrameOf(seconds);
        for (int i = Math.Max(0, from); i < frames; i++)
        {
            double x = Math.Clamp((i - from) / (double)length, 0, 1);
            float gain = (float)(0.5 + (0.5 * Math.Cos(Math.PI * x)));
            _left[i] *= gain;
            _right[i] *= gain;
        }
    }

    /// <summary>The finished track: interleaved, rounded at the peaks as tape would, the largest at <paramref name="peak"/>.</summary>
    internal float[] Master(float peak)
    {
        BlockDirectCurrent(_left);
        BlockDirectCurrent(_right);
        var track = new float[2 * frames];
        float largest = 0;
        for (int i = 0; i < frames; i++)
        {
            track[2 * i] = Rounded(_left[i]);
            track[(2 * i) + 1] = Rounded(_right[i]);
            largest = Math.Max(largest, Math.Max(Math.Abs(track[2 * i]), Math.Abs(track[(2 * i) + 1])));
        }

        float gain = peak / largest;
        foreach (ref float sample in track.AsSpan())
        {
            sample *= gain;
        }

        return track;
    }

    internal static int FrameOf(double seconds) => (int)Math.Round(seconds * Rate);

    // Overdriven drums and chords lean to one side; 12 Hz and below is no music.
    private static void BlockDirectCurrent(Span<float> samples)
    {
        double pole = 1 - (2 * Math.PI * 12 / Rate), last = 0, output = 0;
        foreach (ref float sample in samples)
        {
            output = sample - last + (pole * output);
            last = sample;
            sample = (float)output;
        }
    }

    // Straight to a half, then bent: quiet passages stay as they are.
    private static float Rounded(float x)
    {
        const float Knee = 0.5f;
        float beyond = Math.Abs(x) - Knee;
        return beyond <= 0 ? x : MathF.CopySign(Knee + (Knee * MathF.Tanh(beyond / Knee)), x);
    }
}
