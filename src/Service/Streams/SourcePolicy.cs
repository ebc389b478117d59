using System.Text.RegularExpressions;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Service.Streams;

/// <summary>What callers may listen to. Whoever starts the service may listen to anything; whoever only calls it may not
/// read its files, except below the one folder that was opened for that.</summary>
internal sealed partial class SourcePolicy(ServiceOptions options)
{
    private readonly string? _root = options.FilesFolder is { } folder ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : null;

    /// <summary>Whether callers may play files at all.</summary>
    internal bool AllowsFiles => _root is not null;

    /// <summary>Reads a caller's source.</summary>
    /// <exception cref="InputException">It is none, or not allowed.</exception>
    internal StreamAddress Allowed(string source)
    {
        if (source.Any(char.IsControl))
        {
            throw new InputException("source", "it holds a control character", "leave it out");
        }

        source = source.Trim();
        bool isAddress = source.StartsWith("device", StringComparison.Ordinal) && (source.Length == 6 || source[6] == ':') || SchemeForm().IsMatch(source);
        if (isAddress)
        {
            return StreamAddress.Parse(source);
        }

        if (source == "-")
        {
            throw new InputException("source", "standard input belongs to whoever started the service", "use a device, a URL or a file");
        }

        string path = File(source);
        // An absolute path cannot be taken for "NAME=SOURCE".
        return StreamAddress.Parse(path);
    }

    /// <summary>Files that callers may play, relative to the folder, with '/' between folders.</summary>
    /// <param name="most">The most to give.</param>
    internal IReadOnlyList<string> Files(int most) => _root is null
        ? []
        : [.. Audio.AudioFile.Find([_root]).Select(path => Path.GetRelativePath(_root, path).Replace('\\', '/')).Where(name => IsInside(name)).Take(most)];

    /// <summary>A source without passwords and keys, for others to see.</summary>
    internal static string Shown(string source) => Secrets().Replace(source, match => match.Groups["scheme"].Success ? match.Groups["scheme"].Value : "?…");

    private bool IsInside(string relative)
    {
        try
        {
            File(relative);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private string File(string relative)
    {
        if (_root is null)
        {
            throw new InputException("source", "files of this machine may not be played from outside", "start the service with --files FOLDER, or drop the file onto the page");
        }

        string path = Path.GetFullPath(Path.Combine(_root, relative.Replace('\\', '/')));
        // One answer for what is outside and for what is not there: nobody learns what files this machine has.
        var absent = new InputException("source", $"there is no file '{relative}' in the folder of this service", "/api/v1/files tells what there is");
        if (!path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !System.IO.File.Exists(path))
        {
            throw absent;
        }

        // A link inside may lead outside.
        for (string? at = path; at is not null && at.Length > _root.Length; at = Path.GetDirectoryName(at))
        {
            if ((System.IO.File.GetAttributes(at) & FileAttributes.ReparsePoint) != 0)
            {
                throw absent;
            }
        }

        return path;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.\-]+://")]
    private static partial Regex SchemeForm();

    [GeneratedRegex(@"(?<scheme>^[A-Za-z][A-Za-z0-9+.\-]+://)[^/?#@]*@|\?.*$")]
    private static partial Regex Secrets();
}
