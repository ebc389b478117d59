using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3.Interop;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

[Collection(Bundles.Collection)]
public sealed partial class TraceTests
{
    [Fact]
    public void TheVariableMakesALineOfEachCallAndOfEachResult()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sets the environment of the process by libc.");
        // A copy: a library that is loaded already has decided. And libc: .NET keeps an environment of its own.
        string folder = Directory.CreateTempSubdirectory().FullName;
        string bundle = Path.Combine(folder, "Gain.vst3");
        CopyFolder(Bundles.Gain, bundle);
        string log = Path.Combine(folder, "trace.txt");
        Assert.Equal(0, SetVariable("RTE_VST3_TRACE", log, 1));
        try
        {
            using HostedLibrary library = HostedLibrary.Load(bundle);
            using HostedPlugin plugin = library.Create();
            plugin.Initialize();
            plugin.SetParameter(0, 0.25);
            Assert.False(plugin.SetArrangements([SpeakerArrangement.Mono], [SpeakerArrangement.Stereo]));
            plugin.Start(48000, 64);
            using HostBlock block = new([2], [2], 64);
            block.Changes.Add(0, 3, 0.5);
            block.Context.ProjectTimeSamples = 1234;
            Assert.Equal(Result.Ok, plugin.Process(block));
            plugin.Stop();
        }
        finally
        {
            Assert.Equal(0, ClearVariable("RTE_VST3_TRACE"));
        }

        string[] lines = File.ReadAllLines(log);
        Directory.Delete(folder, recursive: true);
        Assert.All(lines, line => Assert.Matches(Line(), line));
        string text = string.Join('\n', lines.Select(line => Line().Match(line).Groups[1].Value.Trim()));
        Assert.Contains("IPluginFactory3.CreateInstance #1 class=6B1D3F528E0C4A97A3C5E1B247D09F11 iid=E831FF31F2D54301928EBBEE25697802\n= ok", text, StringComparison.Ordinal);
        Assert.Contains("IComponent.Initialize #2 context=0\n= ok", text, StringComparison.Ordinal);
        Assert.Contains("IEditController.SetParamNormalized #2 id=0 value=0.25\n= ok", text, StringComparison.Ordinal);
        Assert.Contains("IAudioProcessor.SetBusArrangements #2 [80000] -> [3]\n= false", text, StringComparison.Ordinal);
        Assert.Contains("IAudioProcessor.Process #2 samples=64 size=0 mode=0 inputs=1 outputs=1 position=1234 state=None 0:(3 0.5)\n= ok", text, StringComparison.Ordinal);
        Assert.Equal(0, lines.Count(line => line.Contains('!')));
string[] words = text.Split('\n');
        Assert.Equal(words.Count(line => line.StartsWith("= ", StringComparison.Ordinal)), words.Count(line => line.StartsWith('I') || line.StartsWith("FUnknown", StringComparison.Ordinal)));
        Assert.Contains("FUnknown.QueryInterface #2 42043F99B7DA453CA569E79D9AAEC33D IAudioProcessor\n= ok", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d+\.\d{6} \[\d+\] (.*)$")]
    private static partial Regex Line();

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(string name, string value, int replace);

    [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClearVariable(string name);
}
