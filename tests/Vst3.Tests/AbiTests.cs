using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed class AbiTests
{
    private const string Headers = "/usr/share/dpf/distrho/src/travesty";

    private static readonly Assembly Library = typeof(PluginModule).Assembly;

    [Fact]
    public void EverySizeOffsetSlotAndIdIsWhatAcCompilerSaysOfThePublicHeaders()
    {
        string[] expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "abi-linux-x64.txt"));
        Assert.True(expected.Length > 300);
        Assert.Empty(Wrong(expected));
    }

    [Fact]
    public void ThePlainCHeadersAgree()
    {
        Assert.SkipUnless(Directory.Exists(Headers), "No plain-C headers: apt-get install dpf-source.");
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "No gcc.");
        string folder = Directory.CreateTempSubdirectory().FullName;
        string program = Path.Combine(folder, "abi");
        Run("gcc", "-fms-extensions", "-I", Headers, Path.Combine(AppContext.BaseDirectory, "Abi", "abi.c"), "-o", program);
        string[] lines = Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Directory.Delete(folder, recursive: true);
        Assert.True(lines.Length > 100);
        Assert.Empty(Wrong(lines));
    }

    [Fact]
    public void EveryTableAndEveryIdIsCovered()
    {
        HashSet<string> known = [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "abi-linux-x64.txt")).Select(line => line.Split(' ')[1])];
        foreach (Type table in Library.GetTypes().Where(type => type.Name.EndsWith("Table", StringComparison.Ordinal) && type.IsValueType))
        {
            string name = table.Name[..^"Table".Length];
            Assert.Contains(name, known);
            foreach (FieldInfo slot in table.GetFields().Where(field => !field.FieldType.IsValueType || field.FieldType.IsFunctionPointer))
                Assert.Contains($"{name}.{slot.Name}", known);
        }

        foreach (FieldInfo id in typeof(Iids).GetFields(BindingFlags.Static | BindingFlags.NonPublic))
            Assert.True(known.Contains(id.Name) || id.Name is "PluginFactory3", id.Name);
    }

    private static List<string> Wrong(IEnumerable<string> lines)
    {
        List<string> wrong = [];
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            string actual = words[0] switch
            {
                "iid" => Convert.ToHexString(IdOf(words[1]).ToArray()),
                "slot" => SlotOf(words[1]).ToString(),
                "size" => Marshal.SizeOf(TypeOf(words[1])).ToString(),
                _ => Marshal.OffsetOf(TypeOf(words[1].Split('.')[0]), words[1].Split('.')[1]).ToString(),
            };
            if (actual != words[2])
                wrong.Add($"{line}, but here {actual}");
        }

        return wrong;
    }

    private static Uid IdOf(string name)
    {
        // The one table of the factory belongs to its newest interface.
        string field = name switch { "PluginFactory" => "PluginFactory3", "PluginFactory1" => "PluginFactory", _ => name };
        return (Uid)typeof(Iids).GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
    }

    private static int SlotOf(string name)
    {
        string[] words = name.Split('.');
        return Slots(Library.GetType($"RealtimeEmotion.Vst3.Interop.{words[0]}Table")!).ToList().IndexOf(words[1]);
    }

    private static IEnumerable<string> Slots(Type table)
    {
        foreach (FieldInfo field in table.GetFields())
        {
            if (field.FieldType.Name.EndsWith("Table", StringComparison.Ordinal))
            {
                foreach (string inherited in Slots(field.FieldType))
                    yield return inherited;
            }
            else
            {
                yield return field.Name;
            }
        }
    }

    private static Type TypeOf(string name)
        => Library.GetType($"RealtimeEmotion.Vst3.Interop.{name}") ?? Library.GetType($"RealtimeEmotion.Vst3.{name}", throwOnError: true)!;

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
