namespace RealtimeEmotion.Effect.Editor.Windows;

/// <summary>The text that file managers hand over: an address a line (RFC 2483).</summary>
internal static class UriList
{
    /// <summary>The local files among the addresses, as paths.</summary>
    internal static string[] Paths(string text)
    {
        List<string> paths = [];
        foreach (string line in text.Split('\n'))
        {
            string address = line.Trim().TrimEnd('\0');
            if (address.Length == 0 || address[0] == '#')
                continue;
            if (address[0] == '/')
                paths.Add(address);
            else if (address.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && PathOf(address["file:".Length..]) is { } path)
                paths.Add(path);
        }

        return [.. paths];
    }

    // "file:/path", "file:///path" and "file://thismachine/path" are all in use.
    private static string? PathOf(string rest)
    {
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            if (slash < 0)
                return null;
            rest = rest[slash..];
        }

        return rest.StartsWith('/') ? Uri.UnescapeDataString(rest) : null;
    }
}
