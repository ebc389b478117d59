using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>The normalisation of a network's input, from the music that it is trained on.</summary>
internal static class BandStatistics
{
    /// <summary>The mean of each band, and the deviation of all values, over levelled windows.</summary>
    /// <param name="shape">The model's metadata; its normalisation does not matter.</param>
    /// <param name="floor">The front-end's value for silence.</param>
    /// <param name="music">The music, each piece at least a window long.</param>
    /// <returns>The metadata with this normalisation.</returns>
    internal static ModelMetadata Normalised(ModelMetadata shape, float floor, IEnumerable<TrackFeatures> music)
    {
        var cutter = new WindowCutter(shape with { Mean = [0f], Deviation = [1f] }, floor);
        var sum = new double[cutter.Bands];
        var squares = new double[cutter.Bands];
        var window = new float[cutter.Length];
        long frames = 0;
        foreach (TrackFeatures piece in music)
        {
            foreach (int position in cutter.Positions(piece))
            {
                cutter.Cut(piece, position, window);
                for (int i = 0; i < window.Length; i++)
                {
                    sum[i / cutter.Frames] += window[i];
                    squares[i / cutter.Frames] += window[i] * (double)window[i];
                }

                frames += cutter.Frames;
            }
        }

        double variance = Enumerable.Range(0, cutter.Bands).Average(b => (squares[b] / frames) - (sum[b] / frames * (sum[b] / frames)));

        // Silence throughout would have no deviation; any scale does for it.
        float deviation = (float)Math.Sqrt(Math.Max(variance, 1e-6));
        return shape with
        {
            Mean = [.. sum.Select(s => (float)(s / frames))],
            Deviation = [.. Enumerable.Repeat(deviation, cutter.Bands)],
        };
    }
}
