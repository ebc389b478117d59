using System.Net;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Service;

/// <summary>Everything that is decided before the service starts.</summary>
public sealed record ServiceOptions
{
    /// <summary>The shortest token that is taken: 16 random characters cannot be guessed over a network.</summary>
    public const int LeastTokenLength = 16;

    /// <summary>The port where none is named.</summary>
    public const int DefaultPort = 8787;

    /// <summary>Where to listen. Anything but loopback needs a <see cref="Token"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>What callers must know, or null where everybody on this machine may call.</summary>
    public string? Token { get; init; }

    /// <summary>A PEM or PFX certificate for HTTPS, or null for HTTP.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The PEM key of <see cref="CertificateFile"/> where it stands in a file of its own.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>Where the history lives; made where it is missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder whose sound files callers may play as streams, or null where they may not.</summary>
    public string? FilesFolder { get; init; }

    /// <summary>The models to choose from; the first is the default.</summary>
    public required IReadOnlyList<ModelChoice> Models { get; init; }

    /// <summary>How often and how quickly streams speak where their caller does not say.</summary>
    public AnalysisOptions Analysis { get; init; } = new();

    /// <summary>Streams to start at once, as <c>NAME=SOURCE</c> or <c>SOURCE</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>How much history is kept.</summary>
    public RetentionPolicy Retention { get; init; } = new();

    /// <summary>What callers may ask for.</summary>
    public ServiceLimits Limits { get; init; } = new();

    /// <summary>Whether the log is JSON, one object a line, instead of text for people.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Whether only warnings and errors are logged.</summary>
    public bool Quiet { get; init; }

    /// <summary>Throws where values are out of range or do not fit together.</summary>
    /// <exception cref="InputException">Names the value and what to do.</exception>
    /// <returns>This value.</returns>
    public ServiceOptions Validated()
    {
        if (Token is null && !IPAddress.IsLoopback(Address))
        {
            throw new InputException($"host {Address}", "it can be reached from other machines, and no token is set", "set one with --token-file FILE or the variable EMOTION_TOKEN");
        }

        if (Token is { Length: < LeastTokenLength })
        {
            throw new InputException("token", $"it has {Token.Length} characters", $"give {LeastTokenLength} or more, for example from 'openssl rand -hex 24'");
        }

        if (Token is not null && Token.Any(c => c is <= ' ' or > '~'))
        {
            throw new InputException("token", "it holds a space or a character outside ASCII", "use letters, digits and punctuation");
        }

        if (Port is < 0 or > 65535)
        {
            throw new InputException("port", $"{Port} is no port", "give 0 to 65535");
        }

        if (CertificateKeyFile is not null && CertificateFile is null)
        {
            throw new InputException("certificate key", "there is no certificate that it belongs to", "give --certificate too");
        }

        if (Models.Count == 0)
        {
            throw new InputException("models", "there is none", "name one with --model");
        }

        if (FilesFolder is not null && !Directory.Exists(FilesFolder))
        {
            throw new InputException(FilesFolder, "there is no such folder", "make it, or leave --files away");
        }

        Analysis.Validated();
        Retention.Validated();
        return this;
    }
}
