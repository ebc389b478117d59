using System.Text.RegularExpressions;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Service.Streams;

/// <summary>Names that are safe in an address, a file name, a label of a metric and a page.</summary>
internal static partial class StreamNames
{
    internal const int Longest = 64;

    /// <summary>Refuses what is no name.</summary>
    /// <exception cref="InputException">It is none.</exception>
    internal static string Checked(string name) => Form().IsMatch(name)
        ? name
        : throw new InputException("name", $"'{Shown(name)}' is no name for a stream", $"use 1 to {Longest} letters, digits, spaces, dots, dashes and underscores, a letter or digit first and last");

    /// <summary>A name made of any text.</summary>
    internal static string From(string text)
    {
        string name = Others().Replace(text, "-").Trim('-', ' ', '.', '_');
        name = name.Length > Longest ? name[..Longest].TrimEnd('-', ' ', '.', '_') : name;
        return name.Length == 0 ? "stream" : name;
    }

    private static string Shown(string name) => Others().Replace(name.Length > 80 ? name[..80] + "…" : name, "?");

    [GeneratedRegex(@"^[\p{L}\p{N}]([\p{L}\p{N} ._\-]{0,62}[\p{L}\p{N}])?\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"[^\p{L}\p{N} ._\-]+")]
    private static partial Regex Others();
}
