using System.Globalization;
using System.Text.Json;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Hosting;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>What the plugin tells a host of itself, and every legal order of using it.</summary>
public sealed class ContractTests(PublishedPlugin published) : PluginTestBase(published)
{
    [Fact]
    public void Once_active_the_whole_binary_is_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(5, 14), "needs a kernel that can be asked for pages");
        using (HostedPlugin plugin = Make())
        {
            plugin.Start(48000, 512);
            plugin.Stop();
        }

        // A line with the path, then lines of the kind "Size:   1234 kB".
        bool isOurs = false;
        long size = 0;
        long present = 0;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!parts[0].EndsWith(':'))
                isOurs = line.EndsWith("/RealtimeEmotion.so", StringComparison.Ordinal) && parts[1][0] == 'r';
            else if (isOurs && parts[0] == "Size:")
                size += long.Parse(parts[1], CultureInfo.InvariantCulture);
            else if (isOurs && parts[0] == "Rss:")
                present += long.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        Assert.InRange(size, 1000, 100_000);
        Assert.Equal(size, present);
    }

    [Fact]
    public void A_scan_loads_neither_ONNX_Runtime_nor_Skia()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        Assert.Contains("RealtimeEmotion.so", Published.LoadedByScanning);
        Assert.DoesNotContain(Published.LoadedByScanning, name => name.Contains("onnxruntime", StringComparison.Ordinal));
        Assert.DoesNotContain(Published.LoadedByScanning, name => name.Contains("Skia", StringComparison.Ordinal));
    }

    [Fact]
    public void The_bundle_lists_one_effect_and_holds_all_that_it_needs()
    {
        ListedClass listed = Assert.Single(Library.Classes);
        Assert.Equal(("RealtimeEmotion", "Fx|Analyzer", "RealtimeEmotion"), (listed.Name, listed.SubCategories, listed.Vendor));
        Assert.Equal("7A4E91C352D84B069F13E86AC05B27D4", listed.Id.ToString());
        string contents = Path.Combine(PublishedPlugin.Bundle, "Contents");
        string resources = Path.Combine(contents, "Resources");
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(Path.Combine(resources, "moduleinfo.json")));
        Assert.Equal("RealtimeEmotion", info.RootElement.GetProperty("Name").GetString());
        Assert.True(File.Exists(Path.Combine(resources, "emotify.onnx")));
        Assert.Equal(FactoryPresets.All.Count, Directory.GetFiles(Path.Combine(resources, "Presets"), "*.vstpreset").Length);
        string[] foreign = OperatingSystem.IsWindows() ? [".so", ".dylib"] : OperatingSystem.IsMacOS() ? [".so", ".dll"] : [".dll", ".dylib"];
        Assert.DoesNotContain(Directory.GetFiles(contents, "*", SearchOption.AllDirectories), file => foreign.Contains(Path.GetExtension(file)));
    }

    [Fact]
    public void Buses_parameters_units_and_programs_are_those_of_the_effect()
    {
        using HostedPlugin plugin = Make();
        Assert.Equal([("In", 2), ("Side chain", 2)], plugin.AudioBuses(input: true).Select(bus => (bus.Name, bus.Channels)));
        Assert.Equal(2, Assert.Single(plugin.AudioBuses(input: false)).Channels);
        Assert.Empty(plugin.EventBuses(input: true));
        Assert.Single(plugin.EventBuses(input: false));
        Assert.Equal(0, plugin.LatencySamples);
        Assert.Equal(0u, plugin.TailSamples);
        Assert.Equal(PrefetchSupport.Never, plugin.Prefetch);
        Assert.Equal(ContextRequirements.TransportState | ContextRequirements.Tempo, plugin.ContextRequirements);
        Assert.Equal(["Fade", "Trigger", "Emotion", "Outputs"], plugin.Units().Skip(1).Select(unit => unit.Name));
        Assert.Equal(FactoryPresets.Names, Assert.Single(plugin.ProgramLists()).Programs);

        IReadOnlyList<HostedParameter> parameters = plugin.Parameters;
        Assert.Equal(EffectParameters.All.Count, parameters.Count);
        foreach ((EffectParameter declared, HostedParameter hosted) in EffectParameters.All.Zip(parameters))
        {
            Assert.Equal((uint)declared.Id, hosted.Id);
            Assert.Equal(declared.Name, hosted.Title);
            Assert.Equal(declared.Units, hosted.Units);
            Assert.Equal(declared.StepCount, hosted.StepCount);
            Assert.Equal((int)declared.Group, hosted.UnitId);
            Assert.Equal(declared.DefaultNormalised, hosted.DefaultNormalized);
            Assert.Equal(declared.DefaultNormalised, plugin.GetParameter(hosted.Id));
            Assert.Equal(declared.CanAutomate, hosted.Flags.HasFlag(ParameterFlags.CanAutomate));
            Assert.Equal(declared.IsReadOnly, hosted.Flags.HasFlag(ParameterFlags.ReadOnly));
            Assert.Equal(declared.IsBypass, hosted.Flags.HasFlag(ParameterFlags.Bypass));
            Assert.Equal(declared.IsProgram, hosted.Flags.HasFlag(ParameterFlags.ProgramChange));
            Assert.Equal(declared.Maximum, plugin.ToPlain(hosted.Id, 1));
            Assert.Equal(declared.Minimum, plugin.ToPlain(hosted.Id, 0));
            Assert.Equal(declared.Format(declared.Default), plugin.Format(hosted.Id, hosted.DefaultNormalized));
            Assert.Equal(declared.ToNormalised(declared.Default), plugin.Parse(hosted.Id, declared.FormatWithUnits(declared.Default))!.Value, 0.01);
        }
    }

    [Fact]
    public void One_to_eight_channels_are_accepted_and_what_does_not_fit_is_refused_without_a_change()
    {
        using HostedPlugin plugin = Make();
        SpeakerArrangement stereo = SpeakerArrangement.Stereo;
        Assert.False(plugin.SetArrangements([SpeakerArrangement.Mono, stereo], [stereo]));
        Assert.False(plugin.SetArrangements([stereo, stereo], [SpeakerArrangement.Mono]));
        Assert.False(plugin.SetArrangements([SpeakerArrangement.Empty, stereo], [SpeakerArrangement.Empty]));
        SpeakerArrangement nine = SpeakerArrangement.OfChannels(9);
        Assert.False(plugin.SetArrangements([nine, stereo], [nine]));
        Assert.Equal(stereo, plugin.Arrangement(input: true));
        Assert.Equal(stereo, plugin.Arrangement(input: false));
        for (int channels = 1; channels <= 8; channels++)
        {
            SpeakerArrangement arrangement = SpeakerArrangement.OfChannels(channels);
            Assert.True(plugin.SetArrangements([arrangement, SpeakerArrangement.Mono], [arrangement]));
            Assert.Equal(arrangement, plugin.Arrangement(input: false));
            plugin.Start(48000, 64);
            using HostBlock block = new([channels, 1], [channels], 64, inPlace: channels % 2 == 0);
            for (int channel = 0; channel < channels; channel++)
                block.Input<float>(channel).Fill(channel + 1);
            Assert.Equal(0, plugin.Process(block));
            for (int channel = 0; channel < channels; channel++)
                Assert.Equal(channel + 1, block.Output<float>(channel)[63]);
            plugin.Stop();
        }

        Assert.True(plugin.SetArrangements([SpeakerArrangement.Surround71Cinema], [SpeakerArrangement.Surround71Cinema]));
        Assert.True(plugin.SetArrangements([stereo, SpeakerArrangement.Empty], [stereo]));
    }

    [Theory]
    [InlineData(44100)]
    [InlineData(48000)]
    [InlineData(88200)]
    [InlineData(96000)]
    [InlineData(176400)]
    [InlineData(192000)]
    public void Every_rate_and_both_kinds_of_samples_work(int rate)
    {
        using HostedPlugin plugin = Make((ParameterId.Position, 0.5));
        foreach (SampleSize size in new[] { SampleSize.Float32, SampleSize.Float64 })
        {
            Assert.True(plugin.Supports(size));
            plugin.Start(rate, 1024, size, ProcessMode.Offline);
            using HostBlock block = new([2, 2], [2], 1024, size);
            for (int k = 0; k < 20; k++)
            {
                if (size == SampleSize.Float64)
                    block.Input<double>(0).Fill(1);
                else
                    block.Input<float>(0).Fill(1);
                Assert.Equal(0, plugin.Process(block));
                Assert.Equal(0.5, size == SampleSize.Float64 ? block.Output<double>(0)[1023] : block.Output<float>(0)[1023]);
            }

            plugin.Stop();
        }
    }

    [Fact]
    public void Every_legal_order_of_setting_up_and_tearing_down_is_harmless()
    {
        using (HostedPlugin never = Library.Create())
        {
        }

        using (HostedPlugin twice = Library.Create())
        {
            twice.Initialize();
            twice.Terminate();
            twice.Initialize();
            twice.ConnectToItself();
            twice.DisconnectFromItself();
            twice.Terminate();
            twice.Terminate();
        }

        using HostedPlugin plugin = Make();
        for (int round = 0; round < 5; round++)
        {
            Assert.True(plugin.Setup(44100 + round, 256, mode: round % 2 == 0 ? ProcessMode.Realtime : ProcessMode.Offline));
            Assert.True(plugin.SetActive(true));
            Assert.True(plugin.SetActive(true));
            Assert.True(plugin.SetProcessing(true));
            Assert.True(plugin.SetProcessing(false));
            Assert.True(plugin.SetActive(false));
            Assert.True(plugin.SetActive(false));
        }

        // A host that ends while blocks are still announced.
        plugin.Start(48000, 64);
        plugin.Terminate();
        using HostedPlugin unstopped = Make();
        unstopped.Start(48000, 64);
    }

    [Fact]
    public void Instances_come_and_go_beside_each_other()
    {
        List<HostedPlugin> instances = [.. Enumerable.Range(0, 64).Select(_ => Make())];
        foreach (HostedPlugin instance in instances)
            instance.Start(48000, 256);
        float[] noise = Noise(4800, 1);
        long collections = Library.ReadDiagnostics().Collections;
        foreach (HostedPlugin instance in instances)
            Assert.Equal(noise, Play(instance, noise, _ => 256, mode: ProcessMode.Realtime).Sound);
        Assert.Equal(collections, Library.ReadDiagnostics().Collections);
        foreach (HostedPlugin instance in instances.Where((_, k) => k % 2 == 0))
            instance.Dispose();
        foreach (HostedPlugin instance in instances.Where((_, k) => k % 2 == 1))
        {
            instance.Stop();
            instance.Dispose();
        }
    }
}
