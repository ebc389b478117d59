using Microsoft.Extensions.Hosting;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>Whoever started the service hears signals, and ends it; the host itself listens to none.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
