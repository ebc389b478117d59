using AudioPlugSharp;

namespace RealtimeEmotion.Plugin.AudioPlugSharp;

/// <summary>Stands in where no host has come yet: parameters tell a host of their first values while the plugin is made, and an
/// editor's edits reach the effect all the same.</summary>
internal sealed class NoHost(IAudioPluginProcessor processor) : IAudioHost
{
    public double SampleRate => 0;
    public uint MaxAudioBufferSize => 0;
    public uint CurrentAudioBufferSize => 0;
    public EAudioBitsPerSample BitsPerSample => EAudioBitsPerSample.BitsNone;
    public double BPM => 0;
    public long CurrentProjectSample => 0;
    public bool IsPlaying => false;
    public void SendNoteOn(int channel, int noteNumber, float velocity, int sampleOffset) { }
    public void SendNoteOff(int channel, int noteNumber, float velocity, int sampleOffset) { }
    public void SendCC(int channel, int ccNumber, int ccValue, int sampleOffset) { }
    public void SendPolyPressure(int channel, int noteNumber, float pressure, int sampleOffset) { }
    public void ProcessAllEvents() { }
    public int ProcessEvents() => 0;
    public void BeginEdit(int parameter) { }
    public void PerformEdit(int parameter, double normalizedValue)
    {
        // While the plugin is made there is no list yet.
        if (processor.Parameters is { } parameters)
            parameters[parameter].NormalizedProcessValue = normalizedValue;
    }

    public void EndEdit(int parameter) { }
}
