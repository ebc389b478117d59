using System.Globalization;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Tracks that stay together in every split: those of one name, upper or lower case; a track without a name stands alone.</summary>
internal static class TrackGroups
{
    /// <summary>The groups, each in the order of its tracks, and in the order of their first ones.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="order">Indices into them, each once.</param>
    /// <param name="nameOf">The name of a track's group; where it gives null or nothing, the track's own group; null for that of all.</param>
    /// <returns>Indices into <paramref name="tracks"/>.</returns>
    internal static int[][] Of(IReadOnlyList<LabelledTrack> tracks, IEnumerable<int> order, Func<LabelledTrack, string?>? nameOf = null) =>
    [
        .. order.GroupBy(i => KeyOf(i, nameOf?.Invoke(tracks[i]) is { Length: > 0 } name ? name : tracks[i].Group), StringComparer.OrdinalIgnoreCase)
            .Select(group => group.ToArray()),
    ];

    private static string KeyOf(int index, string? name)
        => name is not null ? "group " + name : string.Create(CultureInfo.InvariantCulture, $"track {index}");
}
