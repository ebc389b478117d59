using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>Tracks that sound the same belong together, whatever the data set says of them: who has heard one has heard the
/// other.</summary>
internal static class SoundGroups
{
    /// <summary>The tracks, those that sound the same in one <see cref="LabelledTrack.Group"/>, with all that was in the group of one of
    /// them.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="pairs">What <see cref="AcousticPrint.Pairs"/> gave of them.</param>
    internal static ImmutableArray<LabelledTrack> Join(ImmutableArray<LabelledTrack> tracks, ImmutableArray<(int First, int Second)> pairs)
    {
        LabelledTrack[] joined = [.. tracks];
        foreach ((int first, int second) in pairs)
        {
            string group = joined[first].Group ?? $"sounds like {joined[first].Id}";
            string? absorbed = joined[second].Group;
            joined[first] = joined[first] with { Group = group };
            joined[second] = joined[second] with { Group = group };
            for (int i = 0; absorbed is not null && i < joined.Length; i++)
            {
                if (string.Equals(joined[i].Group, absorbed, StringComparison.OrdinalIgnoreCase))
                    joined[i] = joined[i] with { Group = group };
            }
        }

        return [.. joined];
    }
}
