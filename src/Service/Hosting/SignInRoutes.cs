using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>What the sign-in page posts to.</summary>
internal static class SignInRoutes
{
    private const int LongestToken = 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(TokenGate.SignInPath, SignInAsync).ExcludeFromDescription();
        routes.MapPost("/sign-out", (HttpContext context, TokenGate gate) =>
        {
            gate.SignOut(context);
            return Results.Redirect(TokenGate.SignInPath);
        }).ExcludeFromDescription();
    }

    private static async Task SignInAsync(HttpContext context, TokenGate gate)
    {
        if (!gate.IsNeeded)
        {
            context.Response.Redirect("/");
            return;
        }

        if (!context.Request.HasFormContentType)
        {
            throw new ProblemException(Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        string token = form["token"].ToString();
        Problem? problem = null;
        if (token.Length > LongestToken || !gate.TryToken(context, token, out problem))
        {
            // A person reads this: the page itself says what was wrong.
            string wrong = problem?.Status == StatusCodes.Status429TooManyRequests ? "wait" : "token";
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"{TokenGate.SignInPath}?wrong={wrong}";
            return;
        }

        gate.SignIn(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }
}
