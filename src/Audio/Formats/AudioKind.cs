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
    OggVorbisSurround,
    OggOpus,
    OggOther,
    Adts,
    Mp4,
    OtherByFfmpeg,
}
