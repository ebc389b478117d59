using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>A model whose answers are known, and the reading of what a listener says.</summary>
internal static class Listening
{
    // How long a test waits for what must come; never what it asserts.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static EmotionModel Model { get; } = EmotionModel.Load(TinyModel.Bytes(), "tiny");

    /// <summary>Nothing is lost, failures are followed at once.</summary>
    public static ListenOptions Options { get; } = new()
    {
        Fast = true,
        BackOff = TimeSpan.FromMilliseconds(1),
        LongestBackOff = TimeSpan.FromMilliseconds(4),
    };

    public static StreamListener Listener(StreamKind kind, ListenOptions options, params StreamInput[] connections)
    {
        var next = new Queue<StreamInput>(connections);
        var address = kind switch
        {
            StreamKind.Url => StreamAddress.Parse("test=http://127.0.0.1/"),
            StreamKind.Device => StreamAddress.Parse("test=device"),
            _ => StreamAddress.ForPushed("test"),
        };
        return new StreamListener(
            address,
            _ => next.TryDequeue(out var connection) ? connection : throw new Engine.InputException("test", "there is no more"),
            address.CanReconnect,
            Model,
            options);
    }

    /// <summary>Everything that it says, until it says no more.</summary>
    public static async Task<List<StreamEvent>> Everything(this StreamListener listener)
    {
        using var patience = new CancellationTokenSource(Patience);
        var events = new List<StreamEvent>();
        await foreach (var one in listener.Events.ReadAllAsync(patience.Token))
            events.Add(one);
        return events;
    }

    /// <summary>What it says up to the first of these kinds.</summary>
    public static async Task<List<StreamEvent>> Until(this StreamListener listener, params StreamEventKind[] kinds)
    {
        using var patience = new CancellationTokenSource(Patience);
        var events = new List<StreamEvent>();
        while (await listener.Events.WaitToReadAsync(patience.Token))
        {
            while (listener.Events.TryRead(out var one))
            {
                events.Add(one);
                if (kinds.Contains(one.Kind))
                    return events;
            }
        }

        Assert.Fail($"it ended without a {string.Join(" or ", kinds)}: {string.Join(", ", events.Select(one => $"{one.Kind} {one.Detail}"))}");
        return events;
    }

    public static async Task Eventually(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
            await Task.Delay(5, patience.Token);
    }

    public static List<EmotionEstimate> Estimates(this IEnumerable<StreamEvent> events) =>
        [.. events.Where(one => one.Kind == StreamEventKind.Estimate).Select(one => one.Estimate!.Value)];

    /// <summary>What the analysis says of the same sound without a listener around it.</summary>
    public static List<EmotionEstimate> Direct(float[] mono, int rate, AnalysisOptions? options = null)
    {
        var estimates = new List<EmotionEstimate>();
        using var analyzer = new EmotionAnalyzer(Model, rate, options ?? new AnalysisOptions());
        analyzer.Process(mono, Add);
        analyzer.Finish(Add);
        return estimates;

        void Add(in EmotionEstimate estimate) => estimates.Add(estimate);
    }

    /// <summary>Position and time are one and the same, and time never goes back.</summary>
    public static void CheckTime(IReadOnlyList<StreamEvent> events)
    {
        var last = 0.0;
        foreach (var one in events.Where(one => one.SampleRate > 0))
        {
            Assert.Equal((double)one.SamplePosition / one.SampleRate, one.StreamSeconds, 9);
            Assert.True(one.StreamSeconds >= last - 1e-4, $"{one.Kind} at {one.StreamSeconds} behind {last}");
            last = Math.Max(last, one.StreamSeconds);
        }
    }
}
