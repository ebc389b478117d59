using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RealtimeEmotion.Service.Monitoring;

namespace RealtimeEmotion.Service.History;

/// <summary>Keeps the history within what was agreed, from time to time.</summary>
internal sealed partial class RetentionWorker(HistoryStore store, ServiceOptions options, TimeProvider time, ServiceMetrics metrics, ILogger<RetentionWorker> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(options.Retention.Interval, time);
        try
        {
            do
            {
                Retain();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private void Retain()
    {
        try
        {
            long deleted = store.Retain(options.Retention, time.GetUtcNow());
            metrics.Deleted(deleted);
            if (deleted > 0)
            {
                LogDeleted(deleted);
            }
        }
        catch (SqliteException e)
        {
            LogFailed(e.Message);
        }
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "{Count} old events were deleted.")]
    private partial void LogDeleted(long count);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "Old history cannot be deleted: {Reason}")]
    private partial void LogFailed(string reason);
}
