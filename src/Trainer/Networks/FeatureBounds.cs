using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>
/// How far each pooled feature may go before the last layer: sounds unlike all that was learnt from take features where no
/// track ever had them, and a linear layer would be the surer of them the farther that is. Immutable.
/// </summary>
/// <param name="Lowest">The least value of each feature.</param>
/// <param name="Highest">The greatest value of each feature.</param>
internal sealed record FeatureBounds(float[] Lowest, float[] Highest)
{
    /// <summary>Bounds that leave a share of windows outside, on each side of each feature.</summary>
    /// <param name="tracks">What a network makes of the windows of tracks; one window or more.</param>
    /// <param name="tail">The share, 0 … below 0.5; 0 for the range of all windows.</param>
    internal static FeatureBounds Of(IReadOnlyList<TrackFeatures> tracks, double tail)
    {
        int size = tracks[0].Bands;
        int windows = tracks.Sum(t => t.Frames);
        int outside = (int)(tail * windows);
        var lowest = new float[size];
        var highest = new float[size];
        var values = new float[windows];
        for (int feature = 0; feature < size; feature++)
        {
            int at = 0;
            foreach (TrackFeatures track in tracks)
            {
                for (int window = 0; window < track.Frames; window++)
                {
                    values[at++] = track.Values[(window * size) + feature];
                }
            }

            Array.Sort(values);
            lowest[feature] = values[outside];
            highest[feature] = values[windows - 1 - outside];
        }

        return new FeatureBounds(lowest, highest);
    }

    /// <summary>Windows' features within the bounds.</summary>
    internal TrackFeatures Bounded(TrackFeatures track)
        => track with { Values = [.. track.Values.Select((value, i) => Math.Clamp(value, Lowest[i % Lowest.Length], Highest[i % Highest.Length]))] };
}
