using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RealtimeEmotion.Service.Monitoring;

namespace RealtimeEmotion.Service.History;

/// <summary>Keeps the history within what was agreed, from time to time.</summary>
internal sealed partial class RetentionWorker(HistoryStore store, ServiceOptions options, TimeProvider time, ServiceMetrics metrics, ILogger<RetentionWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Retention.Interval, time);
        try
        {
            do
            {
                await Task.Run(Retain, stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
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
