using System.Diagnostics;
using System.Text;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>
/// Encodes by the system's ffmpeg: a WAV goes into its standard input, its output appears whole or not at all. Tags come
/// from the original file.
/// </summary>
internal sealed class FfmpegEncoder : IDisposable
{
    private readonly string _output;
    private readonly AtomicFile _file;
    private readonly Process _process;
    private readonly StringBuilder _complaints = new();
    private bool _disposed;

    /// <exception cref="InputException">ffmpeg is not there, or the output cannot be made.</exception>
    public FfmpegEncoder(string output, EncoderFormat format, int sampleRate, int channels, SampleEncoding encoding, string? tagsFrom)
    {
        _output = output;
        _file = new AtomicFile(output, forOtherProgram: true);
        try
        {
            List<string> arguments = ["-v", "error", "-nostats", "-y", "-f", "wav", "-i", "pipe:0"];
            if (tagsFrom is not null)
                arguments.AddRange(["-protocol_whitelist", "file,pipe", "-i", "file:" + Path.GetFullPath(tagsFrom), "-map_metadata", "1"]);
            arguments.AddRange(["-map", "0:a", "-f", format.Muxer]);
            if (format.CodecFor(encoding) is { } codec)
                arguments.AddRange(["-c:a", codec]);
            arguments.Add("file:" + _file.WrittenPath);
            _process = Ffmpeg.Start(output, $"is to be {format.Muxer}, which is written by ffmpeg", feedsInput: true, arguments);
            _process.ErrorDataReceived += (_, line) =>
            {
                lock (_complaints)
                {
                    if (line.Data is { Length: > 0 } text && _complaints.Length < 4096)
                        _complaints.AppendLine(text);
                }
            };
            _process.BeginErrorReadLine();
            Writer = new WavWriter(_process.StandardInput.BaseStream, output, sampleRate, channels, encoding);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes the sound.</summary>
    public WavWriter Writer { get; }

    /// <summary>Ends the sound, waits for ffmpeg and lets the file appear.</summary>
    public void Complete()
    {
        Writer.Complete();
        _process.StandardInput.Close();
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            throw Failed();
        _file.Commit();
    }

    /// <summary>What to say when ffmpeg has gone before its time.</summary>
    public InputException Failed()
    {
        _process.WaitForExit();
        string text;
        lock (_complaints)
            text = _complaints.ToString().Trim();
        var line = text.Length == 0 ? $"it ended with code {_process.ExitCode}" : text[(text.LastIndexOf('\n') + 1)..].TrimEnd('.');
        return new InputException(_output, $"cannot be written by ffmpeg ({line})", "write a WAV instead, or install a complete ffmpeg");
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Writer?.Dispose();
        if (_process is not null)
        {
            try
            {
                if (!_process.HasExited)
                {
                    _process.Kill();
                    _process.WaitForExit();
                }
            }
            catch (InvalidOperationException)
            {
                // It ended in between.
            }

            _process.Dispose();
        }

        _file.Dispose();
    }
}
