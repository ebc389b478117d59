using System.Text.RegularExpressions;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// What to listen to, and what to call it. Written <c>SOURCE</c> or <c>NAME=SOURCE</c>, where SOURCE is <c>-</c>,
/// <c>device</c>, <c>device:NAME</c>, a URL, or the path of a file.
/// </summary>
public sealed partial record StreamAddress
{
    /// <summary>What standard input is called where nobody named it.</summary>
    public const string StandardInputName = "stdin";

    private const string DeviceWord = "device";
    private const string DevicePrefix = DeviceWord + ":";

    // What ffmpeg may be sent to: the network and nothing else. "file", "concat", "subfile" and their like would let an
    // address, or a playlist that it leads to, read files of this machine.
    private static readonly string[] Schemes =
        ["http", "https", "rtmp", "rtmps", "rtmpt", "rtsp", "rtsps", "srt", "udp", "rtp", "tcp", "tls", "mmsh", "mmst"];

    private StreamAddress(string name, string text, StreamKind kind)
    {
        Name = name;
        Text = text;
        Kind = kind;
    }

    /// <summary>What to call it in results and messages; holds no password.</summary>
    public string Name { get; }

    /// <summary>What to open: <c>-</c>, a path, a URL, the name of a device (empty for the standard one).</summary>
    public string Text { get; }

    /// <summary>What <see cref="Text"/> is.</summary>
    public StreamKind Kind { get; }

    /// <summary>Whether a connection that ends may be made anew.</summary>
    public bool CanReconnect => Kind is StreamKind.Device or StreamKind.Url;

    /// <summary>Reads an address as a user writes it.</summary>
    /// <exception cref="InputException">It is empty, or a URL of a kind that cannot be listened to.</exception>
    public static StreamAddress Parse(string text)
    {
        // "a=b.wav" may be the name of a file, and a URL has its own equals signs.
        var named = File.Exists(text) ? Match.Empty : NamedForm().Match(text);
        return named.Success
            ? Parse(named.Groups["source"].Value, named.Groups["name"].Value.Trim())
            : Parse(text, null);
    }

    /// <summary>The address of sound that the program itself pushes in.</summary>
    /// <param name="name">What to call it.</param>
    public static StreamAddress ForPushed(string name) => new(name, "", StreamKind.Pushed);

    /// <summary>The same address by another name.</summary>
    public StreamAddress Named(string name) => new(name, Text, Kind);

    /// <summary>A text that may hold URLs, without the user names and passwords in them.</summary>
    internal static string WithoutPassword(string text) => UserInfo().Replace(text, "://");

    private static StreamAddress Parse(string source, string? name)
    {
        if (source.Length == 0)
            throw new InputException("source", "is empty", "name a file, a URL, device, device:NAME, or - for standard input");
        if (source == AudioFile.Pipe)
            return new StreamAddress(name ?? StandardInputName, source, StreamKind.StandardInput);
        if (source == DeviceWord)
            return new StreamAddress(name ?? DeviceWord, "", StreamKind.Device);
        if (source.StartsWith(DevicePrefix, StringComparison.Ordinal))
        {
            var device = source[DevicePrefix.Length..];
            return new StreamAddress(name ?? (device.Length == 0 ? DeviceWord : device), device, StreamKind.Device);
        }

        if (SchemeForm().Match(source) is not { Success: true } scheme)
            return new StreamAddress(name ?? Path.GetFileName(source.TrimEnd('/')), source, StreamKind.File);
        if (!Schemes.Contains(scheme.Groups["scheme"].Value, StringComparer.OrdinalIgnoreCase))
        {
            throw new InputException(
                WithoutPassword(source), $"'{scheme.Groups["scheme"].Value}' is no kind of address that can be listened to", $"use one of {string.Join(", ", Schemes)}, or the path of a file");
        }

        return new StreamAddress(name ?? NameOf(source), source, StreamKind.Url);
    }

    // Host and path tell streams apart; user names, passwords and keys in the query are nobody's business.
    private static string NameOf(string url)
    {
        var bare = WithoutPassword(url);
        bare = bare[(bare.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = bare.AsSpan().IndexOfAny('?', '#');
        return (end < 0 ? bare : bare[..end]).TrimEnd('/');
    }

    [GeneratedRegex(@"^(?<name>[\p{L}\p{N}][\p{L}\p{N} _.\-]*)=(?<source>.*)$")]
    private static partial Regex NamedForm();

    // One letter is a Windows drive.
    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.\-]+)://")]
    private static partial Regex SchemeForm();

    [GeneratedRegex(@"://[^/?#\s]*@")]
    private static partial Regex UserInfo();
}
