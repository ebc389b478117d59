using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>
/// Where a token is set, lets in who knows it: programs by <c>Authorization: Bearer</c>, people by a cookie that the
/// sign-in page gives. Tokens are compared in constant time, and an address that guesses is soon made to wait.
/// </summary>
internal sealed class TokenGate : IDisposable
{
    internal const string SignInPath = "/sign-in";

    private const string BearerPrefix = "Bearer ";
    private const string QueryName = "token";

    private static readonly TimeSpan SessionLength = TimeSpan.FromDays(30);

    // What a browser needs to show the sign-in page, and what a load balancer asks.
    private static readonly string[] Open = [SignInPath, "/assets", "/health"];
    private static readonly string[] Pages = ["/", "/overlay"];

    private readonly byte[]? _tokenHash;
    private readonly byte[]? _cookieKey;
    private readonly string _cookieName;
    private readonly TimeProvider _time;
    private readonly PartitionedRateLimiter<IPAddress> _failures;

    public TokenGate(ServiceOptions options, TimeProvider time)
    {
        _time = time;
        // Cookies do not know ports, and two services may run on one machine.
        _cookieName = string.Create(CultureInfo.InvariantCulture, $"emotion-session-{options.Port}");
        if (options.Token is { } token)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(token);
            _tokenHash = SHA256.HashData(bytes);
            _cookieKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, 32, info: "emotion session cookie"u8.ToArray());
        }

        _failures = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetFixedWindowLimiter(
            address, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Limits.SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
    }

    /// <summary>Whether a token is asked for.</summary>
    internal bool IsNeeded => _tokenHash is not null;

    /// <summary>Lets a request pass or answers it.</summary>
    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsNeeded || IsSignedIn(context.Request))
        {
            if (HasTokenInQuery(context.Request))
            {
                Redirect(context);
                return;
            }

            await next(context).ConfigureAwait(false);
            return;
        }

        string? offered = Offered(context.Request);
        if (offered is not null)
        {
            if (!TryToken(context, offered, out Problem? problem))
            {
                await problem!.WriteAsync(context).ConfigureAwait(false);
                return;
            }

            if (HasTokenInQuery(context.Request))
            {
                SignIn(context);
                Redirect(context);
                return;
            }

            await next(context).ConfigureAwait(false);
            return;
        }

        if (Array.Exists(Open, path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && Array.Exists(Pages, page => context.Request.Path == page))
        {
            context.Response.Redirect(SignInPath);
            return;
        }

        await Problem.Unauthorized().WriteAsync(context).ConfigureAwait(false);
    }

    /// <summary>Tries a token that somebody offers.</summary>
    /// <param name="context">Who offers it.</param>
    /// <param name="offered">The token.</param>
    /// <param name="problem">What to answer where it is not the one.</param>
    internal bool TryToken(HttpContext context, string offered, out Problem? problem)
    {
        IPAddress address = RemoteNetwork.Of(context);
        using (RateLimitLease mayTry = _failures.AttemptAcquire(address, 0))
        {
            if (!mayTry.IsAcquired)
            {
                problem = Problem.TooMany("Too many wrong tokens came from this address.", 60);
                return false;
            }
        }

        // Of hashes, so that not even the length shows in the time.
        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(offered)), _tokenHash))
        {
            problem = null;
            return true;
        }

        _failures.AttemptAcquire(address).Dispose();
        problem = Problem.Unauthorized();
        return false;
    }

    /// <summary>Gives the caller's browser a cookie that stands for the token.</summary>
    internal void SignIn(HttpContext context)
    {
        string expiry = (_time.GetUtcNow() + SessionLength).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(_cookieName, $"{expiry}.{Signature(expiry)}", Cookie(context, SessionLength));
    }

    /// <summary>Takes the cookie away.</summary>
    internal void SignOut(HttpContext context) => context.Response.Cookies.Append(_cookieName, "", Cookie(context, TimeSpan.Zero));

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();

    private static CookieOptions Cookie(HttpContext context, TimeSpan age) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", MaxAge = age, IsEssential = true };

    private static string? Offered(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header is not null && header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? header[BearerPrefix.Length..].Trim()
            : HasTokenInQuery(request) ? request.Query[QueryName].ToString() : null;
    }

    // A program such as OBS opens an address and nothing else; the token leaves the address at once.
    private static bool HasTokenInQuery(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && Array.Exists(Pages, page => request.Path == page) && request.Query.ContainsKey(QueryName);

    private static void Redirect(HttpContext context)
    {
        var rest = new QueryBuilder(context.Request.Query.Where(pair => pair.Key != QueryName));
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.Path + rest.ToQueryString().ToString();
    }

    private bool IsSignedIn(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(_cookieName, out string? cookie) || cookie.Split('.') is not [var expiry, var signature])
        {
            return false;
        }

        bool signed = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Signature(expiry)));
        return signed && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && _time.GetUtcNow().ToUnixTimeSeconds() < seconds;
    }

    private string Signature(string expiry) => Convert.ToHexStringLower(HMACSHA256.HashData(_cookieKey!, Encoding.UTF8.GetBytes(expiry)));
}
