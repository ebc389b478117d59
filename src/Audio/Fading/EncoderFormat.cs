using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>A format that ffmpeg writes for us.</summary>
/// <param name="Muxer">ffmpeg's name for it.</param>
/// <param name="Codec">ffmpeg's encoder, or null for the muxer's own choice, or for samples as they are.</param>
internal sealed record EncoderFormat(string Muxer, string? Codec)
{
    /// <summary>Whether it is AIFF, which we can keep as it is.</summary>
    public bool IsAiff => Muxer == "aiff";

    /// <summary>ffmpeg's encoder for samples of an encoding, or null for its own choice.</summary>
    public string? CodecFor(SampleEncoding encoding) => Muxer is not ("aiff" or "caf")
        ? Codec
        : encoding switch
        {
            SampleEncoding.Unsigned8 or SampleEncoding.Signed8 => "pcm_s8",
            SampleEncoding.Pcm24 => "pcm_s24be",
            SampleEncoding.Pcm32 => "pcm_s32be",
            SampleEncoding.IeeeFloat32 => "pcm_f32be",
            SampleEncoding.IeeeFloat64 => "pcm_f64be",
            _ => "pcm_s16be",
        };

    /// <summary>What an output's extension asks for; null for WAV, standard output, and names without an extension.</summary>
    /// <exception cref="InputException">The extension is that of no sound we could write.</exception>
    public static EncoderFormat? OfPath(string path) => path == AudioFile.Pipe ? null : Path.GetExtension(path).ToLowerInvariant() switch
    {
        "" or ".wav" or ".wave" or ".bwf" or ".rf64" or ".bw64" or ".w64" => null,
        ".flac" => new EncoderFormat("flac", "flac"),
        ".mp3" => new EncoderFormat("mp3", null),
        ".ogg" or ".oga" => new EncoderFormat("ogg", "libvorbis"),
        ".opus" => new EncoderFormat("opus", "libopus"),
        ".m4a" => new EncoderFormat("ipod", "aac"),
        ".aac" => new EncoderFormat("adts", "aac"),
        ".aif" or ".aiff" or ".aifc" => new EncoderFormat("aiff", null),
        ".caf" => new EncoderFormat("caf", null),
        ".wv" => new EncoderFormat("wv", null),
        var other => throw new InputException(
            path, $"cannot be written, for '{other}' names no sound format known here", "end it in .wav, .flac, .mp3, .ogg, .opus, .m4a or .aiff"),
    };
}
