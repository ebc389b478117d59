using System.Collections.Immutable;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>A data set that models are judged on, and others that they only learn from, over one list of categories.
/// Immutable.</summary>
/// <param name="Judged">The first, its shares over all categories.</param>
/// <param name="Also">The tracks of the others, one set after the other.</param>
/// <param name="Sets">The others as they were read.</param>
internal sealed record JoinedDatasets(LabelledDataset Judged, ImmutableArray<LabelledTrack> Also, ImmutableArray<LabelledDataset> Sets)
{
    /// <summary>Joins. Each set keeps categories of its own, since people were asked something else: what is called sadness in one
    /// need not be what is called so in another. They meet in the classes. Sets of one name share theirs.</summary>
    /// <param name="judged">The first.</param>
    /// <param name="others">The others; may be none.</param>
    /// <exception cref="InputException">A set has other classes than the first.</exception>
    internal static JoinedDatasets Of(LabelledDataset judged, ImmutableArray<LabelledDataset> others)
    {
        ImmutableArray<string> OwnOf(LabelledDataset set) => [.. set.Categories.Select(category => $"{set.Name}: {category}")];
        ImmutableArray<string> categories = [.. judged.Categories.Concat(others.SelectMany(set => OwnOf(set))).Distinct(StringComparer.OrdinalIgnoreCase)];
        EmotionClass[] classes = [.. judged.Merge.Classes];
        foreach (LabelledDataset other in others)
        {
            if (!other.Merge.Classes.Select(c => c.Name).SequenceEqual(classes.Select(c => c.Name)))
            {
                throw new InputException(other.Path, $"has the classes {string.Join(", ", other.Merge.Classes.Select(c => c.Name))}", $"the first data set's are {string.Join(", ", classes.Select(c => c.Name))}, in this order");
            }

            foreach ((string category, string own) in other.Categories.Zip(OwnOf(other)))
            {
                int index = other.Merge.ClassOf(category);
                if (!classes[index].Categories.Contains(own, StringComparer.OrdinalIgnoreCase))
                {
                    classes[index] = classes[index] with { Categories = [.. classes[index].Categories, own] };
                }
            }
        }

        return new JoinedDatasets(
            judged with
            {
                Categories = categories,
                Merge = judged.Merge with { Classes = [.. classes] },
                Tracks = [.. judged.Tracks.Select(track => Spread(track, judged.Categories))],
            },
            [
                .. others.SelectMany(other =>
                {
                    ImmutableArray<string> own = OwnOf(other);
                    return other.Tracks.Select(track => Spread(track, own));
                }),
            ],
            others);

        LabelledTrack Spread(LabelledTrack track, ImmutableArray<string> own)
        {
            var shares = new double[categories.Length];
            for (int i = 0; i < own.Length; i++)
            {
                shares[categories.IndexOf(own[i], StringComparer.OrdinalIgnoreCase)] = track.CategoryShares[i];
            }

            return track with { CategoryShares = [.. shares] };
        }
    }
}
