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
            // A microphone that beeps, a tab to share by its title, and nobody to ask for them. Playwright silences its browsers.
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--auto-select-tab-capture-source-by-title={SharedTab}", "--autoplay-policy=no-user-gesture-required"],
            IgnoreDefaultArgs = ["--mute-audio"],
        });
    }

    /// <summary>Opens a page whose console is listened to.</summary>
    internal async Task<(IPage Page, List<string> Complaints)> OpenAsync(Hosted hosted, string path = "/", int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Dark)
    {
        if (_browser is null)
        {
            Assert.Skip("Chromium is not installed.");
        }

        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = theme });
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

        _playwright?.Dispose();
    }
}
