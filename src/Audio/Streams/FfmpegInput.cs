using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// A network address or a capture device, opened and decoded by the system's ffmpeg in a child process that hands over a WAV
/// of 32-bit floats. A source that changes its rate or channels in mid-stream is followed by ffmpeg, which converts what
/// comes to what it began with; <see cref="SourceSampleRate"/> and <see cref="SourceChannels"/> tell what comes.
/// </summary>
internal sealed partial class FfmpegInput : StreamInput
{
    // The network, and nothing of this machine: a playlist from outside must not name our files.
    private const string NetworkOnly = "http,https,httpproxy,tcp,tls,udp,rtp,srtp,rtsp,rtsps,rtmp,rtmps,rtmpt,rtmpe,srt,mmsh,mmst,crypto,data,hls";

    // How long an answer may take; a stall later on is the listener's to notice.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _subject;
    private readonly string _address;
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly PcmPipe _pcm;
    private readonly ByteSource _bytes;
    private string? _complaint;
    private (int SampleRate, int Channels)? _converted;
    private bool _hasLength;
    private bool _killed;
    private bool _disposed;

    private FfmpegInput(string subject, string need, string address, IEnumerable<string> input, CancellationToken cancellation)
    {
        _subject = subject;
        _address = address;
        _process = Ffmpeg.Start(subject, need, feedsInput: false,
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+verbose", .. input, "-i", address,
            // Written out, so that it says what it converts from each time that this changes.
            "-map", "0:a:0", "-af", "aresample", "-c:a", "pcm_f32le", "-f", "wav", "-bitexact", "-flush_packets", "1", "pipe:1",
        ]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var ending = patience.Token.Register(Abort);
            _process.ErrorDataReceived += (_, line) => Hear(line.Data);
            _process.BeginErrorReadLine();
            _bytes = new ByteSource(_process.StandardOutput.BaseStream, subject);
            if (_bytes.Peek(12).Length < 12)
            {
                cancellation.ThrowIfCancellationRequested();
                throw Failed(patience.IsCancellationRequested);
            }

            var header = WavHeader.Read(_bytes);
            _pcm = new PcmPipe(_bytes, header.Format, header.DataLength);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override int SampleRate => _pcm.Format.SampleRate;

    public override int Channels => _pcm.Format.Channels;

    public override int SourceSampleRate
    {
        get
        {
            lock (_lock)
                return _converted?.SampleRate ?? SampleRate;
        }
    }

    public override int SourceChannels
    {
        get
        {
            lock (_lock)
                return _converted?.Channels ?? Channels;
        }
    }

    public override string Format => "by ffmpeg";

    /// <summary>A file on a server has a length and comes to its end; a live stream is cut.</summary>
    public override bool IsComplete
    {
        get
        {
            if (!_process.WaitForExit(Patience))
                return false;
            lock (_lock)
                return _hasLength && !_killed && _complaint is null && _process.ExitCode == 0;
        }
    }

    /// <summary>Opens a network address.</summary>
    /// <exception cref="InputException">ffmpeg is not there, or there is no sound at the address.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FfmpegInput OpenUrl(StreamAddress address, CancellationToken cancellation) => new(
        address.Name,
        "is a network address, which is opened by ffmpeg",
        address.Text,
        ["-protocol_whitelist", NetworkOnly, "-analyzeduration", "1000000"],
        cancellation);

    /// <summary>Opens a capture device.</summary>
    /// <param name="subject">What to call it in messages.</param>
    /// <param name="system">ffmpeg's name for the sound system: <c>pulse</c>, <c>alsa</c>.</param>
    /// <param name="name">The system's name for the device.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    /// <exception cref="InputException">ffmpeg is not there, or the device cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FfmpegInput OpenDevice(string subject, string system, string name, CancellationToken cancellation) => new(
        subject,
        "is a capture device, which is opened by ffmpeg",
        name,
        ["-probesize", "32", "-f", system],
        cancellation);

    public override int Read(Span<float> interleaved, CancellationToken cancellation)
    {
        using var ending = cancellation.Register(Abort);
        var frames = _pcm.Read(interleaved);
        if (frames == 0)
            cancellation.ThrowIfCancellationRequested();
        return frames;
    }

    public override void Abort()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _killed = true;
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It ended in between.
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        Abort();
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        // Waited for, so that it is not left a zombie, and its last words find someone to hear them.
        _process.WaitForExit();
        _pcm?.Dispose();
        _bytes?.Dispose();
        _process.Dispose();
    }

    // "[http @ 0x5581] [error] HTTP error 404 Not Found", "[info]   Duration: 00:03:20.05, start: 0.0",
    // "[Parsed_aresample_0 @ 0x5581] [verbose] ch:1 chl:mono fmt:fltp r:22050Hz -> ch:2 chl:stereo fmt:flt r:44100Hz"
    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_lock)
        {
            foreach (var level in (ReadOnlySpan<string>)["[error] ", "[fatal] ", "[panic] "])
            {
                if (line.IndexOf(level, StringComparison.Ordinal) is >= 0 and var at)
                    _complaint = StreamAddress.WithoutPassword(line[(at + level.Length)..].Replace(_address, _subject)).Trim().TrimEnd('.');
            }

            if (line.IndexOf("Duration: ", StringComparison.Ordinal) is >= 0 and var duration)
                _hasLength |= duration + 10 < line.Length && char.IsAsciiDigit(line[duration + 10]);
            if (Conversion().Match(line) is { Success: true } match)
            {
                _converted = (
                    int.Parse(match.Groups["rate"].ValueSpan, CultureInfo.InvariantCulture),
                    int.Parse(match.Groups["channels"].ValueSpan, CultureInfo.InvariantCulture));
            }
        }
    }

    private InputException Failed(bool late)
    {
        Abort();
        _process.WaitForExit();
        lock (_lock)
        {
            return late
                ? new InputException(_subject, $"has sent no sound in {Patience.TotalSeconds} s", "check the address, and whether something is sent there")
                : new InputException(_subject, $"cannot be opened ({_complaint ?? $"ffmpeg ended with code {_process.ExitCode}"})", "check the address, and whether something is sent there");
        }
    }

    [GeneratedRegex(@"\] ch:(?<channels>[0-9]{1,3}) .*? r:(?<rate>[0-9]{1,7})Hz -> ch:")]
    private static partial Regex Conversion();
}
