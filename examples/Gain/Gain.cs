using System.Numerics;
using RealtimeEmotion.Vst3;

/// <summary>The one line that makes a library of C# a VST3 plugin: what it offers to hosts.</summary>
internal static unsafe partial class Vst3Entry
{
    private static partial PluginModule CreateModule() => new("RealtimeEmotion", "https://example.org", "mail@example.org",
        new PluginClass(new Uid(0x6B1D3F52, 0x8E0C4A97, 0xA3C5E1B2, 0x47D09F11), "Gain", () => new Gain()) { SubCategories = "Fx|Tools" });
}

/// <summary>A volume control, mono or stereo: automation moves it in straight lines, exact at each sample.</summary>
internal sealed class Gain : AudioEffect
{
    private readonly Parameter _gain;
    private readonly Parameter _bypass;

    public Gain()
    {
        AddAudioInput(new AudioBusInfo("In", SpeakerArrangement.Stereo));
        AddAudioOutput(new AudioBusInfo("Out", SpeakerArrangement.Stereo));
        _gain = Parameters.Add(new Parameter(0, "Gain") { Units = "x", Maximum = 2, Default = 1, Decimals = 3 });
        _bypass = Parameters.Add(Parameter.Bypass(1));
    }

    protected override bool Supports(SampleSize size) => true;

    protected override bool Supports(ReadOnlySpan<SpeakerArrangement> inputs, ReadOnlySpan<SpeakerArrangement> outputs)
        => inputs[0] == outputs[0] && inputs[0].ChannelCount is 1 or 2;

    protected override void Process(in ProcessBlock block)
    {
        if (block.SampleSize == SampleSize.Float64)
            Render<double>(block);
        else
            Render<float>(block);
    }

    private void Render<T>(in ProcessBlock block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AudioBus input = block.Input(0);
        AudioBus output = block.Output(0);
        foreach (AutomationSegment bypass in block.Automation(_bypass))
        {
            bool isOn = bypass.ValueAt(bypass.Start) >= 0.5;
            foreach (AutomationSegment gain in block.Automation(_gain))
            {
                T FactorAt(int sample) => isOn ? T.One : T.CreateTruncating(_gain.ToPlain(gain.ValueAt(sample)));

                int start = Math.Max(gain.Start, bypass.Start);
                int length = Math.Max(0, Math.Min(gain.End, bypass.End) - start);
                bool isSteady = isOn || gain.IsConstant;
                T first = FactorAt(start);
                for (int channel = 0; channel < Math.Min(input.ChannelCount, output.ChannelCount); channel++)
                {
                    Span<T> from = input.Channel<T>(channel).Slice(start, length);
                    Span<T> to = output.Channel<T>(channel).Slice(start, length);
                    for (int k = 0; k < length; k++)
                        to[k] = from[k] * (isSteady ? first : FactorAt(start + k));
                }
            }
        }
    }
}
