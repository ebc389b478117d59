using CsCheck;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3.Hosting;
using RealtimeEmotion.Vst3.Interop;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

/// <summary>examples/Gain, published and loaded as a DAW does.</summary>
[Collection(Bundles.Collection)]
public sealed unsafe class GainTests : IDisposable
{
    private const uint GainId = 0;
    private const uint BypassId = 1;

    private static readonly int[] BlockSizes = [0, 1, 2, 3, 7, 16, 63, 64, 127, 128, 441, 512, 1024, 4096, 8192];

    private readonly HostedLibrary _library = HostedLibrary.Load(Bundles.Gain);
    private readonly long _faults;

    public GainTests()
    {
        _faults = _library.ReadDiagnostics().Faults;
    }

    public void Dispose()
    {
        try
        {
            // The factory is the one thing that this host still holds.
            Assert.Equal(1, _library.DumpLiveObjects().Count(letter => letter == '\n'));
            Assert.True(_library.ReadDiagnostics().Faults == _faults, _library.LastFault());
        }
        finally
        {
            _library.Dispose();
        }

        Assert.Equal("", _library.DumpLiveObjects());
    }

    [Fact]
    public void TheFactoryListsOneClassInAllThreeWays()
    {
        ListedClass listed = Assert.Single(_library.Classes);
        Assert.Equal(("Gain", "Audio Module Class", "Fx|Tools", "RealtimeEmotion", "1.0.0"), (listed.Name, listed.Category, listed.SubCategories, listed.Vendor, listed.Version));
        Assert.StartsWith("VST 3.", listed.SdkVersion, StringComparison.Ordinal);

        PluginFactoryTable* table = *(PluginFactoryTable**)_library.Factory;
        ClassInfo old = default;
        ClassInfo2 newer = default;
        Assert.Equal(Result.Ok, table->GetClassInfo(_library.Factory, 0, &old));
        Assert.Equal(Result.Ok, table->GetClassInfo2(_library.Factory, 0, &newer));
        Assert.Equal((listed.Id, listed.Name), (old.ClassId, NativeText.Read(old.Name, 64)));
        Assert.Equal((listed.Id, listed.Vendor), (newer.ClassId, NativeText.Read(newer.Vendor, 64)));
        Assert.Equal(Result.InvalidArgument, table->GetClassInfo(_library.Factory, 1, &old));
        Assert.Equal(Result.InvalidArgument, table->GetClassInfo(_library.Factory, -1, &old));
        Assert.Equal(Result.InvalidArgument, table->GetClassInfo(_library.Factory, 0, null));
    }

    [Fact]
    public void ModuleInfoSaysTheSameWithoutLoading()
    {
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(PluginBundle.ModuleInfoPath(Bundles.Gain)));
        System.Text.Json.JsonElement listed = Assert.Single(json.RootElement.GetProperty("Classes").EnumerateArray());
        Assert.Equal(_library.Classes[0].Id.ToString(), listed.GetProperty("CID").GetString());
        Assert.Equal("Gain", listed.GetProperty("Name").GetString());
        Assert.Equal(["Fx", "Tools"], listed.GetProperty("Sub Categories").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal("RealtimeEmotion", json.RootElement.GetProperty("Factory Info").GetProperty("Vendor").GetString());
    }

    [Fact]
    public void UnknownClassesAndInterfacesAreRefused()
    {
        PluginFactoryTable* table = *(PluginFactoryTable**)_library.Factory;
        Uid unknown = new(1, 2, 3, 4);
        Uid known = _library.Classes[0].Id;
        Uid component = Iids.Component;
        void* made = (void*)1;
        Assert.Equal(Result.InvalidArgument, table->CreateInstance(_library.Factory, &unknown, &component, &made));
        Assert.True(made == null);
        made = (void*)1;
        Assert.Equal(Result.NoInterface, table->CreateInstance(_library.Factory, &known, &unknown, &made));
        Assert.True(made == null);
        Assert.Equal(Result.InvalidArgument, table->CreateInstance(_library.Factory, null, &component, &made));
        Assert.Equal(Result.InvalidArgument, table->CreateInstance(_library.Factory, &known, &component, null));
    }

    [Fact]
    public void QueriesFollowTheRulesOfIdentity()
    {
        using HostedPlugin plugin = _library.Create();
        Uid[] interfaces =
        [
            Iids.Unknown, Iids.PluginBase, Iids.Component, Iids.AudioProcessor, Iids.EditController, Iids.EditController2,
            Iids.ConnectionPoint, Iids.ProcessContextRequirements, Iids.PrefetchableSupport, Iids.DataExchangeReceiver,
        ];
        nint Query(nint from, Uid iid)
        {
            HostReference? found = HostReference.Query((void*)from, iid);
            nint pointer = found == null ? 0 : (nint)found.Pointer;
            found?.Release();
            return pointer;
        }

        nint identity = Query((nint)plugin.ComponentPointer, Iids.Unknown);
        foreach (Uid first in interfaces)
        {
            nint start = Query((nint)plugin.ComponentPointer, first);
            Assert.NotEqual(0, start);
            Assert.Equal(identity, Query(start, Iids.Unknown));
            Assert.Equal(start, Query(start, first));
            foreach (Uid second in interfaces)
                Assert.NotEqual(0, Query(start, second));
        }

        Assert.Equal(0, Query(identity, new Uid(9, 9, 9, 9)));
        // An effect without notes, units or programs does not claim to have them.
        Assert.False(plugin.Has(Iids.MidiMapping));
        Assert.False(plugin.Has(Iids.UnitInfo));
    }

    [Fact]
    public void TheCountOfReferencesIsExact()
    {
        long before = _library.ReadDiagnostics().LiveObjects;
        HostedPlugin plugin = _library.Create();
        Assert.Equal(before + 1, _library.ReadDiagnostics().LiveObjects);
        UnknownTable* unknown = *(UnknownTable**)plugin.ComponentPointer;
        uint count = unknown->AddRef(plugin.ComponentPointer);
        Assert.Equal(count - 1, unknown->Release(plugin.ComponentPointer));
        // Component, processor and controller of this host.
        Assert.Contains("Gain references=3", _library.DumpLiveObjects(), StringComparison.Ordinal);
        plugin.Dispose();
        Assert.Equal(before, _library.ReadDiagnostics().LiveObjects);
    }

    [Fact]
    public void MonoAndStereoAreAcceptedAndOthersRefusedWithoutAChange()
    {
        using HostedPlugin plugin = Created();
        SpeakerArrangement mono = SpeakerArrangement.Mono;
        SpeakerArrangement stereo = SpeakerArrangement.Stereo;
        Assert.Equal(stereo, plugin.Arrangement(input: true));
        Assert.True(plugin.SetArrangements([mono], [mono]));
        Assert.Equal((mono, mono), (plugin.Arrangement(true), plugin.Arrangement(false)));
        Assert.Equal(1, plugin.AudioBuses(input: true)[0].Channels);

        Assert.False(plugin.SetArrangements([mono], [stereo]));
        Assert.False(plugin.SetArrangements([SpeakerArrangement.Surround51], [SpeakerArrangement.Surround51]));
        Assert.False(plugin.SetArrangements([mono, mono], [mono]));
        Assert.Equal((mono, mono), (plugin.Arrangement(true), plugin.Arrangement(false)));

        Assert.True(plugin.SetArrangements([stereo], [stereo]));
        plugin.Start(48000, 64);
        Assert.False(plugin.SetArrangements([mono], [mono]));
        plugin.Stop();
    }

    [Fact]
    public void ParametersAreWhatTheSourceDeclares()
    {
        using HostedPlugin plugin = Created();
        Assert.Equal(
            [
                new HostedParameter(GainId, "Gain", "", "x", 0, 0.5, 0, ParameterFlags.CanAutomate),
                new HostedParameter(BypassId, "Bypass", "", "", 1, 0, 0, ParameterFlags.CanAutomate | ParameterFlags.Bypass),
            ],
            plugin.Parameters);
        Assert.Equal("0.500", plugin.Format(GainId, 0.25));
        Assert.Equal(0.25, plugin.Parse(GainId, "0.5 x"));
        Assert.Null(plugin.Parse(GainId, "loud"));
        Assert.Equal("On", plugin.Format(BypassId, 1));
        Assert.Equal(2, plugin.ToPlain(GainId, 1));
        Assert.Equal(0.75, plugin.ToNormalized(GainId, 1.5));
        Assert.False(plugin.SetParameter(77, 0.5));
        Assert.True(plugin.SetParameter(GainId, 0.125));
        Assert.Equal(0.125, plugin.GetParameter(GainId));
        Assert.Null(plugin.CreateView(new HostRunLoop()));
    }

    [Theory]
    [InlineData(SampleSize.Float32, false)]
    [InlineData(SampleSize.Float32, true)]
    [InlineData(SampleSize.Float64, false)]
    [InlineData(SampleSize.Float64, true)]
    public void TheGainIsExactAtEverySampleForAnyAutomation(SampleSize size, bool inPlace)
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 512, size);
        using HostBlock block = new([2], [2], 512, size, inPlace);
        double before = 0.5;
        Gen.Select(Gen.Int[0, 512], Gen.Select(Gen.Int[0, 512], Gen.Double[0, 1]).Array[0, 6], Gen.Double[-1, 1].Array[2, 2]).Sample(
            (samples, points, audio) =>
            {
                block.Clear();
                block.SampleCount = samples;
                ParameterPoint[] queue = [.. points.Select(point => new ParameterPoint(Math.Min(point.Item1, samples), point.Item2)).OrderBy(point => point.Offset)];
                foreach (ParameterPoint point in queue)
                    block.Changes.Add(GainId, point.Offset, point.Value);
                double[] gains = AutomationReference.Values(queue, before, samples, steps: false);
                for (int channel = 0; channel < 2; channel++)
                {
                    for (int k = 0; k < samples; k++)
                        Set(block, size, channel, k, audio[channel] + (k / 1024.0));
                }

                if (plugin.Process(block) != Result.Ok)
                    return false;
                if (queue.Length > 0)
                    before = queue[^1].Value;
                for (int channel = 0; channel < 2; channel++)
                {
                    for (int k = 0; k < samples; k++)
                    {
                        double input = audio[channel] + (k / 1024.0);
                        bool same = size == SampleSize.Float64
                            ? block.Output<double>(channel)[k] == input * (2 * gains[k])
                            : block.Output<float>(channel)[k] == (float)input * (float)(2 * gains[k]);
                        if (!same)
                            return false;
                    }
                }

                return true;
            },
            threads: 1);
        plugin.Stop();
    }

    [Fact]
    public void CuttingTheStreamIntoBlocksDoesNotChangeABit()
    {
        const int Length = 40_000;
        float[] input = [.. Enumerable.Range(0, Length).Select(k => MathF.Sin(k * 0.01f))];
        (int Sample, double Value)[] automation = [(0, 0.5), (1000, 1), (1001, 0.25), (20_000, 0.75), (20_001, 0.75), (39_999, 0)];
        float[]? expected = null;
        Random random = new(1);
        foreach (int size in (int[])[.. BlockSizes, -1])
        {
            using HostedPlugin plugin = Created();
            plugin.Start(48000, 8192);
            using HostBlock block = new([1], [1], 8192);
            plugin.SetActive(false);
            Assert.True(plugin.SetArrangements([SpeakerArrangement.Mono], [SpeakerArrangement.Mono]));
            Assert.True(plugin.SetActive(true));
            float[] output = new float[Length];
            for (int position = 0, turn = 0; position < Length; turn++)
            {
                int count = size > 0 ? size : size == 0 ? (turn % 2 == 0 ? 0 : 64) : random.Next(0, 8193);
                count = Math.Min(count, Length - position);
                block.Clear();
                block.SampleCount = count;
                input.AsSpan(position, count).CopyTo(block.Input<float>(0));
                AddLine(block, automation, position, count);
                Assert.Equal(Result.Ok, plugin.Process(block));
                block.Output<float>(0).CopyTo(output.AsSpan(position));
                position += count;
            }

            expected ??= output;
            // The host says a line's value at a block's end in its own words; what is left is the rounding of those.
            for (int k = 0; k < Length; k++)
                Assert.Equal(expected[k], output[k], 1e-6f);
            foreach ((int sample, double value) in automation)
                Assert.Equal(input[sample] * (float)(2 * value), output[sample]);
            plugin.Stop();
        }
    }

    [Fact]
    public void APointAtTheBlocksEndIsTheValueOfTheNextBlock()
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        using HostBlock block = new([2], [2], 64);
        block.Input<float>(0).Fill(1);
        block.Changes.Add(GainId, 0, 0.5);
        block.Changes.Add(GainId, 63, 0.5);
        block.Changes.Add(GainId, 64, 0.25);
        Assert.Equal(Result.Ok, plugin.Process(block));
        Assert.All(block.Output<float>(0).ToArray(), sample => Assert.Equal(1, sample));
        block.Clear();
        Assert.Equal(Result.Ok, plugin.Process(block));
        Assert.All(block.Output<float>(0).ToArray(), sample => Assert.Equal(0.5f, sample));
        plugin.Stop();
    }

    [Fact]
    public void BypassSwitchesAtItsSampleInPlaceToo()
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        using HostBlock block = new([2], [2], 64, inPlace: true);
        block.Input<float>(0).Fill(1);
        block.Input<float>(1).Fill(1);
        block.Changes.Add(GainId, 0, 1);
        block.Changes.Add(BypassId, 10, 1);
        block.Changes.Add(BypassId, 20, 0);
        Assert.Equal(Result.Ok, plugin.Process(block));
        for (int k = 0; k < 64; k++)
            Assert.Equal(k is >= 10 and < 20 ? 1f : 2f, block.Output<float>(1)[k]);
        plugin.Stop();
    }

    [Fact]
    public void AFlushWithoutSamplesOrBuffersSetsParameters()
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        using HostBlock block = new([2], [2], 64);
        block.SampleCount = 0;
        block.UseBuffers(false);
        block.UseContext(false);
        block.Changes.Add(GainId, 0, 0.125);
        Assert.Equal(Result.Ok, plugin.Process(block));
        block.Clear();
        block.UseBuffers(true);
        block.SampleCount = 64;
        block.Input<float>(0).Fill(1);
        Assert.Equal(Result.Ok, plugin.Process(block));
        Assert.All(block.Output<float>(0).ToArray(), sample => Assert.Equal(0.25f, sample));
        plugin.Stop();

        // Not active: the flush is taken, sound is not.
        block.Clear();
        block.Changes.Add(GainId, 0, 1);
        block.SampleCount = 0;
        Assert.Equal(Result.Ok, plugin.Process(block));
        block.SampleCount = 64;
        Assert.Equal(Result.NotInitialized, plugin.Process(block));
        using HostedPlugin other = Created();
        Assert.True(other.SetState(plugin.GetState()));
        Assert.Equal(1, other.GetParameter(GainId));
    }

    [Fact]
    public void NonsenseFromTheHostIsAnErrorCode()
    {
        using HostedPlugin plugin = Created();
        Assert.Equal(Result.InvalidArgument, plugin.Processor->Process(plugin.ProcessorPointer, null));
        Assert.Equal(Result.InvalidArgument, plugin.Processor->SetupProcessing(plugin.ProcessorPointer, null));
        Assert.False(plugin.Setup(0, 64));
        Assert.False(plugin.Setup(double.NaN, 64));
        Assert.False(plugin.Setup(48000, -1));
        Assert.False(plugin.Setup(48000, 64, (SampleSize)7));
        Assert.False(plugin.Supports((SampleSize)7));
        Assert.Equal(Result.InvalidArgument, plugin.Component->SetState(plugin.ComponentPointer, null));
        Assert.Equal(Result.InvalidArgument, plugin.Component->GetBusInfo(plugin.ComponentPointer, 0, 0, 9, null));
        Assert.Equal(0, plugin.Component->GetBusCount(plugin.ComponentPointer, 5, 5));
        Assert.False(plugin.ActivateAudioBus(true, 3, true));
        Assert.True(plugin.ActivateAudioBus(true, 0, true));
        Assert.Equal(Result.InvalidArgument, plugin.Processor->GetBusArrangement(plugin.ProcessorPointer, 0, 1, null));
        Assert.Equal(Result.InvalidArgument, plugin.Controller->GetParameterInfo(plugin.ControllerPointer, 2, null));
        ParameterInfo info = default;
        Assert.Equal(Result.InvalidArgument, plugin.Controller->GetParameterInfo(plugin.ControllerPointer, 2, &info));
        Assert.Equal(Result.InvalidArgument, plugin.Controller->GetParameterInfo(plugin.ControllerPointer, -1, &info));
        using HostBlock block = new([2], [2], 64);
        plugin.Start(48000, 64);
        block.Data->SampleCount = -1;
        Assert.Equal(Result.InvalidArgument, plugin.Process(block));
        block.Data->SampleCount = 64;
        block.Data->SampleSize = 3;
        Assert.Equal(Result.InvalidArgument, plugin.Process(block));
        Assert.False(plugin.Setup(44100, 64));
        plugin.Stop();
    }

    [Fact]
    public void StateGoesRoundThroughAStreamOfTheHosts()
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        using HostBlock block = new([2], [2], 64);
        block.Changes.Add(GainId, 3, 0.3);
        block.Changes.Add(BypassId, 5, 1);
        Assert.Equal(Result.Ok, plugin.Process(block));
        byte[] state = plugin.GetState();
        plugin.Stop();

        using HostedPlugin other = Created();
        Assert.True(other.SetState(state, largestRead: 3));
        Assert.True(other.SetComponentState(state));
        Assert.Equal((0.3, 1), (other.GetParameter(GainId), other.GetParameter(BypassId)));
        Assert.Equal(state, other.GetState());
        Assert.False(other.SetState(state.AsSpan(0, 11)));
        Assert.False(other.SetState("RIFF and so on"u8));
        Assert.False(other.SetState(default));
        Assert.Equal(state, other.GetState());
        Assert.Empty(other.GetEditorState());
        Assert.True(other.SetEditorState(default));
    }

    [Fact]
    public void AGoldenPresetOfThisPluginIsRestored()
    {
        PresetFile preset = PresetFile.Read(new MemoryStream(PresetFileTests.Golden));
        Assert.Equal(_library.Classes[0].Id, preset.ClassId);
        using HostedPlugin plugin = Created();
        Assert.True(plugin.SetState(preset.ComponentState));
        Assert.Equal((0.25, 1), (plugin.GetParameter(GainId), plugin.GetParameter(BypassId)));
        Assert.Equal(preset.ComponentState, plugin.GetState());
    }

    [Fact]
    public void AMillionBlocksAllocateNothingAndCollectNothing()
    {
        const int Blocks = 1_000_000;
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        using HostBlock block = new([2], [2], 64, inPlace: true);
        PluginDiagnostics first = _library.ReadDiagnostics();
        int failed = 0;
        for (int k = 0; k < Blocks; k++)
        {
            block.Changes.Clear();
            block.SampleCount = k % 33;
            if (k % 3 == 0)
            {
                block.Changes.Add(GainId, 0, 0.4);
                block.Changes.Add(GainId, block.SampleCount, 0.6);
                block.Changes.Add(BypassId, block.SampleCount / 2, k & 1);
            }

            if (plugin.Process(block) != Result.Ok)
                failed++;
        }

        PluginDiagnostics last = _library.ReadDiagnostics();
        Assert.Equal(0, failed);
        Assert.Equal(0, last.ThreadBytes - first.ThreadBytes);
        Assert.Equal(0, last.TotalBytes - first.TotalBytes);
        Assert.Equal(0, last.Collections - first.Collections);
        Assert.Equal(0, last.Faults - first.Faults);
        plugin.Stop();
    }

    [Fact]
    public void AThreadsFirstBlockAllocatesNothing()
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        long bytes = -1;
        Thread audio = new(() =>
        {
            using HostBlock block = new([2], [2], 64);
            block.Changes.Add(GainId, 0, 0.5);
            long before = _library.ReadDiagnostics().ThreadBytes;
            plugin.Process(block);
            bytes = _library.ReadDiagnostics().ThreadBytes - before;
        });
        audio.Start();
        audio.Join();
        Assert.Equal(0, bytes);
        plugin.Stop();
    }

    [Fact]
    public void ProcessingGoesOnWhileOtherThreadsWorkTheRest()
    {
        using HostedPlugin plugin = Created();
        plugin.Start(48000, 64);
        using CancellationTokenSource done = new();
        byte[] state = plugin.GetState();
        Thread audio = new(() =>
        {
            using HostBlock block = new([2], [2], 64);
            for (int k = 0; k < 100_000; k++)
            {
                block.Clear();
                block.Changes.Add(GainId, k % 64, k % 100 / 100.0);
                Assert.Equal(Result.Ok, plugin.Process(block));
            }

            done.Cancel();
        });
        audio.Start();
        Thread[] others =
        [
            new(() => { while (!done.IsCancellationRequested) Assert.Equal(state.Length, plugin.GetState().Length); }),
            new(() => { while (!done.IsCancellationRequested) Assert.True(plugin.SetState(state)); }),
            new(() => { while (!done.IsCancellationRequested) Assert.True(plugin.SetParameter(GainId, 0.5)); }),
        ];
        Array.ForEach(others, thread => thread.Start());
        audio.Join();
        Array.ForEach(others, thread => thread.Join());
        plugin.Stop();
    }

    [Fact]
    public void EveryOrderOfSetUpAndTearDownIsFine()
    {
        using HostContext context = new();
        // Never initialised.
        _library.Create().Dispose();
        // Initialised twice, terminated twice: as component and as controller.
        using (HostedPlugin plugin = _library.Create())
        {
            plugin.Initialize(context);
            HostException.Check(plugin.Controller->Base.Initialize(plugin.ControllerPointer, context.Pointer), "initialize");
            Assert.True(plugin.SetActive(true));
            Assert.True(plugin.SetActive(true));
            plugin.Terminate();
            plugin.Terminate();
            plugin.Initialize(context);
        }

        Assert.Equal(0, context.References);
        // Active before it was initialised: refused.
        using (HostedPlugin plugin = _library.Create())
        {
            Assert.False(plugin.SetActive(true));
            Assert.True(plugin.SetActive(false));
        }

        // Let go of in the middle of playing, and set up again and again.
        using (HostedPlugin plugin = _library.Create())
        {
            plugin.Initialize(context);
            for (int k = 0; k < 3; k++)
            {
                plugin.Start(44100 + k, 64 << k, k == 1 ? SampleSize.Float64 : SampleSize.Float32, (ProcessMode)k);
                Assert.True(plugin.SetProcessing(false));
                Assert.True(plugin.SetProcessing(true));
                Assert.True(plugin.SetActive(false));
            }

            plugin.Start(48000, 64);
        }

        Assert.Equal(0, context.References);
    }

    [Fact]
    public void TheHandlerIsHeldWhileItIsSetAndNoLonger()
    {
        using HostHandler handler = new();
        using (HostedPlugin plugin = Created())
        {
            plugin.SetHandler(handler);
            Assert.True(handler.References > 0);
            plugin.SetHandler(handler);
            plugin.SetHandler(null);
            Assert.Equal(0, handler.References);
            plugin.SetHandler(handler);
        }

        Assert.Equal(0, handler.References);
    }

    private static void Set(HostBlock block, SampleSize size, int channel, int index, double value)
    {
        if (size == SampleSize.Float64)
            block.Input<double>(channel)[index] = value;
        else
            block.Input<float>(channel)[index] = (float)value;
    }

    // As Ardour does it: the value at the block's first sample, each point inside, and the value one past its end.
    private static void AddLine(HostBlock block, (int Sample, double Value)[] automation, int position, int count)
    {
        block.Changes.Add(GainId, 0, ValueAt(automation, position));
        foreach ((int sample, double value) in automation)
        {
            if (sample > position && sample < position + count)
                block.Changes.Add(GainId, sample - position, value);
        }

        block.Changes.Add(GainId, count, ValueAt(automation, position + count));
    }

    private static double ValueAt((int Sample, double Value)[] automation, int sample)
    {
        for (int k = 1; k < automation.Length; k++)
        {
            if (sample <= automation[k].Sample)
            {
                (int from, double start) = automation[k - 1];
                (int to, double end) = automation[k];
                return sample == to ? end : start + ((end - start) * ((sample - from) / (double)(to - from)));
            }
        }

        return automation[^1].Value;
    }

    private HostedPlugin Created()
    {
        HostedPlugin plugin = _library.Create();
        plugin.Initialize();
        return plugin;
    }
}
