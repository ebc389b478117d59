using RealtimeEmotion.Effect;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>Takes what the effect reports to the host: as values of read-only parameters, and as MIDI controllers.</summary>
/// <param name="block">The block.</param>
/// <param name="sent">The controllers' values as they were sent last, one an output; empty where the host wants none.</param>
internal readonly ref struct BlockOutputs(in ProcessBlock block, Span<sbyte> sent) : IEffectOutputs
{
    /// <summary>The controller of the first output; the others follow. 102 to 119 have no meaning in MIDI.</summary>
    internal const int FirstController = 102;

    private const int MidiMaximum = 127;

    private readonly OutputParameters _parameters = block.OutputParameters;
    private readonly OutputEvents _events = block.OutputEvents;
    private readonly Span<sbyte> _sent = sent;

    public void Report(ParameterId id, int offset, double normalised)
    {
        _parameters.Add((uint)id, offset, normalised);
        int index = (int)id - (int)ParameterId.Joy;
        sbyte value = (sbyte)Math.Round(normalised * MidiMaximum);
        if ((uint)index >= (uint)_sent.Length || _sent[index] == value)
            return;
        _sent[index] = value;
        _events.Add(Event.MidiController(offset, 0, FirstController + index, value));
    }
}
