using System.CommandLine;
using System.Diagnostics;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Hosting;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion plugin check</c>.</summary>
internal static class PluginCheckCommand
{
    private const int SampleRate = 48000;
    private const int BlockSize = 64;
    private const int Blocks = 1_500;

    internal static EmotionCommand Create()
    {
        var bundle = new Argument<string?>("BUNDLE") { Description = "A .vst3 folder; by default the installed one.", Arity = ArgumentArity.ZeroOrOne };
        var command = new EmotionCommand(
            "check",
            "Loads the plugin as a host does, runs it, and says what it found.",
            new Example("plugin check", "the installed one"),
            new Example("plugin check artifacts/plugin/RealtimeEmotion.vst3", "any other"))
        {
            bundle,
        };
        command.Run((result, session) => Check(result.GetValue(bundle) ?? Path.Combine(PluginPlaces.UserFolder, PluginPlaces.Bundle), session.Terminal.Results));
        return command;
    }

    private static int Check(string bundle, TextWriter results)
    {
        if (!Directory.Exists(bundle))
        {
            throw new InputException(bundle, "there is no such bundle", "install it with 'emotion plugin install', or name one");
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            using PluginLibrary library = PluginLibrary.Load(bundle);
            TimeSpan load = Stopwatch.GetElapsedTime(start);
            results.WriteLine($"bundle      {Path.GetFullPath(bundle)}");
            results.WriteLine($"binary      {library.Path}, {Size(bundle) / 1e6:0.0} MB with all that it needs, loaded in {load.TotalMilliseconds:0.0} ms");
            foreach (ListedClass listed in library.Classes)
            {
                CheckClass(library, listed, results);
            }

            CheckResources(bundle, results);
            results.WriteLine("all is well");
            return ExitCode.Done;
        }
        catch (InvalidDataException e)
        {
            throw new InputException(bundle, e.Message, "install it again with 'emotion plugin install'", e);
        }
    }

    private static void CheckClass(PluginLibrary library, ListedClass listed, TextWriter results)
    {
        long start = Stopwatch.GetTimestamp();
        using PluginTrial trial = PluginTrial.Start(library, listed.Id);
        TimeSpan scan = Stopwatch.GetElapsedTime(start);
        results.WriteLine($"plugin      {listed.Name} {listed.Version} by {listed.Vendor}, {listed.SubCategories}, {listed.SdkVersion}, {listed.Id}");
        results.WriteLine($"buses       in {Buses(trial, input: true)}; out {Buses(trial, input: false)}");
        results.WriteLine($"parameters  {trial.ParameterCount}");
        (TimeSpan activation, TimeSpan block) = trial.Run(SampleRate, BlockSize, Blocks);
        double share = block.TotalSeconds / ((double)BlockSize / SampleRate);
        results.WriteLine($"times       made in {scan.TotalMilliseconds:0.0} ms, active after {activation.TotalMilliseconds:0} ms (the model is loaded then), {BlockSize} samples in {block.TotalMicroseconds:0.00} µs ({share:0.000 %} of a core at {SampleRate / 1000} kHz)");
    }

    private static void CheckResources(string bundle, TextWriter results)
    {
        string resources = Path.GetDirectoryName(PluginBundle.ModuleInfoPath(bundle))!;
        foreach (string file in Directory.EnumerateFiles(resources, "*.onnx").Order(StringComparer.Ordinal))
        {
            using EmotionModel model = EmotionModel.Load(file);
            results.WriteLine($"model       {model.Metadata.Name}: {string.Join(", ", model.Metadata.Labels)}");
        }

        string folder = PluginBundle.PresetFolder(bundle);
        string[] presets = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + PresetFile.Extension).Order(StringComparer.Ordinal)] : [];
        foreach (string preset in presets)
        {
            _ = PresetFile.Load(preset);
        }

        results.WriteLine($"presets     {string.Join(", ", presets.Select(Path.GetFileNameWithoutExtension))}");
    }

    private static string Buses(PluginTrial trial, bool input) => string.Join(", ", trial.AudioBuses(input).Select(bus => $"{bus.Name} ({bus.Channels} channels)"));

    private static long Size(string bundle) => Directory.EnumerateFiles(bundle, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
