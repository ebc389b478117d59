using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.OpenApi;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Service.Analyses;
using RealtimeEmotion.Service.Api;
using RealtimeEmotion.Service.Feeds;
using RealtimeEmotion.Service.History;
using RealtimeEmotion.Service.Hosting;
using RealtimeEmotion.Service.Monitoring;
using RealtimeEmotion.Service.Streams;
using RealtimeEmotion.Service.Web;

namespace RealtimeEmotion.Service;

/// <summary>
/// The service as a whole: Kestrel with the pages, the interface for programs and the live feeds, over the streams and
/// their history. Thread-safe.
/// </summary>
public sealed class EmotionService : IAsyncDisposable
{
    // Bodies other than uploads are a few fields.
    private const long SmallBodyBytes = 64 * 1024;

    // Long enough for answers on their way, short enough for whoever waits for the prompt.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private bool _disposed;

    private EmotionService(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Where it answers, with the port that it has.</summary>
    public Uri Address { get; }

    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts the service: opens the history, listens on the port, starts the streams.</summary>
    /// <param name="options">What was decided.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="InputException">An option is wrong, the port or the folder is taken, or a source cannot be one.</exception>
    public static async Task<EmotionService> StartAsync(ServiceOptions options, CancellationToken cancellation = default)
    {
        options.Validated();
        WebApplication app = Build(options);
        try
        {
            // The default model is loaded before anybody may ask: a service that starts works.
            app.Services.GetRequiredService<ModelLibrary>().Get(null);
            await app.StartAsync(cancellation).ConfigureAwait(false);
            await app.Services.GetRequiredService<StreamRegistry>().StartWantedAsync().ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException($"port {options.Port}", "another program listens there", "name another with --port", e);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new InputException($"{options.Address}:{options.Port}", $"nothing can listen there ({e.Message.TrimEnd('.')})", "name another --host or --port", e);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        string bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new EmotionService(app, new Uri(bound));
    }

    /// <summary>Waits until somebody asks for the end, and ends: streams are flushed, feeds are closed.</summary>
    /// <param name="cancellation">Asks for the end.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops the streams, stores what they said, answers what is on its way, and closes the history.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using (var patience = new CancellationTokenSource(StopPatience))
        {
            await _app.StopAsync(patience.Token).ConfigureAwait(false);
        }

        // The container disposes in the reverse order of making: the streams, then the writer, which empties its queue,
        // then the store.
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(ServiceOptions options)
    {
        // Empty: no settings files and no variables of ASP.NET Core decide anything here.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "emotion" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        AddLogging(builder.Logging, options);
        IServiceCollection services = builder.Services;
        services.AddSingleton<IHostLifetime, QuietLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        services.AddRoutingCore();
        services.AddOpenApi(description => description.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Emotion";
            document.Info.Version = "1";
            document.Info.Description = "What music feels like, live and from files. Errors are problem details (RFC 9457).";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Where the service was started with a token." };
            return Task.CompletedTask;
        }));
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetTokenBucketLimiter(RemoteNetwork.Of(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.Limits.RequestBurst,
                TokensPerPeriod = options.Limits.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
            limiter.OnRejected = async (rejected, _) => await Problem.TooMany("Too many requests came from this address.", 1).WriteAsync(rejected.HttpContext).ConfigureAwait(false);
        });
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<WebAssets>();
        services.AddSingleton<ModelLibrary>();
        services.AddSingleton(_ => HistoryStore.Open(options.DataFolder));
        services.AddSingleton<EventLog>();
        services.AddSingleton<HistoryWriter>();
        services.AddSingleton<SourcePolicy>();
        services.AddSingleton<StreamRegistry>();
        services.AddSingleton<UploadAnalysis>();
        services.AddSingleton<FeedLimit>();
        services.AddSingleton<EventFeeds>();
        services.AddSingleton<SignalFeed>();
        services.AddSingleton<PushedAudio>();
        services.AddSingleton<TokenGate>();
        services.AddHostedService<RetentionWorker>();

        WebApplication app = builder.Build();
        // Faults of the folder show now, not at the first request.
        app.Services.GetRequiredService<HistoryStore>();
        app.Services.GetRequiredService<UploadAnalysis>();
        Arrange(app);
        return app;
    }

    private static void Arrange(WebApplication app)
    {
        IServiceProvider services = app.Services;
        TokenGate tokens = services.GetRequiredService<TokenGate>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RequestObserver>();
        app.UseMiddleware<ProblemGate>();
        app.UseRateLimiter();
        app.UseWebSockets();
        app.UseMiddleware<OriginGate>();
        app.Use(tokens.InvokeAsync);
        app.UseRouting();
        ApiRoutes.Map(app);
        SignInRoutes.Map(app);
        WebAssets.Map(app);
        MonitoringRoutes.Map(app, services.GetRequiredService<ServiceMetrics>(), services.GetRequiredService<HistoryStore>(), services.GetRequiredService<HistoryWriter>(), services.GetRequiredService<StreamRegistry>());
        app.MapOpenApi();
    }

    private static void Configure(KestrelServerOptions kestrel, ServiceOptions options)
    {
        ServiceLimits limits = options.Limits;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = SmallBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Feeds + limits.Streams;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.UploadBytesPerSecond, limits.SlowGrace);
        X509Certificate2? certificate = Certificate(options);
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            // Over HTTP/2 browsers open WebSockets by CONNECT, which no route here answers.
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        });
    }

    private static X509Certificate2? Certificate(ServiceOptions options)
    {
        if (options.CertificateFile is not { } file)
        {
            return null;
        }

        try
        {
            if (Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12")
            {
                return X509CertificateLoader.LoadPkcs12FromFile(file, null);
            }

            using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(file, options.CertificateKeyFile ?? file);
            // Through PKCS 12, since Windows cannot use a key that never had a store.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(file, $"the certificate cannot be used ({e.Message.TrimEnd('.')})", "give a PEM certificate with --certificate-key, or a PFX without a password", e);
        }
    }

    private static void AddLogging(ILoggingBuilder logging, ServiceOptions options)
    {
        logging.SetMinimumLevel(options.Quiet ? LogLevel.Warning : LogLevel.Information);
        // The framework's own messages tell nothing that ours do not.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // A start that fails is told by whoever started.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        if (options.JsonLog)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                json.JsonWriterOptions = new JsonWriterOptions { Indented = false };
            });
        }
        else
        {
            logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.TimestampFormat = "HH:mm:ss ";
                simple.ColorBehavior = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
            });
        }

        // Results go to standard output, and a log is none.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
