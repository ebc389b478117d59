using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>The programs that computed a run. Immutable.</summary>
/// <param name="Trainer">This trainer's version.</param>
/// <param name="TorchSharp">The tensor library's.</param>
/// <param name="OnnxRuntime">That of the runtime which hears teachers and checks the model.</param>
/// <param name="DotNet">The .NET runtime's.</param>
/// <param name="System">Operating system and processor, such as <c>linux-x64</c>.</param>
public sealed record RunVersions(string Trainer, string TorchSharp, string OnnxRuntime, string DotNet, string System)
{
    /// <summary>Those of this process.</summary>
    internal static RunVersions Present() => new(
        VersionOf(typeof(RunVersions).Assembly),
        VersionOf(Assembly.Load("TorchSharp")),
        OrtEnv.Instance().GetVersionString(),
        Environment.Version.ToString(),
        RuntimeInformation.RuntimeIdentifier);

    private static string VersionOf(Assembly assembly) => assembly.GetName().Version?.ToString(3) ?? string.Empty;
}
