using System.Text;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio;

/// <summary>
/// Opens sound files of every kind: WAV (RIFF, RIFX, RF64, BW64, Wave64), AIFF, MP3, FLAC, Ogg Vorbis and Opus by
/// ourselves, the rest (AAC, M4A, WMA…) through the system's ffmpeg. The contents decide what a file is, not its name.
/// </summary>
public static class AudioFile
{
    /// <summary>The path that stands for standard input or output.</summary>
    public const string Pipe = "-";

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".wave", ".rf64", ".bw64", ".w64", ".bwf", ".aif", ".aiff", ".aifc", ".mp3", ".mp2", ".flac", ".ogg", ".oga", ".opus",
        ".m4a", ".aac", ".wma", ".caf", ".au", ".wv", ".ape",
    };

    /// <summary>Opens a sound to be read from its beginning.</summary>
    /// <param name="path">A file, or <c>-</c> for a WAV on standard input.</param>
    /// <exception cref="InputException">It does not exist, may not be read, is no sound, or is of a kind that cannot be read here.</exception>
    public static IAudioSource Open(string path) => Open(path, prefersFfmpegForMp3: false);

    /// <param name="path">A file, or <c>-</c>.</param>
    /// <param name="prefersFfmpegForMp3">
    /// For sound that is to be heard again: NLayer 3.0.1 decodes some short blocks wrongly, a few milliseconds around an
    /// attack. That does not matter to features, which want the same samples on every machine.
    /// </param>
    internal static IAudioSource Open(string path, bool prefersFfmpegForMp3)
    {
        if (path == Pipe)
            return OpenWav(StandardStreams.OpenInput(), StandardStreams.InputName);
        var bytes = new ByteSource(OpenRead(path), path);
        try
        {
            return Open(bytes, path, prefersFfmpegForMp3 && Ffmpeg.IsPresent);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Opens a WAV in a stream, which need not be seekable; sizes that say "unknown" (0, 0xFFFFFFFF) mean until its end.</summary>
    /// <param name="stream">At the first byte; disposed with the source.</param>
    /// <param name="subject">What to call it in messages.</param>
    /// <exception cref="InputException">It is no WAV that can be read.</exception>
    public static IAudioSource OpenWav(Stream stream, string subject)
    {
        var bytes = new ByteSource(stream, subject);
        try
        {
            if (bytes.Peek(1).IsEmpty)
                throw Empty(subject);
            return OpenWav(bytes, null);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file is taken for sound in a folder: by its extension, or else by its contents.</summary>
    public static bool IsAudio(string path)
    {
        if (Extensions.Contains(Path.GetExtension(path)))
            return true;
        try
        {
            using var bytes = new ByteSource(OpenRead(path), path);
            // Films and their like are found by name only.
            return AudioSniffer.Recognise(bytes) is not (AudioKind.Unknown or AudioKind.Text or AudioKind.Mp4 or AudioKind.OtherByFfmpeg);
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>
    /// The sound files that <paramref name="paths"/> stand for: files as they are, folders with everything below them
    /// that <see cref="IsAudio"/>, hidden files and folders left out, each folder's files in ordinal order of their paths.
    /// </summary>
    /// <exception cref="InputException">A folder cannot be read.</exception>
    public static IEnumerable<string> Find(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (path == Pipe || !Directory.Exists(path))
            {
                yield return path;
                continue;
            }

            foreach (var file in InFolder(path))
                yield return file;
        }
    }

    /// <summary>Opens a file for reading front to back, its faults in words.</summary>
    internal static FileStream OpenRead(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new UnauthorizedAccessException();
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception) || exception is ArgumentException)
        {
            throw IoFault.Reading(path, exception);
        }
    }

    internal static InputException Empty(string subject) => new(subject, "is empty", "copy or export it again");

    private static List<string> InFolder(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
            IgnoreInaccessible = true,
        };
        try
        {
            // What is inaccessible further down is left out; the named folder itself must be readable.
            using (var first = Directory.EnumerateFileSystemEntries(folder).GetEnumerator())
                first.MoveNext();
            var files = Directory.EnumerateFiles(folder, "*", options).Where(IsAudio).ToList();
            files.Sort(StringComparer.Ordinal);
            return files;
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw exception is UnauthorizedAccessException
                ? new InputException(folder, "is a folder that you may not read", "ask its owner, or change its permissions", exception)
                : IoFault.Reading(folder, exception);
        }
    }

    private static IAudioSource Open(ByteSource bytes, string path, bool mp3ByFfmpeg)
    {
        if (bytes.Peek(1).IsEmpty)
            throw Empty(path);
        var kind = AudioSniffer.Recognise(bytes);
        switch (kind)
        {
            case AudioKind.Wav:
                return OpenWav(bytes, path);
            case AudioKind.Aiff:
                return OpenAiff(bytes, path);
            case AudioKind.Mpeg when !mp3ByFfmpeg:
                return new Mp3Source(bytes);
            case AudioKind.Flac:
                return new FlacSource(bytes);
            case AudioKind.OggVorbis:
                return new VorbisSource(bytes.Detach(), path);
            case AudioKind.OggOpus:
                return new OpusSource(bytes);
            case AudioKind.Text:
                throw new InputException(
                    path, $"is text and not sound (it begins with \"{FirstWords(bytes)}\")", "give a sound file: WAV, AIFF, FLAC, MP3, Ogg, M4A");
            case AudioKind.Unknown:
                throw new InputException(path, "is not a sound file of any kind known here", "convert it to WAV");
        }

        var format = kind switch
        {
            AudioKind.Mpeg => "MP3",
            AudioKind.OggVorbisSurround => "Ogg Vorbis of more than two channels",
            AudioKind.OggOther => "Ogg",
            AudioKind.Adts => "AAC",
            AudioKind.Mp4 => "M4A",
            _ => "of a rarer kind",
        };
        bytes.Dispose();
        return new FfmpegSource(path, path, format);
    }

    private static IAudioSource OpenWav(ByteSource bytes, string? path)
    {
        var header = WavHeader.Read(bytes);
        if (header.ForeignCodec is null)
            return new PcmSource(bytes, header.Format, header.DataLength, "WAV", header.Warning);
        if (path is null)
        {
            throw new InputException(
                bytes.Subject, $"is a WAV that holds {header.ForeignCodec}, which cannot be read from a pipe", "give it as a file");
        }

        bytes.Dispose();
        return new FfmpegSource(path, path, $"WAV, {header.ForeignCodec}");
    }

    private static IAudioSource OpenAiff(ByteSource bytes, string path)
    {
        var header = AiffHeader.Read(bytes);
        if (header.ForeignCodec is null)
            return new PcmSource(bytes, header.Format, header.DataLength, "AIFF", header.Warning);
        bytes.Dispose();
        return new FfmpegSource(path, path, $"AIFF, {header.ForeignCodec}");
    }

    private static string FirstWords(ByteSource bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.Peek(60)).Trim().TrimStart('\uFEFF');
        var end = text.AsSpan().IndexOfAny("\r\n");
        if (end >= 0)
            text = text[..end];
        text = string.Concat(text.Where(letter => !char.IsControl(letter)));
        return text.Length > 30 ? text[..30] + "…" : text;
    }
}
