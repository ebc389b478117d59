using System.Diagnostics;
using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>
/// A file decoded by the system's ffmpeg in a child process, which hands over a WAV of 32-bit floats through a pipe, so
/// that rate and channels come with the sound and nothing is held in memory.
/// </summary>
internal sealed class FfmpegSource : IAudioSource
{
    private readonly string _subject;
    private readonly Process _process;
    private readonly StringBuilder _complaints = new();
    private readonly PcmSource _pcm;
    private string? _warning;
    private bool _ended;
    private bool _disposed;

    /// <exception cref="InputException">ffmpeg is not there, or finds no sound in the file.</exception>
    public FfmpegSource(string path, string subject, string format)
    {
        _subject = subject;
        Format = format;
        _process = Ffmpeg.Start(subject, $"is {format}, which is read by ffmpeg", feedsInput: false, [
            "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", "file:" + Path.GetFullPath(path),
            "-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "wav", "-bitexact", "pipe:1"]);
        try
        {
            // A child that complains more than a pipe holds would stop if nobody listened.
            _process.ErrorDataReceived += (_, line) =>
            {
                lock (_complaints)
                {
                    if (line.Data is { Length: > 0 } text && _complaints.Length < 4096)
                        _complaints.AppendLine(text);
                }
            };
            _process.BeginErrorReadLine();
            var bytes = new ByteSource(_process.StandardOutput.BaseStream, subject);
            if (bytes.Peek(12).Length < 12)
                throw Failed();
            var header = WavHeader.Read(bytes);
            _pcm = new PcmSource(bytes, header.Format, header.DataLength, "WAV", null);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int SampleRate => _pcm.SampleRate;

    public int Channels => _pcm.Channels;

    public long? LengthFrames => null;

    public string Format { get; }

    public string? Warning => _warning;

    public int Read(Span<float> interleaved)
    {
        var frames = _pcm.Read(interleaved);
        if (frames == 0 && !_ended)
        {
            _ended = true;
            _process.WaitForExit();
            if (LastComplaint() is { } complaint)
                _warning = $"ffmpeg says: {complaint}";
        }

        return frames;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            if (!_process.HasExited)
                _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }

        _pcm?.Dispose();
        _process.Dispose();
    }

    private InputException Failed()
    {
        _process.WaitForExit();
        return new InputException(
            _subject,
            $"cannot be decoded by ffmpeg ({LastComplaint() ?? $"it ended with code {_process.ExitCode}"})",
            "check that the file plays, or convert it to WAV");
    }

    private string? LastComplaint()
    {
        lock (_complaints)
        {
            var text = _complaints.ToString().Trim();
            if (text.Length == 0)
                return null;
            var line = text[(text.LastIndexOf('\n') + 1)..].Trim();
            return line.TrimEnd('.');
        }
    }
}
