using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IAudioPresentationLatency.</summary>
internal static unsafe class PresentationLatencyEntries
{
    private const string Interface = "IAudioPresentationLatency";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.AudioPresentationLatency);

    private static nint CreateTable()
    {
        AudioPresentationLatencyTable* table = ComObject.NewTable<AudioPresentationLatencyTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->SetAudioPresentationLatencySamples = &SetAudioPresentationLatencySamples;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int SetAudioPresentationLatencySamples(void* self, int direction, int bus, uint samples)
    {
        try
        {
            Trace.Enter(self, Interface, $"direction={direction} bus={bus} samples={samples}");
            EffectComponent component = Of(self);
            if ((uint)bus >= (uint)component.BusCount(Media.Audio, direction))
                return Trace.Exit(Result.InvalidArgument);
            component.Effect.OnPresentationLatency(direction == Direction.Input, bus, (int)Math.Min(samples, int.MaxValue));
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
