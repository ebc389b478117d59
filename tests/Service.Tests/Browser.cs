using Microsoft.Playwright;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

/// <summary>The system's Chromium, driven by Playwright; tests are skipped where it is not installed.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>The title of the tab that is shared where a page asks for one.</summary>
    internal const string SharedTab = "a tab that plays";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowser? _sharing;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is not { } chromium)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            // A microphone that beeps, and nobody to ask for it.
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"],
        });
    }

    /// <summary>Opens a page whose console is listened to.</summary>
    /// <param name="hosted">The service.</param>
    /// <param name="path">Of the page.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="theme">Which the system prefers.</param>
    /// <param name="sharesTab">In a browser that shares the tab named <see cref="SharedTab"/> with whoever asks; its microphone is none.</param>
    internal async Task<(IPage Page, List<string> Complaints)> OpenAsync(Hosted hosted, string path = "/", int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Dark, bool sharesTab = false)
    {
        if (_browser is null || _playwright is null)
        {
            Assert.Skip("Chromium is not installed.");
        }

        if (sharesTab)
        {
            // Fake devices would stand for the tab as well.
            _sharing ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Array.Find(Places, File.Exists),
                Args = ["--no-sandbox", $"--auto-select-tab-capture-source-by-title={SharedTab}", "--autoplay-policy=no-user-gesture-required"],
                IgnoreDefaultArgs = ["--mute-audio"],
            });
        }

        IBrowserContext context = await (sharesTab ? _sharing! : _browser).NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = theme });
        IPage page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(new Uri(hosted.Service.Address, path).AbsoluteUri);
        return (page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_sharing is not null)
        {
            await _sharing.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
