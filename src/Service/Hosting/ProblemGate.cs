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
            Problem problem = e.StatusCode == StatusCodes.Status400BadRequest ? Problem.BadInput(e.Message) : Problem.OfStatus(e.StatusCode);
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

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "{Method} {Path} failed ({TraceId})")]
    private partial void LogUnforeseen(Exception e, string method, PathString path, string traceId);
}
