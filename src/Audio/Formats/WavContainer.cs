namespace RealtimeEmotion.Audio.Formats;

/// <summary>The family of chunked files that a WAV belongs to.</summary>
public enum WavContainer
{
    /// <summary>Microsoft and IBM's RIFF, sizes of 32 bits.</summary>
    Riff,

    /// <summary>RIFF with the most significant byte first.</summary>
    Rifx,

    /// <summary>EBU Tech 3306: RIFF whose sizes of 64 bits lie in a ds64 chunk.</summary>
    Rf64,

    /// <summary>ITU-R BS.2088: RF64 by another name.</summary>
    Bw64,

    /// <summary>Sony Wave64: chunks named by GUIDs, sizes of 64 bits.</summary>
    Wave64,
}
