using AudioPlugSharp;

namespace RealtimeEmotion.Plugin.AudioPlugSharp;

/// <summary>
/// A stereo port that hands out the host's own memory in the host's own format, 32 or 64 bits. The library's ports convert
/// one of the two, and free memory of the host's where the format changes.
/// </summary>
internal sealed unsafe class HostPort(string name) : FloatAudioIOPort(name, EAudioChannelConfiguration.Stereo)
{
    /// <summary>Whether samples are 64-bit, and not 32-bit, numbers.</summary>
    internal bool IsDouble => BitsPerSample == EAudioBitsPerSample.Bits64 && !NeedBackingBuffer;

    /// <summary>One pointer a channel; null where the host gives no sound.</summary>
    internal void** Pointers
    {
        get
        {
            void** pointers = (void**)GetAudioBufferPtrs();
            for (int channel = 0; pointers != null && channel < NumChannels; channel++)
            {
                if (pointers[channel] == null)
                    return null;
            }

            return pointers;
        }
    }

    /// <summary>Only stand-alone hosts ask for memory of the port's own; theirs is 32-bit.</summary>
    protected override bool NeedBackingBuffer => ForceBackingBuffer;

    /// <inheritdoc/>
    protected override void CreateBackingBuffer(uint numSamples)
    {
        base.CreateBackingBuffer(numSamples);

        // A host that has one channel for two fills the other one never.
        for (int channel = 0; channel < NumChannels; channel++)
            new Span<float>(((void**)backingAudioBufferPtrs)[channel], (int)numSamples).Clear();
    }
}
