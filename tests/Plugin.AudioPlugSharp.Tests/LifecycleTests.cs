using System.Reflection;
using AudioPlugSharp;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Tests;
using RealtimeEmotion.Engine.Tests;
using Xunit;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>From loading to the end, in the orders in which hosts call.</summary>
[Collection(Alone.Name)]
public sealed class LifecycleTests
{
    private const string ThreadName = "Emotion analysi";

    private static int AnalysisThreads => Directory.EnumerateDirectories("/proc/self/task").Count(task => NameOf(task) == ThreadName);

    /// <summary>The system takes a moment to let go of a thread that has ended, and to name one that has begun.</summary>
    private static void AwaitThreads(int count)
    {
        for (int attempt = 0; attempt < 500 && AnalysisThreads != count; attempt++)
            Thread.Sleep(20);
        Assert.Equal(count, AnalysisThreads);
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            // A thread that has ended since it was listed.
            return "";
        }
    }

    [Fact]
    public void The_librarys_own_loader_finds_the_one_plugin_and_its_instances_share_it()
    {
        string name = typeof(EffectPlugin).Assembly.GetName().Name!;
        IAudioPlugin first = PluginLoader.LoadPluginFromAssembly(name);
        IAudioPlugin second = PluginLoader.LoadPluginFromAssembly(name);
        Assert.Equal(typeof(EffectPlugin).FullName, first.GetType().FullName);
        Assert.Same(first.GetType(), second.GetType());
        Assert.NotSame(first, second);
        Type only = Assert.Single(typeof(EffectPlugin).Assembly.GetExportedTypes());
        Assert.Equal(typeof(EffectPlugin), only);
        Assert.All([first.Company, first.Website, first.Contact, first.PluginName, first.PluginCategory, first.PluginVersion], text => Assert.NotEmpty(text));
        Assert.Equal(0x5E0B91D72C46A83Ful, first.PluginID);
    }

    [Fact]
    public unsafe void Once_started_no_block_waits_for_code_to_be_compiled()
    {
        // Loaded as the bridge loads it: with code of its own, that no other test has run.
        IAudioPlugin fresh = PluginLoader.LoadPluginFromAssembly(typeof(EffectPlugin).Assembly.GetName().Name!);
        Assert.NotEqual(typeof(EffectPlugin), fresh.GetType());
        float* samples = stackalloc float[512];
        void** channels = stackalloc void*[] { samples, samples };
        nint memory = (nint)channels;
        Span<float> sound = new(samples, 512);
        float[] noise = Signals.Noise(4096, 8);
        foreach ((IAudioPlugin plugin, bool isFresh) in new[] { (new EffectPlugin(), false), (fresh, true) })
        {
            // The first one is there to compile what is the test's own.
            StandInHost host = new();
            plugin.Host = host;
            IAudioPluginProcessor processor = plugin.Processor;
            processor.Initialize();
            processor.InitializeProcessing();
            processor.SetMaxAudioBufferSize(512, EAudioBitsPerSample.Bits32);
            processor.Start();
            host.Begin(512);
            long before = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true);
            for (int block = 0; block < 500; block++)
            {
                noise.AsSpan(block % 7 * 512, 512).CopyTo(sound);
                AudioPluginParameter parameter = processor.Parameters[block % 10];
                processor.HandleParameterChange(parameter, block % 3 / 2.0, block);
                processor.InputPorts[0].SetCurrentBufferSize(512);
                processor.InputPorts[0].SetAudioBufferPtrs(memory);
                processor.OutputPorts[0].SetCurrentBufferSize(512);
                processor.OutputPorts[0].SetAudioBufferPtrs(memory);
                processor.PreProcess();
                processor.Process();
                processor.PostProcess();

                // The analysis runs beside; its estimates are to act, too.
                if (block % 10 == 0)
                    Thread.Sleep(5);
            }

            long compiled = System.Runtime.JitInfo.GetCompiledMethodCount(currentThread: true) - before;
            processor.Stop();
            if (isFresh)
                Assert.Equal(0, compiled);
        }
    }

    [Fact]
    public void The_parameters_places_never_change()
    {
        // Automation knows a parameter by its place. New ones go to the end, whatever place they have elsewhere.
        string[] names =
        [
            "Position", "Gate", "Fade-in time", "Fade-out time", "Fade-in beats", "Fade-out beats", "Fade-in curve", "Fade-out curve", "Shape", "Floor", "Bypass",
            "Trigger", "Trigger emotion", "Threshold", "Hold", "Hysteresis", "Action", "Genre", "Reaction", "Intensity", "Intensity range", "Model", "Preset",
        ];
        EffectPlugin plugin = new();
        Assert.Equal(names, plugin.Parameters.Select(parameter => parameter.Name));
        foreach ((HostedParameter parameter, int index) in plugin.Parameters.Cast<HostedParameter>().Select((parameter, index) => (parameter, index)))
        {
            Assert.Equal(index, parameter.ParameterIndex);
            Assert.Same(parameter, plugin.GetParameter(((uint)parameter.Declared.Id).ToString()));
            Assert.Equal(parameter.Declared.Default, parameter.ProcessValue, 1e-9);
            Assert.Equal(parameter.Declared.DefaultNormalised, parameter.GetValueNormalized(parameter.DefaultValue));
            Assert.Equal(parameter.Declared.FormatWithUnits(parameter.EditValue), parameter.DisplayValue);
            Assert.InRange(parameter.DisplayValue.Length, 1, 127);
        }
    }

    [Fact]
    public void Both_halves_stand_without_initialisation_and_with_several()
    {
        // A scanner shifts the pairs: this instance is asked for its editor only.
        EffectPlugin editor = new();
        editor.InitializeEditor();
        Assert.NotEmpty(editor.Parameters);
        Assert.Single(editor.InputPorts);
        Assert.Single(editor.OutputPorts);
        Assert.NotNull(editor.Host);

        int count = editor.Parameters.Count;
        editor.Initialize();
        editor.Initialize();
        editor.InitializeEditor();
        Assert.Equal(count, editor.Parameters.Count);
        editor.Stop();
    }

    [Fact]
    public void Stop_ends_the_thread_and_start_starts_it_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are counted by /proc.");
        using Stage stage = new();
        stage.SetUp(EAudioBitsPerSample.Bits32);
        AwaitThreads(0);
        for (int round = 0; round < 3; round++)
        {
            stage.Plugin.Start();
            AwaitThreads(1);
            using (Stage second = new Stage().Start())
                AwaitThreads(1);
            stage.Play(Signals.Noise(4800, round));
            stage.Plugin.Stop();
            stage.Plugin.Stop();
            AwaitThreads(0);
        }
    }

    [Fact]
    public void Another_sample_rate_while_it_runs_starts_it_afresh()
    {
        using Stage stage = new Stage().Set(ParameterId.FadeOutTime, 0.01).Start();
        stage.Play(Signals.Constant(1000));
        stage.SetUp(EAudioBitsPerSample.Bits32, 96000);
        Assert.Equal(96000, stage.Plugin.Core.Telemetry.SampleRate);
        float[] sound = stage.Play(Signals.Constant(2000), points: [new(0, ParameterId.Gate, 0)]);
        Assert.Equal(0.5f, sound[480], 1e-6f);
        Assert.Equal(0f, sound[960]);
    }

    [Fact]
    public void Before_the_start_the_sound_passes_and_values_are_taken()
    {
        using Stage stage = new();
        stage.SetUp(EAudioBitsPerSample.Bits32);
        float[] noise = Signals.Noise(2000, 5);
        Assert.Equal(noise, stage.Play(noise, points: [new(700, ParameterId.Position, 0.5), new(900, ParameterId.Program, EffectParameters.Of(ParameterId.Program).ToNormalised(1))]));
        Assert.Equal(2, stage.Plugin.ParameterOf(ParameterId.FadeInTime).ProcessValue, 1e-9);
        stage.SetUp(EAudioBitsPerSample.Bits64);
        double[] wide = [.. noise.Select(x => (double)x)];
        Assert.Equal(wide, stage.Play(wide));

        // A host with no sample rate cannot start it.
        stage.SetUp(EAudioBitsPerSample.Bits32, 0);
        stage.Plugin.Start();
        Assert.Equal(noise, stage.Play(noise));
    }

    [Fact]
    public void What_goes_wrong_passes_the_sound_and_nothing_else()
    {
        using Stage stage = new Stage().Set(ParameterId.Model, (int)ModelSource.Off).Set(ParameterId.Position, 0.5).Start();
        float[] noise = Signals.Noise(2000, 6);
        stage.Host.Fault = new InvalidOperationException("by a test");
        Assert.Equal(noise, stage.Play(noise));
        stage.Host.Fault = null;
        float[] healed = stage.Play(Signals.Constant(1000));
        Assert.Equal(0.5f, healed[^1]);
    }

    [Fact]
    public void The_librarys_stand_alone_hosts_can_play_it()
    {
        // They ask for memory of the ports', never start a plugin, send no points, and write values.
        EffectPlugin plugin = new();
        StandInHost host = new();
        host.Adopt(plugin);
        plugin.Initialize();
        AudioIOPort input = plugin.InputPorts[0];
        AudioIOPort output = plugin.OutputPorts[0];
        input.ForceBackingBuffer = output.ForceBackingBuffer = true;
        for (int round = 0; round < 2; round++)
        {
            plugin.InitializeProcessing();
            plugin.SetMaxAudioBufferSize(512, EAudioBitsPerSample.Bits32);
        }

        plugin.ParameterOf(ParameterId.Position).NormalizedProcessValue = 0.25;
        float[] left = new float[512];
        float[] right = new float[512];
        for (int block = 0; block < 4; block++)
        {
            host.Begin(512);
            input.SetCurrentBufferSize(512);
            output.SetCurrentBufferSize(512);
            input.CopyFrom(Signals.Constant(512), 0);
            plugin.PreProcess();
            plugin.Process();
            plugin.PostProcess();
            output.CopyTo(left, 0);
            output.CopyTo(right, 1);
        }

        Assert.All(left, sample => Assert.Equal(0.25f, sample));
        Assert.All(right, sample => Assert.Equal(0f, sample));
        plugin.Stop();
    }

    [Fact]
    public void Every_call_that_a_host_makes_is_overridden()
    {
        // What the library does by itself throws into the host, writes XML or interpolates wrongly.
        string[] own = [nameof(EffectPlugin.SaveState), nameof(EffectPlugin.RestoreState), nameof(EffectPlugin.HandleParameterChange), nameof(EffectPlugin.Process),
            nameof(EffectPlugin.Start), nameof(EffectPlugin.Stop), nameof(EffectPlugin.Initialize), nameof(EffectPlugin.InitializeProcessing), nameof(EffectPlugin.SetMaxAudioBufferSize),
            nameof(EffectPlugin.ShowEditor), nameof(EffectPlugin.HideEditor), nameof(EffectPlugin.ResizeEditor), nameof(EffectPlugin.GetDpiScale)];
        Assert.All(own, name => Assert.Equal(typeof(EffectPlugin), typeof(EffectPlugin).GetMethod(name, BindingFlags.Public | BindingFlags.Instance)!.DeclaringType));
    }
}
