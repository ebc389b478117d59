using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Cli.Tests;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Synthesis;
using RealtimeEmotion.Service.History;
using RealtimeEmotion.Service.Streams;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

/// <summary>The pages in a real browser, over the real service and the shipped model.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>
{
    private const int Rate = DemoTrack.SampleRate;

    private static readonly Lazy<float[]> Track = new(Mono);

    private static readonly string[] Emotions = ["joy", "sadness", "neutral", "anger"];

    [Fact]
    public async Task The_page_shows_the_emotion_that_the_service_computed()
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted);
        await page.WaitForSelectorAsync("#welcome:not([hidden])");
        float[] music = Music(8);
        using ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/audio?name=studio&rate={Rate}&halfLifeSeconds=0");
        await Hosted.ReceiveJsonAsync(socket);
        await Hosted.SendAsync(socket, music, Rate);
        // What the same sound is told as a file, at the same place.
        using EmotionModel model = Shipped();
        ClipAnalysis expected = ClipAnalysis.Run(hosted.Write("same.wav", Wav.Float32(Rate, 1, music)), model, new AnalysisOptions { HopSeconds = 0.25 });
        JsonArray events = await Hosted.EventuallyAsync(() => hosted.EventsAsync("studio"), e => e.Count(x => x!["kind"]!.GetValue<string>() == "estimate") >= 25, "25 estimates");
        JsonNode last = events.Last(e => e!["kind"]!.GetValue<string>() == "estimate")!;
        EmotionEstimate same = expected.Estimates.Single(e => e.EndSample == last["samplePosition"]!.GetValue<long>());
        string emotion = model.Metadata.Labels[same.TopIndex];
        Assert.Equal(emotion, last["emotion"]!.GetValue<string>());
        await page.WaitForFunctionAsync("e => document.getElementById('word').textContent === e", emotion);
        EmotionProbabilities probabilities = same.Probabilities;
        for (int i = 0; i < 4; i++)
        {
            string percent = $"{Math.Floor((EstimateFields.Rounded(probabilities[i]) * 100) + 0.5):0} %";
            await page.WaitForFunctionAsync("([i, p]) => document.querySelectorAll('.prob-value')[i].textContent === p", new object[] { i, percent });
        }

        string plane = (await page.GetAttributeAsync("#plane", "aria-label"))!;
        Assert.Contains(emotion, plane);
        Assert.Contains($"{same.Valence:+0.00;−0.00;0.00}", plane);
        Assert.Contains("studio", await page.TitleAsync());
        Assert.True(await InkAsync(page, "#mel") > 50, "the spectrogram is drawn");
        Assert.True(await InkAsync(page, "#plane") > 50, "the plane is drawn");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_history_goes_back_to_the_start_and_returns_to_now()
    {
        await using Hosted hosted = await StartAsync();
        Fill(hosted, TimeSpan.FromHours(3));
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted, "/#stream=week");
        await page.WaitForSelectorAsync("#chart canvas");
        await page.ClickAsync("[data-span='all']");
        // Three hours are shown in words too.
        await page.WaitForFunctionAsync("() => /The last (3|2\\.9|3\\.\\d) h shown: .*joy/.test(document.getElementById('chart-summary').textContent)");
        Assert.Equal("true", await page.GetAttributeAsync("[data-span='all']", "aria-pressed"));
        Assert.Contains("format=csv", await page.GetAttributeAsync("#export-csv", "href"));

        // The pointer at the left edge reads the first minute.
        ILocator chart = page.Locator("#chart .u-over");
        LocatorBoundingBoxResult box = (await chart.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.01f), box.Y + (box.Height / 2));
        await page.WaitForFunctionAsync("() => / · [0-9]:[0-9]{2} into the stream/.test(document.getElementById('readout').textContent)");

        // A tenth of it by dragging, by wheel and by keys; then everything; then now.
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.6f), box.Y + 60, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        double dragged = await ShownAsync(page, seconds => seconds < 1500, "a drag");
        await page.FocusAsync("#chart");
        await page.Keyboard.PressAsync("+");
        double zoomed = await ShownAsync(page, seconds => seconds < dragged * 0.9, "plus");
        await page.Keyboard.PressAsync("-");
        await ShownAsync(page, seconds => seconds > zoomed * 1.1, "minus");
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + 50);
        await page.Mouse.WheelAsync(0, -300);
        await ShownAsync(page, seconds => seconds < dragged * 0.9, "the wheel");
        await page.Keyboard.PressAsync("Home");
        await ShownAsync(page, seconds => seconds > 10_000, "Home");
        await page.Keyboard.PressAsync("End");
        await page.WaitForSelectorAsync("#to-live[aria-pressed='true']");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_dropped_file_is_analysed_and_the_player_is_in_step_with_its_timeline()
    {
        await using Hosted hosted = await StartAsync();
        byte[] song = Wav.Float32(Rate, 1, Music(12));
        using EmotionModel model = Shipped();
        ClipAnalysis expected = ClipAnalysis.Run(hosted.Write("song.wav", song), model, new AnalysisOptions { HopSeconds = 0.25 });
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted);
        await page.WaitForFunctionAsync("() => document.getElementById('file-model').options.length > 0");
        await page.EvaluateAsync(
            """
            base64 => {
                const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], "dropped.wav", { type: "audio/wav" }));
                for (const kind of ["dragenter", "dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
            }
            """,
            Convert.ToBase64String(song));
        await page.WaitForSelectorAsync("#result:not([hidden])");
        Assert.True(await page.IsHiddenAsync("#veil"));
        Assert.StartsWith(model.Metadata.Labels[expected.Summary.TopIndex], await page.InnerTextAsync("#result-word"));
        Assert.Contains("dropped.wav", await page.InnerTextAsync("#result-meta"));
        Assert.Equal(expected.Segments.Count, await page.Locator("#segments button").CountAsync());
        Assert.True(await InkAsync(page, "#timeline-canvas") > 50, "the timeline is drawn");

        // A click in the middle seeks; the keys move on; playing moves the line.
        await page.WaitForFunctionAsync("() => document.getElementById('player').readyState > 0");
        LocatorBoundingBoxResult line = (await page.Locator("#timeline").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(line.X + (line.Width / 2), line.Y + 20);
        await page.WaitForFunctionAsync("() => Math.abs(document.getElementById('player').currentTime - 6) < 0.1");
        await page.FocusAsync("#timeline");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync("() => Math.abs(document.getElementById('player').currentTime - 11) < 0.1");
        Assert.Equal("11", await page.GetAttributeAsync("#timeline", "aria-valuenow"));
        await page.ClickAsync("#segments button");
        await page.WaitForFunctionAsync("() => { const p = document.getElementById('player'); return !p.paused && p.currentTime > 0.2 && p.currentTime < 6; }");
        await page.WaitForFunctionAsync(
            """
            () => {
                const p = document.getElementById("player");
                const shift = new DOMMatrix(getComputedStyle(document.getElementById("playhead")).transform).m41;
                return Math.abs(shift / document.getElementById("timeline").clientWidth * 12 - p.currentTime) < 0.5;
            }
            """);
        Assert.Empty(complaints);

        // What is no sound is said, and the last result stays.
        await page.EvaluateAsync("() => { const d = new DataTransfer(); d.items.add(new File(['no sound'], 'notes.txt')); document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: d })); }");
        await page.WaitForFunctionAsync("() => document.getElementById('file-state').textContent.startsWith('notes.txt: ')");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_browsers_microphone_becomes_a_stream()
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted);
        await page.ClickAsync("[data-add='microphone']");
        await page.FillAsync("#name", "my microphone");
        await page.ClickAsync("#start");
        await page.WaitForSelectorAsync(".tab[aria-current='true']");
        JsonNode stream = await hosted.StreamAsync("my microphone", s => s["statistics"]?["estimates"]?.GetValue<long>() >= 4, "estimates of the microphone");
        Assert.Equal("pushed", stream["kind"]!.GetValue<string>());
        Assert.InRange(stream["statistics"]!["sampleRate"]!.GetValue<int>(), 8000, 192000);
        await page.WaitForFunctionAsync("labels => labels.includes(document.getElementById('word').textContent)", Emotions.Append("silence").ToArray());
        await page.ClickAsync("[aria-label='Stop my microphone']");
        await hosted.StreamAsync("my microphone", s => !s["isRunning"]!.GetValue<bool>(), "the end of the stream");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task Labels_without_a_colour_of_their_own_have_one_each(ColorScheme theme)
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted, theme: theme);
        string[] colors = await page.EvaluateAsync<string[]>("async () => { const { fill } = await import('/assets/look.js'); return Array.from({ length: 16 }, (_, i) => fill('fear', i)); }");
        Assert.Equal(theme == ColorScheme.Dark ? LabelColors.OnDark : LabelColors.OnLight, colors);
        (IPage overlay, _) = await browser.OpenAsync(hosted, "/overlay", theme: theme);
        string last = await overlay.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).getPropertyValue('--other-15').trim()");
        Assert.Equal(LabelColors.OnDark[15], last);
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(-0.001, "0.00")]
    [InlineData(0, "0.00")]
    [InlineData(0.25, "+0.25")]
    [InlineData(-1, "−1.00")]
    public async Task What_is_not_nought_has_a_sign(double value, string expected)
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, _) = await browser.OpenAsync(hosted);
        Assert.Equal(expected, await page.EvaluateAsync<string>("async v => (await import('/assets/look.js')).signed(v)", value));
    }

    [Fact]
    public async Task Another_tab_of_the_browser_becomes_a_stream()
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted, sharesTab: true);
        IPage player = await page.Context.NewPageAsync();
        await player.GotoAsync(new Uri(hosted.Service.Address, "/overlay").AbsoluteUri);
        await player.EvaluateAsync(
            """
            title => {
                document.title = title;
                const context = new AudioContext();
                const tone = new OscillatorNode(context, { type: "sawtooth", frequency: 330 });
                tone.connect(new GainNode(context, { gain: 0.3 })).connect(context.destination);
                tone.start();
            }
            """,
            Browser.SharedTab);
        await page.BringToFrontAsync();
        await page.ClickAsync("[data-add='tab']");
        await page.FillAsync("#name", "the tab");
        await page.ClickAsync("#start");
        await page.WaitForSelectorAsync(".tab[aria-current='true']");
        // Heard, and not only connected: the other tab's tone is no silence.
        await hosted.StreamAsync("the tab", s => s["state"]!.GetValue<string>() == "listening" && s["statistics"]?["estimates"]?.GetValue<long>() >= 4, "estimates of the tab");
        JsonArray events = await hosted.EventsAsync("the tab");
        Assert.Contains(events, e => e!["kind"]!.GetValue<string>() == "estimate" && !e["silent"]!.GetValue<bool>() && e["levelDecibels"]!.GetValue<double>() > -40);

        // The tab goes, and its stream with it.
        await player.CloseAsync();
        await hosted.StreamAsync("the tab", s => !s["isRunning"]!.GetValue<bool>(), "the end of the stream");
        // Chromium says so of each page that shares a tab and may not use a camera; the page asks for none.
        Assert.DoesNotContain(complaints, complaint => !complaint.Contains("camera is not allowed", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("word")]
    [InlineData("bars")]
    [InlineData("strip")]
    [InlineData("plane")]
    public async Task The_overlay_is_transparent_but_for_what_it_says(string style)
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted, $"/overlay?stream=studio&style={style}&size=60&smooth=0.1", 800, 400);
        Assert.Equal(0, await OpaqueAsync(page));
        using ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/audio?name=studio&rate={Rate}&halfLifeSeconds=0");
        await Hosted.ReceiveJsonAsync(socket);
        await Hosted.SendAsync(socket, Music(5), Rate);
        await page.WaitForSelectorAsync("main:not([data-quiet]) .box");
        double share = await Hosted.EventuallyAsync(() => OpaqueAsync(page), value => value > 0.001, "something to see");
        Assert.InRange(share, 0.001, 0.4);
        if (style is "word" or "strip")
        {
            Assert.Contains(await page.InnerTextAsync(".word"), Emotions, StringComparer.OrdinalIgnoreCase);
        }

        // Silence is no emotion: it fades.
        await Hosted.SendAsync(socket, new float[Rate * 3], Rate);
        await page.WaitForSelectorAsync("main[data-quiet]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        await Hosted.EventuallyAsync(() => OpaqueAsync(page), value => value == 0, "nothing to see");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Everybody_can_use_the_page(ColorScheme theme, int width)
    {
        await using Hosted hosted = await StartAsync();
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted, "/", width, 844, theme);
        await page.WaitForSelectorAsync("#welcome:not([hidden])");
        await AccessibleAsync(page, "before anything runs");
        Fill(hosted, TimeSpan.FromMinutes(10));
        using ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/audio?name=studio&rate={Rate}");
        await Hosted.ReceiveJsonAsync(socket);
        await Hosted.SendAsync(socket, Music(4), Rate);
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("labels => labels.includes(document.getElementById('word').textContent)", Emotions);
        await page.SetInputFilesAsync("#file-input", new FilePayload { Name = "song.wav", MimeType = "audio/wav", Buffer = Wav.Float32(Rate, 1, Music(5)) });
        await page.WaitForSelectorAsync("#result:not([hidden])");
        await AccessibleAsync(page, "with a stream and a file");
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "nothing hangs out at the side");
        await page.ClickAsync("#add");
        await page.WaitForSelectorAsync("#dialog[open]");
        await AccessibleAsync(page, "with the dialog open");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#theme");
        await AccessibleAsync(page, "in the other theme");
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_control_is_reached_by_the_keyboard()
    {
        await using Hosted hosted = await StartAsync();
        Fill(hosted, TimeSpan.FromMinutes(5));
        (IPage page, List<string> complaints) = await browser.OpenAsync(hosted);
        await page.WaitForSelectorAsync("#live:not([hidden])");
        await page.WaitForSelectorAsync("#sources .source");
        var reached = new HashSet<string>();
        for (int i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("() => { const e = document.activeElement; return e.id || e.getAttribute('aria-label') || e.dataset.span || e.textContent.trim(); }"));
        }

        foreach (string control in (string[])["Skip to the emotion", "add", "theme", "wide", "60", "all", "to-live", "chart", "export-csv", "Delete week and its history", "drop", "file-model"])
        {
            Assert.Contains(control, reached);
        }

        await page.FocusAsync("#add");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#dialog[open]");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync("#dialog:not([open])", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_that_lost_the_service_finds_it_again_and_misses_nothing()
    {
        using var folder = new TemporaryFolder();
        Hosted first = await StartAsync(folder: folder.Path);
        Fill(first, TimeSpan.FromMinutes(2));
        (IPage page, _) = await browser.OpenAsync(first, "/#stream=week");
        await page.WaitForSelectorAsync("#link[data-state='open']");
        int port = first.Service.Address.Port;
        await first.DisposeAsync();
        await page.WaitForSelectorAsync("#link[data-state='lost']");
        await using Hosted second = await StartAsync(port, folder.Path);
        await page.WaitForSelectorAsync("#link[data-state='open']");
        using ClientWebSocket socket = await second.ConnectAsync($"/api/v1/audio?name=week&rate={Rate}&halfLifeSeconds=0");
        await Hosted.ReceiveJsonAsync(socket);
        await Hosted.SendAsync(socket, Music(4), Rate);
        await page.WaitForFunctionAsync("labels => labels.includes(document.getElementById('word').textContent)", Emotions);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_person_signs_in_on_the_page()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token });
        (IPage page, _) = await browser.OpenAsync(hosted);
        await SignInShownAsync(page);
        await AccessibleAsync(page, "the sign-in page");
        await page.FillAsync("input[name=token]", "not the token at all");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.getElementById('wrong')?.textContent.includes('not the token')");
        await page.FillAsync("input[name=token]", Hosted.Token);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#welcome:not([hidden])");
        await page.WaitForSelectorAsync("#link[data-state='open']");
        await page.ClickAsync("#sign-out button");
        await SignInShownAsync(page);
        await page.Context.CloseAsync();
    }

    // Not by the browser's word that a page is loaded, which is lost where the page is there before one asks.
    private static async Task SignInShownAsync(IPage page)
    {
        await page.WaitForSelectorAsync("input[name=token]");
        Assert.EndsWith("/sign-in", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    private static EmotionModel Shipped() => EmotionModel.Load(Path.Combine(Emotion.Root, "presets", "emotify.onnx"));

    private static Task<Hosted> StartAsync(int port = 0, string? folder = null) =>
        Hosted.StartAsync(o => o with { Port = port, Models = [new ModelChoice("emotify", Shipped)], Limits = new ServiceLimits { RequestBurst = 2000, RequestsPerSecond = 500 } }, folder);

    private static float[] Music(double seconds) => Track.Value[..(int)(seconds * Rate)];

    private static float[] Mono()
    {
        float[] stereo = DemoTrack.Synthesise();
        var mono = new float[stereo.Length / DemoTrack.Channels];
        ChannelMix.ToMono(stereo, DemoTrack.Channels, mono);
        return mono;
    }

    // A stream of the past, an estimate a second, up to now.
    private static void Fill(Hosted hosted, TimeSpan length)
    {
        IServiceProvider services = hosted.Service.Services;
        DateTimeOffset start = DateTimeOffset.UtcNow - length;
        StreamRecord stream = services.GetRequiredService<StreamRegistry>().Adopt(Samples.Stream("week", wanted: false) with { Created = start, Model = "emotify", Source = StreamRegistry.PushedSource });
        var store = services.GetRequiredService<HistoryStore>();
        RunRecord run = store.Begin(stream, start, Samples.Labels);
        store.Append([.. Enumerable.Range(0, (int)length.TotalSeconds).Select(s => Samples.Event(run, s, silent: s % 600 > 570) with { Time = start.AddSeconds(s) })]);
    }

    private static async Task<double> ShownAsync(IPage page, Func<double, bool> holds, string what) => await Hosted.EventuallyAsync(
        async () =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(new Uri("http://x" + await page.GetAttributeAsync("#export-csv", "href")).Query);
            return (double.Parse(query["to"]!) - double.Parse(query["from"]!)) / 1000;
        },
        holds,
        what);

    private static async Task AccessibleAsync(IPage page, string when)
    {
        Deque.AxeCore.Commons.AxeResult result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, $"{when}: {string.Join("; ", result.Violations.Select(v => $"{v.Id} ({v.Help}): {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))} {v.Nodes[0].Any.FirstOrDefault()?.Message}"))}");
    }

    // How many different colours a canvas shows.
    private static Task<int> InkAsync(IPage page, string canvas) => page.EvaluateAsync<int>(
        """
        selector => {
            const c = document.querySelector(selector);
            const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
            const colors = new Set();
            for (let i = 0; i < data.length; i += 4) colors.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
            return colors.size;
        }
        """,
        canvas);

    // The share of pixels that are not wholly transparent, as a browser source sees the page.
    private static async Task<double> OpaqueAsync(IPage page)
    {
        byte[] png = await page.ScreenshotAsync(new PageScreenshotOptions { OmitBackground = true });
        return await page.EvaluateAsync<double>(
            """
            async base64 => {
                const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], { type: "image/png" }));
                const canvas = new OffscreenCanvas(image.width, image.height);
                const context = canvas.getContext("2d");
                context.drawImage(image, 0, 0);
                const data = context.getImageData(0, 0, image.width, image.height).data;
                let seen = 0;
                for (let i = 3; i < data.length; i += 4) if (data[i] > 0) seen++;
                return seen / (data.length / 4);
            }
            """,
            Convert.ToBase64String(png));
    }
}
