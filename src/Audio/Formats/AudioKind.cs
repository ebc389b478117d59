namespace RealtimeEmotion.Audio.Formats;

/// <summary>What a file is by its first bytes.</summary>
internal enum AudioKind
{
    Unknown,
    Text,
    Wav,
    Aiff,
    Mpeg,
    Flac,
    OggVorbis,
    OggOpus,
    OggOther,
    Adts,
    Mp4,
    OtherByFfmpeg,
}
