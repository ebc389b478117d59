using RealtimeEmotion.Host;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>The published bundle, loaded once for all tests, as a host's process does.</summary>
public sealed class PublishedPlugin : IDisposable
{
    internal const string Collection = "published plugin";

    private static readonly Lazy<string> Made = new(() => BundlePublisher.Publish("src/Plugin/RealtimeEmotion.Plugin.csproj", "RealtimeEmotion"));

    private readonly HostedLibrary? _library;

    public PublishedPlugin()
    {
        if (BundlePublisher.Obstacle != null)
            return;

        // What a scanner does, before any test has made the plugin do more.
        _library = HostedLibrary.Load(Made.Value);
        using HostedPlugin plugin = _library.Create();
        plugin.Initialize();
        _ = plugin.Parameters;
        plugin.Terminate();
        LoadedByScanning = LoadedLibraries();
    }

    /// <summary>The bundle's folder.</summary>
    internal static string Bundle => Made.Value;

    /// <summary>The native libraries in this process after a scan.</summary>
    internal IReadOnlyList<string> LoadedByScanning { get; } = [];

    /// <summary>The loaded library; the test is skipped where nothing can be published.</summary>
    internal HostedLibrary Library
    {
        get
        {
            Assert.SkipWhen(_library == null, BundlePublisher.Obstacle ?? "");
            return _library!;
        }
    }

    public void Dispose() => _library?.Dispose();

    internal static IReadOnlyList<string> LoadedLibraries() => OperatingSystem.IsLinux()
        ? [.. File.ReadLines("/proc/self/maps").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length == 6).Select(parts => Path.GetFileName(parts[5])).Distinct()]
        : [];
}

/// <summary>Tests of the bundle run one after the other: they look at counters of the one runtime in it.</summary>
[CollectionDefinition(PublishedPlugin.Collection, DisableParallelization = true)]
public sealed class SerialPlugin : ICollectionFixture<PublishedPlugin>;
