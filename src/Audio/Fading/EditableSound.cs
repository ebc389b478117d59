using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>A file of plain samples in which samples can be replaced where they lie.</summary>
/// <param name="Name">What it is: "WAV, 16-bit PCM".</param>
/// <param name="Format">How samples are kept.</param>
/// <param name="DataOffset">Where they begin.</param>
/// <param name="DataLength">How many bytes of them there are.</param>
/// <param name="FileLength">Bytes of the whole file.</param>
/// <param name="Patches">What is to be corrected in the header.</param>
/// <param name="Warning">What is odd about the file, or null.</param>
internal sealed record EditableSound(
    string Name, PcmFormat Format, long DataOffset, long DataLength, long FileLength, IReadOnlyList<HeaderPatch> Patches, string? Warning)
{
    /// <summary>Whole frames in the file.</summary>
    public long Frames => DataLength / Format.BytesPerFrame;

    /// <summary>
    /// Reads a seekable source's header; null where it is no file of plain samples, or is to be written as something else.
    /// </summary>
    public static EditableSound? TryRead(ByteSource bytes, EncoderFormat? encoder)
    {
        var length = bytes.Length!.Value;
        switch (AudioSniffer.Recognise(bytes))
        {
            case AudioKind.Wav when encoder is null:
                var wav = WavHeader.Read(bytes);
                return wav.ForeignCodec is not null
                    ? null
                    : new EditableSound(
                        $"WAV, {wav.Format.Name}", wav.Format, wav.DataOffset, wav.DataLength!.Value, length,
                        wav.Corrections(wav.DataLength.Value, length), wav.Warning);
            case AudioKind.Aiff when encoder is { IsAiff: true }:
                var aiff = AiffHeader.Read(bytes);
                return aiff.ForeignCodec is not null
                    ? null
                    : new EditableSound($"AIFF, {aiff.Format.Name}", aiff.Format, bytes.Position, aiff.DataLength, length, [], aiff.Warning);
            default:
                return null;
        }
    }
}
