using RealtimeEmotion.Host;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

/// <summary>The published plugins, made when the first test asks for them. Tests that use them run one after the other.</summary>
public sealed class Bundles
{
    internal const string Collection = "bundles";

    private static readonly Lazy<string> GainBundle = new(() => BundlePublisher.Publish("examples/Gain/RealtimeEmotion.Examples.Gain.csproj", "Gain"));
    private static readonly Lazy<string> ProbeBundle = new(() => BundlePublisher.Publish("tests/Probe/RealtimeEmotion.Probe.csproj", "Probe"));

    internal static string Gain => Published(GainBundle);

    internal static string Probe => Published(ProbeBundle);

    private static string Published(Lazy<string> bundle)
    {
        string? obstacle = BundlePublisher.Obstacle;
        Assert.SkipWhen(obstacle != null, obstacle ?? "");
        return bundle.Value;
    }
}

/// <summary>Loaded libraries live as long as the process and are shared by all tests of it.</summary>
[CollectionDefinition(Bundles.Collection, DisableParallelization = true)]
public sealed class SerialBundles;
