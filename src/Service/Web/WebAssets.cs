using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Service.Hosting;

namespace RealtimeEmotion.Service.Web;

/// <summary>
/// Pages, scripts and styles, out of the program itself, and the colours of labels: read once, compressed once, known by their hash. What is not in
/// the list does not exist, so no path leads anywhere else.
/// </summary>
internal sealed class WebAssets
{
    internal const string Prefix = "/assets/";

    private const string ResourcePrefix = "web/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
        [".webmanifest"] = "application/manifest+json",
    };

    private readonly Dictionary<string, Asset> _assets = new(StringComparer.Ordinal);

    public WebAssets()
    {
        Assembly assembly = typeof(WebAssets).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Add(resource[ResourcePrefix.Length..].Replace('\\', '/'), bytes);
        }

        Add("labels.css", Encoding.UTF8.GetBytes($":root {{ {Variables(LabelColors.OnDark)}}}\n:root[data-theme=\"light\"] {{ {Variables(LabelColors.OnLight)}}}\n"));

        void Add(string name, byte[] bytes) =>
            _assets[name] = new Asset(Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream"), bytes, Compressed(bytes), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");

        static string Variables(IReadOnlyList<string> colors) => string.Concat(colors.Select((color, i) => $"--other-{i}: {color}; "));
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        Page("/", "index.html");
        Page("/overlay", "overlay.html");
        Page(TokenGate.SignInPath, "sign-in.html");
        routes.MapGet("/favicon.ico", () => Results.NoContent()).ExcludeFromDescription();
        routes.MapGet(Prefix + "{**name}", (string name, HttpContext context, WebAssets assets) => assets.WriteAsync(context, name)).ExcludeFromDescription();

        void Page(string path, string asset) => routes.MapGet(path, (HttpContext context, WebAssets assets) => assets.WriteAsync(context, asset)).ExcludeFromDescription();
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var brotli = new BrotliStream(buffer, CompressionLevel.Optimal))
        {
            brotli.Write(bytes);
        }

        return buffer.ToArray();
    }

    private async Task WriteAsync(HttpContext context, string name)
    {
        if (!_assets.TryGetValue(name, out Asset? asset))
        {
            throw new ProblemException(Problem.NotFound("There is no such page."));
        }

        HttpResponse response = context.Response;
        response.Headers.ETag = asset.Tag;
        // The program's next version has other contents at the same address: ask each time, and mostly hear "unchanged".
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch.Contains(asset.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool brotli = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "br" && e.Quality is not 0);
        byte[] body = brotli ? asset.Brotli : asset.Plain;
        response.ContentType = asset.Type;
        response.ContentLength = body.Length;
        if (brotli)
        {
            response.Headers[HeaderNames.ContentEncoding] = "br";
        }

        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private sealed record Asset(string Type, byte[] Plain, byte[] Brotli, string Tag);
}
