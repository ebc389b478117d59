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
    private const int FeaturesAtOnce = 16;

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

        // Some features at a time: each window is then read a cache line at once.
        var columns = new float[FeaturesAtOnce][];
        for (int i = 0; i < FeaturesAtOnce; i++)
        {
            columns[i] = new float[windows];
        }

        for (int first = 0; first < size; first += FeaturesAtOnce)
        {
            int count = Math.Min(FeaturesAtOnce, size - first);
            int at = 0;
            foreach (TrackFeatures track in tracks)
            {
                for (int window = 0; window < track.Frames; window++, at++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        columns[i][at] = track.Values[(window * size) + first + i];
                    }
                }
            }

            for (int i = 0; i < count; i++)
            {
                Array.Sort(columns[i]);
                lowest[first + i] = columns[i][outside];
                highest[first + i] = columns[i][windows - 1 - outside];
            }
        }

        return new FeatureBounds(lowest, highest);
    }

    /// <summary>Brings windows' features within the bounds, where they are: those of all tracks together may be gigabytes.</summary>
    internal void Bound(TrackFeatures track)
    {
        for (int i = 0, feature = 0; i < track.Values.Length; i++, feature = feature + 1 == track.Bands ? 0 : feature + 1)
        {
            track.Values[i] = Math.Clamp(track.Values[i], Lowest[feature], Highest[feature]);
        }
    }
}
