using RealtimeEmotion.Service.Hosting;
using RealtimeEmotion.Service.Monitoring;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>Counts open feeds and refuses one too many.</summary>
internal sealed class FeedLimit(ServiceOptions options, ServiceMetrics metrics)
{
    private int _open;

    /// <summary>Takes a place until it is disposed.</summary>
    /// <exception cref="ProblemException">All are taken.</exception>
    internal IDisposable Enter(string kind)
    {
        if (Interlocked.Increment(ref _open) > options.Limits.Feeds)
        {
            Interlocked.Decrement(ref _open);
            throw new ProblemException(Problem.Busy($"{options.Limits.Feeds} feeds are open; no more may at once.", 10));
        }

        return new Place(this, metrics.FeedOpen(kind));
    }

    private sealed class Place(FeedLimit limit, IDisposable metric) : IDisposable
    {
        public void Dispose()
        {
            metric.Dispose();
            Interlocked.Decrement(ref limit._open);
        }
    }
}
