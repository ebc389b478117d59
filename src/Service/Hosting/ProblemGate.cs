using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>Outermost: whatever goes wrong inside leaves as a problem, and what nobody foresaw goes to the log.</summary>
internal sealed partial class ProblemGate(RequestDelegate next, ILogger<ProblemGate> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The caller has gone, or the service stops: there is nobody to tell.
            return;
        }
        catch (ProblemException e)
        {
            await e.Problem.WriteAsync(context).ConfigureAwait(false);
            return;
        }
        catch (InputException e)
        {
            await Problem.Unusable(e.Message).WriteAsync(context).ConfigureAwait(false);
            return;
        }
        catch (BadHttpRequestException e)
        {
            Problem problem = e.StatusCode == StatusCodes.Status400BadRequest ? Problem.BadInput(InPlainWords(e)) : Problem.OfStatus(e.StatusCode);
            await problem.WriteAsync(context).ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            LogUnforeseen(e, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            if (context.Response.HasStarted)
            {
                // A cut answer must not look like a whole one.
                context.Abort();
                return;
            }

            await Problem.Internal().WriteAsync(context).ConfigureAwait(false);
            return;
        }

        if (context.Response.StatusCode >= 400 && !context.Response.HasStarted && context.Response.ContentType is null && context.Response.ContentLength is null or 0)
        {
            await Problem.OfStatus(context.Response.StatusCode).WriteAsync(context).ConfigureAwait(false);
        }
    }

    // The framework speaks of types.
    private static string InPlainWords(BadHttpRequestException e)
    {
        if (e.InnerException is JsonException json)
        {
            return $"The body is no JSON of the right shape{(json.Path is { } path ? $" (at {path})" : "")}.";
        }

        if (Unbound().Match(e.Message) is { Success: true } unbound)
        {
            return $"'{unbound.Groups["text"].Value}' is no value for '{unbound.Groups["name"].Value}'.";
        }

        return Missing().Match(e.Message) is { Success: true } missing ? $"'{missing.Groups["name"].Value}' is missing." : e.Message;
    }

    [GeneratedRegex("^Failed to bind parameter \\\"\\S+ (?<name>\\w+)\\\" from \\\"(?<text>.*)\\\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unbound();

    [GeneratedRegex("^Required parameter \\\"\\S+ (?<name>\\w+)\\\" was not provided")]
    private static partial Regex Missing();

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "{Method} {Path} failed ({TraceId})")]
    private partial void LogUnforeseen(Exception e, string method, PathString path, string traceId);
}
