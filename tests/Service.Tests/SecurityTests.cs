using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Mono.Cecil;
using RealtimeEmotion.Cli.Tests;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Service.Hosting;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/overlay")]
    [InlineData("/assets/app.js")]
    [InlineData("/api/v1/streams")]
    [InlineData("/nowhere")]
    [InlineData("/metrics")]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_in_check(string path)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        HttpResponseMessage response = await hosted.Client.GetAsync(path);
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.DoesNotContain("http", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Contains("camera=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.7")]
    public async Task A_name_that_was_rebound_to_this_machine_gets_no_answer(string host)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        foreach (string path in (string[])["/", "/api/v1/streams", "/metrics"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            await Hosted.ProblemAsync(await hosted.Client.SendAsync(request), 421);
        }
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("file://")]
    public async Task Other_sites_cannot_start_stop_read_or_listen(string origin)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        foreach ((HttpMethod method, string path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/api/v1/streams"), (HttpMethod.Delete, "/api/v1/streams/x"), (HttpMethod.Post, "/api/v1/analyses"), (HttpMethod.Get, "/api/v1/events"), (HttpMethod.Post, "/sign-in")])
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation("Origin", origin);
            JsonNode problem = await Hosted.ProblemAsync(await hosted.Client.SendAsync(request), 403);
            Assert.Equal("urn:emotion:problem:cross-site", problem["type"]!.GetValue<string>());
        }

        foreach (string path in (string[])["/api/v1/feed", "/api/v1/audio?name=x&rate=44100", "/api/v1/streams/x/signal"])
        {
            WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => hosted.ConnectAsync(path, origin));
            Assert.Contains("403", refused.Message);
        }
    }

    [Fact]
    public async Task Our_own_pages_and_programs_pass()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        string own = hosted.Service.Address.GetLeftPart(UriPartial.Authority);
        using (ClientWebSocket page = await hosted.ConnectAsync("/api/v1/feed", own))
        using (ClientWebSocket program = await hosted.ConnectAsync("/api/v1/feed"))
        {
            Assert.Equal(WebSocketState.Open, page.State);
            Assert.Equal(WebSocketState.Open, program.State);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/streams");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        await Hosted.ProblemAsync(await hosted.Client.SendAsync(request), 403);
        using var link = new HttpRequestMessage(HttpMethod.Get, "/");
        link.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.SendAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_said_and_with_it_everything()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token });
        foreach (string path in (string[])["/api/v1", "/api/v1/streams", "/api/v1/events", "/metrics", "/openapi/v1.json", "/nowhere"])
        {
            HttpResponseMessage refused = await hosted.Client.GetAsync(path);
            await Hosted.ProblemAsync(refused, 401);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        await Assert.ThrowsAsync<WebSocketException>(() => hosted.ConnectAsync("/api/v1/feed"));
        Assert.Equal(HttpStatusCode.Redirect, (await hosted.Client.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.GetAsync("/sign-in")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.GetAsync("/health/live")).StatusCode);

        hosted.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Hosted.Token);
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.GetAsync("/api/v1/streams")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.GetAsync("/metrics")).StatusCode);
        using ClientWebSocket feed = await hosted.ConnectAsync("/api/v1/feed", token: Hosted.Token);
        Assert.Equal(WebSocketState.Open, feed.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("correct-horse-battery-stapl")]
    [InlineData("correct-horse-battery-staple ")]
    [InlineData("correct-horse-battery-staplE")]
    [InlineData("correct-horse-battery-staplecorrect-horse-battery-staple")]
    public async Task What_is_nearly_the_token_is_not_the_token(string nearly)
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token });
        using var form = new FormUrlEncodedContent([new("token", nearly)]);
        HttpResponseMessage response = await hosted.Client.PostAsync("/sign-in", form);
        Assert.Equal("/sign-in?wrong=token", response.Headers.Location?.OriginalString);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Guessing_is_soon_over_even_for_the_right_guess()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token, Limits = new ServiceLimits { SignInsPerMinute = 3 } });
        for (int i = 0; i < 3; i++)
        {
            await Hosted.ProblemAsync(await WithBearer($"wrong-token-number-{i}"), 401);
        }

        HttpResponseMessage late = await WithBearer(Hosted.Token);
        await Hosted.ProblemAsync(late, 429);
        Assert.NotNull(late.Headers.RetryAfter);

        async Task<HttpResponseMessage> WithBearer(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/streams");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return await hosted.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_person_signs_in_by_a_cookie_that_scripts_cannot_read_and_nobody_can_forge()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token });
        using var form = new FormUrlEncodedContent([new("token", Hosted.Token)]);
        HttpResponseMessage signedIn = await hosted.Client.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        string cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Hosted.Token, cookie);
        string value = cookie.Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await WithCookie(value));
        // A later expiry under the old signature, a cut signature, none.
        string[] parts = value.Split('=', 2);
        string[] content = parts[1].Split('.');
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCookie($"{parts[0]}={long.Parse(content[0]) + 1}.{content[1]}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCookie(value[..^1]));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCookie($"{parts[0]}={content[0]}."));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithCookie($"{parts[0]}={content[0]}"));

        async Task<HttpStatusCode> WithCookie(string text)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/streams");
            request.Headers.Add("Cookie", text);
            return (await hosted.Client.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task A_token_in_the_address_leaves_it_at_once()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token });
        HttpResponseMessage response = await hosted.Client.GetAsync($"/overlay?stream=radio&token={Hosted.Token}&style=bars");
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/overlay?stream=radio&style=bars", response.Headers.Location?.OriginalString);
        Assert.True(response.Headers.Contains("Set-Cookie"));
        // Nowhere else does an address let anybody in.
        await Hosted.ProblemAsync(await hosted.Client.GetAsync($"/api/v1/streams?token={Hosted.Token}"), 401);
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/overlay?token=wrong-wrong-wrong-wrong"), 401);
    }

    [Fact]
    public void Tokens_and_signatures_are_compared_in_constant_time()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(TokenGate).Assembly.Location);
        TypeDefinition gate = module.GetType(typeof(TokenGate).FullName);
        foreach (string name in (string[])["TryToken", "IsSignedIn"])
        {
            MethodDefinition method = gate.Methods.Single(m => m.Name == name);
            List<string> called = [.. method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>().Select(m => $"{m.DeclaringType.Name}.{m.Name}")];
            Assert.Contains($"{nameof(CryptographicOperations)}.{nameof(CryptographicOperations.FixedTimeEquals)}", called);
            Assert.DoesNotContain(called, call => call is "String.op_Equality" or "String.Equals" or "String.op_Inequality" or "MemoryExtensions.SequenceEqual");
        }
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.1")]
    public async Task Nothing_is_exposed_without_a_token(string address)
    {
        InputException error = await Assert.ThrowsAsync<InputException>(() => Hosted.StartAsync(o => o with { Address = IPAddress.Parse(address) }));
        Assert.Contains("token", error.Message);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("long enough but with spaces in it")]
    public async Task A_token_that_can_be_guessed_or_not_be_sent_is_refused(string token)
    {
        InputException error = await Assert.ThrowsAsync<InputException>(() => Hosted.StartAsync(o => o with { Token = token }));
        Assert.DoesNotContain(token, error.Message);
    }

    [Theory]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/..%5c..%5cwindows%5cwin.ini")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("/assets/vendor/../../../../../etc/passwd")]
    [InlineData("/api/v1/streams/..%2f..%2fetc%2fpasswd/export")]
    public async Task No_address_leads_out_of_the_pages(string path)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        // As it stands: a client that tidies the path up would test nothing.
        string answer = await RawAsync(hosted.Service.Address, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer);
        Assert.DoesNotContain("root:", answer);
    }

    [Fact]
    public async Task No_source_leads_out_of_the_folder()
    {
        using var outside = new TemporaryFolder();
        File.WriteAllBytes(outside["secret.wav"], Wav.Pcm16(44100, 1, Wav.Music(44100, 1)));
        using var inside = new TemporaryFolder();
        File.WriteAllBytes(inside["song.wav"], Wav.Pcm16(44100, 1, Wav.Music(44100, 1)));
        List<string> ways =
        [
            outside["secret.wav"], "../" + Path.GetFileName(outside.Path) + "/secret.wav", $"..\\{Path.GetFileName(outside.Path)}\\secret.wav", "/etc/passwd", "../../../../../../etc/passwd",
            "song.wav/../../../etc/passwd", "", ".", "..", "-", "file:///etc/passwd", "concat:/etc/passwd", "subfile:/etc/passwd", "data:audio/wav;base64,AAAA", "pipe:0", "x=" + outside["secret.wav"], "song.wav\0.mp3", "song.wav\n",
        ];
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(inside["link.wav"], outside["secret.wav"]);
            Directory.CreateSymbolicLink(inside["folder"], outside.Path);
            ways.AddRange(["link.wav", "folder/secret.wav"]);
        }

        await using Hosted hosted = await Hosted.StartAsync(o => o with { FilesFolder = inside.Path });
        foreach (string way in ways)
        {
            JsonNode problem = await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams", new { source = way, name = "x" }), 422);
            Assert.DoesNotContain(inside.Path, problem.ToJsonString());
        }

        Assert.Equal(["song.wav"], (await hosted.GetAsync("/api/v1/files")).AsArray().Select(n => n!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.Created, (await hosted.PostAsync("/api/v1/streams", new { source = "song.wav" })).StatusCode);
    }

    [Fact]
    public async Task Without_a_folder_no_file_is_played_and_nobody_learns_which_exist()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        JsonNode there = await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams", new { source = "/etc/passwd" }), 422);
        JsonNode absent = await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams", new { source = "/etc/no-such-file" }), 422);
        Assert.Equal(there["detail"]!.GetValue<string>(), absent["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Passwords_in_addresses_are_not_shown_again()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        HttpResponseMessage response = await hosted.PostAsync("/api/v1/streams", new { source = "http://user:hunter2@127.0.0.1:9/live?key=swordfish", name = "radio" });
        string body = await response.Content.ReadAsStringAsync() + await hosted.Client.GetStringAsync("/api/v1/streams") + await hosted.Client.GetStringAsync("/metrics");
        Assert.Contains("127.0.0.1:9", body);
        Assert.DoesNotContain("hunter2", body);
        Assert.DoesNotContain("swordfish", body);
    }

    [Fact]
    public async Task A_flood_of_requests_is_slowed_down()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { RequestBurst = 10, RequestsPerSecond = 1 } });
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => hosted.Client.GetAsync("/api/v1")));
        Assert.InRange(answers.Count(a => a.StatusCode == HttpStatusCode.OK), 10, 20);
        HttpResponseMessage refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        await Hosted.ProblemAsync(refused, 429);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task One_feed_too_many_is_refused_and_a_closed_one_makes_room()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { Feeds = 2 } });
        ClientWebSocket first = await hosted.ConnectAsync("/api/v1/feed");
        using ClientWebSocket second = await hosted.ConnectAsync("/api/v1/feed");
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/events"), 503);
        first.Dispose();
        await Hosted.EventuallyAsync(
            async () =>
            {
                using HttpResponseMessage answer = await hosted.Client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
                return answer.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            "room for a feed");
    }

    [Fact]
    public async Task Headers_that_never_end_do_not_hold_a_connection()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { HeadersTimeout = TimeSpan.FromSeconds(1) } });
        string answer = await RawAsync(hosted.Service.Address, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task With_a_certificate_it_speaks_https_and_marks_its_cookie()
    {
        using var folder = new TemporaryFolder();
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(folder["cert.pem"], certificate.ExportCertificatePem());
            File.WriteAllText(folder["key.pem"], key.ExportPkcs8PrivateKeyPem());
        }

        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token, CertificateFile = folder["cert.pem"], CertificateKeyFile = folder["key.pem"] });
        Assert.Equal("https", hosted.Service.Address.Scheme);
        using HttpClient client = Trusting(hosted.Service.Address);
        using var form = new FormUrlEncodedContent([new("token", Hosted.Token)]);
        HttpResponseMessage response = await client.PostAsync("/sign-in", form);
        Assert.Contains("secure", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.True(response.Headers.Contains("Strict-Transport-Security"));

        // As browsers do it: by HTTP/2 where that is offered.
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Hosted.Token}");
        await socket.ConnectAsync(new UriBuilder(new Uri(hosted.Service.Address, "/api/v1/feed")) { Scheme = "wss" }.Uri, client, CancellationToken.None);
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["cert.pem"], "no certificate");
        InputException error = await Assert.ThrowsAsync<InputException>(() => Hosted.StartAsync(o => o with { CertificateFile = folder["cert.pem"] }));
        Assert.Contains("cert.pem", error.Message);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        InputException error = await Assert.ThrowsAsync<InputException>(() => Hosted.StartAsync(o => o with { Port = hosted.Service.Address.Port }));
        Assert.Contains($"{hosted.Service.Address.Port}", error.Message);
        Assert.Contains("--port", error.Message);
    }

    [SuppressMessage("Security", "CA5359", Justification = "The certificate was made by the test itself.")]
    private static HttpClient Trusting(Uri address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    {
        BaseAddress = address,
    };

    internal static async Task<string> RawAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // Cut off: what came before stands.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
