using RealtimeEmotion.Effect;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>After each test no object may be left and no exception may have reached the firewall.</summary>
[Collection(PublishedPlugin.Collection)]
public abstract class PluginTestBase : IDisposable
{
    private readonly long _faults;

    protected PluginTestBase(PublishedPlugin published)
    {
        Published = published;
        _faults = Library.ReadDiagnostics().Faults;
    }

    protected PublishedPlugin Published { get; }

    protected HostedLibrary Library => Published.Library;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Assert.Single(Library.DumpLiveObjects(), letter => letter == '\n');
        Assert.True(Library.ReadDiagnostics().Faults == _faults, Library.LastFault());
    }

    internal static double Normalised(ParameterId id, double plain) => EffectParameters.Of(id).ToNormalised(plain);

    internal static float[] Noise(int length, int seed, float gain = 0.5f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => gain * ((2 * random.NextSingle()) - 1))];
    }

    internal HostedPlugin Make(params (ParameterId Id, double Plain)[] values)
    {
        HostedPlugin plugin = Library.Create();
        plugin.Initialize();
        foreach ((ParameterId id, double plain) in values)
            SetBeforeStart(plugin, id, plain);
        return plugin;
    }

    /// <summary>A value reaches a processor that does not run by a flush.</summary>
    internal static void SetBeforeStart(HostedPlugin plugin, ParameterId id, double plain)
    {
        plugin.SetParameter((uint)id, Normalised(id, plain));
        using HostBlock flush = new([2, 2], [2], 1);
        flush.SampleCount = 0;
        flush.UseBuffers(false);
        flush.Changes.Add((uint)id, 0, Normalised(id, plain));
        Assert.Equal(0, plugin.Process(flush));
    }

    /// <summary>A value, or a report, at a sample of the stream.</summary>
    internal readonly record struct At(long Position, ParameterId Id, double Value);

    /// <summary>A stream through a started stereo plugin: sound in, sound and reports out.</summary>
    internal static (float[] Sound, List<At> Reports, List<(long Position, Event Event)> Events) Play(
        HostedPlugin plugin,
        float[] signal,
        Func<int, int>? blockSize = null,
        IReadOnlyList<At>? points = null,
        ProcessMode mode = ProcessMode.Offline,
        Action<HostBlock>? beforeBlock = null,
        long projectStart = 0,
        int largest = 8192)
    {
        using HostBlock block = new([2, 2], [2], largest);
        float[] output = new float[signal.Length];
        List<At> reports = [];
        List<(long Position, Event Event)> events = [];
        block.Mode = mode;
        int next = 0;
        for (int at = 0, k = 0; at < signal.Length; k++)
        {
            int count = Math.Min(signal.Length - at, blockSize?.Invoke(k) ?? 512);
            block.Clear();
            block.SampleCount = count;
            signal.AsSpan(at, count).CopyTo(block.Input<float>(0));
            signal.AsSpan(at, count).CopyTo(block.Input<float>(1));
            for (; points != null && next < points.Count && points[next].Position < at + count; next++)
                block.Changes.Add((uint)points[next].Id, (int)(points[next].Position - at), points[next].Value);
            block.Context.State = ContextFlags.Playing | ContextFlags.TempoValid;
            block.Context.Tempo = 120;
            block.Context.SampleRate = 48000;
            block.Context.ProjectTimeSamples = projectStart + at;
            beforeBlock?.Invoke(block);
            Assert.Equal(0, plugin.Process(block));
            block.Output<float>(0).CopyTo(output.AsSpan(at, count));
            Assert.True(block.Output<float>(0).SequenceEqual(block.Output<float>(1)));
            foreach (uint id in block.OutputChanges.Ids)
                reports.AddRange(block.OutputChanges.Points(id).Select(point => new At(at + point.Offset, (ParameterId)id, point.Value)));
            events.AddRange(block.OutputEvents.Items.Select(item => ((long)(at + item.SampleOffset), item)));
            at += count;
        }

        return (output, [.. reports.OrderBy(report => report.Position).ThenBy(report => report.Id)], events);
    }
}
