using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IAudioProcessor.</summary>
internal static unsafe class AudioProcessorEntries
{
    private const string Interface = "IAudioProcessor";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.AudioProcessor);

    private static nint CreateTable()
    {
        AudioProcessorTable* table = ComObject.NewTable<AudioProcessorTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->SetBusArrangements = &SetBusArrangements;
        table->GetBusArrangement = &GetBusArrangement;
        table->CanProcessSampleSize = &CanProcessSampleSize;
        table->GetLatencySamples = &GetLatencySamples;
        table->SetupProcessing = &SetupProcessing;
        table->SetProcessing = &SetProcessing;
        table->Process = &Process;
        table->GetTailSamples = &GetTailSamples;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    private static string Describe(SpeakerArrangement* arrangements, int count)
    {
        string text = "[";
        for (int k = 0; k < count && arrangements != null; k++)
            text += $"{(k == 0 ? "" : " ")}{arrangements[k].Speakers:X}";
        return text + "]";
    }

    private static string Describe(ProcessData* data)
    {
        if (data == null)
            return "null";
        string text = $"samples={data->SampleCount} size={data->SampleSize} mode={data->ProcessMode} inputs={data->InputCount} outputs={data->OutputCount}";
        if (data->Context != null)
            text += $" position={data->Context->ProjectTimeSamples} state={data->Context->State}";
        foreach (ParameterQueue queue in new ParameterQueues(data->InputParameterChanges))
        {
            text += $" {queue.ParameterId}:";
            foreach (ParameterPoint point in queue)
                text += $"({point.Offset} {point.Value:R})";
        }

        return text;
    }

    [UnmanagedCallersOnly]
    private static int SetBusArrangements(void* self, SpeakerArrangement* inputs, int inputCount, SpeakerArrangement* outputs, int outputCount)
    {
        try
        {
            Trace.Enter(self, Interface, $"{Describe(inputs, inputCount)} -> {Describe(outputs, outputCount)}");
            if (inputCount < 0 || outputCount < 0 || (inputs == null && inputCount > 0) || (outputs == null && outputCount > 0))
                return Trace.Exit(Result.InvalidArgument);
            return Trace.Exit(Of(self).SetArrangements(new(inputs, inputCount), new(outputs, outputCount)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetBusArrangement(void* self, int direction, int index, SpeakerArrangement* arrangement)
    {
        try
        {
            Trace.Enter(self, Interface, $"direction={direction} index={index}");
            if (arrangement == null || Of(self).Arrangement(direction, index) is not { } found)
                return Trace.Exit(Result.InvalidArgument);
            *arrangement = found;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int CanProcessSampleSize(void* self, int size)
    {
        try
        {
            Trace.Enter(self, Interface, $"size={size}");
            return Trace.Exit(Result.From(EffectComponent.IsSampleSize(size) && Of(self).Effect.Supports((SampleSize)size)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static uint GetLatencySamples(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue((uint)Math.Max(0, Of(self).Effect.LatencySamples));
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int SetupProcessing(void* self, ProcessSetup* setup)
    {
        try
        {
            Trace.Enter(self, Interface, $"{(setup == null ? default : *setup)}");
            return Trace.Exit(setup == null ? Result.InvalidArgument : Of(self).Setup(*setup));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetProcessing(void* self, byte state)
    {
        try
        {
            Trace.Enter(self, Interface, $"on={state}");
            Of(self).Effect.OnProcessing(state != 0);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Process(void* self, ProcessData* data)
    {
        try
        {
            Trace.Enter(self, Interface, $"{Describe(data)}");
            return Trace.Exit(Of(self).Process(data));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static uint GetTailSamples(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue(Of(self).Effect.TailSamples);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }
}
