using Polly;
using Polly.Retry;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>How often and after what pauses a server is tried again before a message is given up.</summary>
internal static class NetworkRetry
{
    private const int Attempts = 5;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <param name="isTransient">Whether a failure may pass by itself.</param>
    public static ResiliencePipeline Create(Func<Exception, bool> isTransient) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Attempts,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = First,
            MaxDelay = Longest,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } exception && isTransient(exception)),
        })
        .Build();
}
