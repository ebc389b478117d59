using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Which classes words speak for. A word that is no category of the table says nothing.</summary>
internal static class TaggedWords
{
    /// <summary>The categories of a table that are said of some track, in the table's order.</summary>
    internal static ImmutableArray<string> Said(ClassMerge table, IEnumerable<string> words)
    {
        var said = words.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. table.Categories.Where(said.Contains)];
    }

    /// <summary>Why a track is left out of which no word says anything.</summary>
    internal static string Wordless(ClassMerge table) => $"without a tag that is a word of '{table.Name}'";

    /// <summary>A track of words: each distinct word that is a category is one voice.</summary>
    /// <param name="id">The track's name.</param>
    /// <param name="genre">Its genre.</param>
    /// <param name="audio">Where its audio lies.</param>
    /// <param name="words">Its words.</param>
    /// <param name="categories">The categories of the table that count.</param>
    /// <param name="table">The table.</param>
    /// <returns>The track, whose label is the class of most voices (the first of the table wins a tie); null where no word says anything.</returns>
    internal static LabelledTrack? Track(string id, string genre, string audio, IEnumerable<string> words, ImmutableArray<string> categories, ClassMerge table)
    {
        var said = words.ToHashSet(StringComparer.OrdinalIgnoreCase);
        double[] voices = [.. categories.Select(category => said.Contains(category) ? 1.0 : 0)];
        double sum = voices.Sum();
        if (sum == 0)
            return null;
        double[] shares = [.. voices.Select(voice => voice / sum)];
        double[] classes = table.Merge(categories, shares);
        return new LabelledTrack(id, genre, audio, [.. shares], [.. classes], Array.IndexOf(classes, classes.Max()), 1);
    }
}
