namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>Tells slips of the finger from other words.</summary>
internal static class Spelling
{
    /// <summary>Whether at most two letters were added, lost or changed (Levenshtein's distance), or the rest is missing.</summary>
    internal static bool IsNear(string typed, string word)
    {
        if (typed.Length >= 2 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var row = new int[word.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= typed.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.Length; j++)
            {
                int above = row[j];
                bool same = char.ToLowerInvariant(typed[i - 1]) == char.ToLowerInvariant(word[j - 1]);
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1] <= 2 && row[^1] < word.Length / 2.0;
    }
}
