using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RealtimeEmotion.Trainer.Tests;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>The page that a training writes.</summary>
public sealed partial class TrainReportTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void The_page_stands_alone_and_says_what_the_report_says()
    {
        SkipElsewhere();
        SyntheticEmotify.Write(Directory.CreateDirectory(workshop["set"]).FullName, 3, 12);
        RunResult result = Train("--recipe sgd --folds 3 --epochs 2 --report page.html --tensorboard events");
        Assert.True(result.ExitCode == 0, result.Error);
        string html = File.ReadAllText(workshop["page.html"]);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(workshop["made.json"]));

        // Nothing is asked of anybody else.
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotMatch(Outside(), html);

        string text = WebUtility.HtmlDecode(Tags().Replace(html, " "));
        Assert.Contains($"{100 * json.RootElement.GetProperty("pooled").GetProperty("accuracy").GetDouble():0.0} %", text);
        foreach (JsonElement warning in json.RootElement.GetProperty("warnings").EnumerateArray())
        {
            Assert.Contains(warning.GetString()!, text);
        }

        Assert.Equal(3, Regex.Count(html, "<svg"));
        Assert.Equal(Regex.Count(html, "<svg"), Regex.Count(html, "viewBox"));
        Assert.Contains("By genre", text);
        Assert.Contains("How it was made", text);

        // The surest mistake first, and its audio is a WAV of the window.
        JsonElement[] wrong = [.. json.RootElement.GetProperty("predictions").EnumerateArray().Where(p => p.GetProperty("label").GetString() != p.GetProperty("predicted").GetString())];
        Assert.NotEmpty(wrong);
        string surest = wrong.MaxBy(p => p.GetProperty("probabilities").EnumerateArray().Max(v => v.GetDouble())).GetProperty("track").GetString()!;
        Assert.Equal($"Track {surest}", Regex.Match(html, "<h3>(Track \\d+)").Groups[1].Value);
        MatchCollection sounds = Regex.Matches(html, "<audio [^>]*src=\"data:audio/wav;base64,([^\"]+)\"");
        Assert.Equal(Regex.Count(html, "class=\"clip\""), sounds.Count);
        byte[] wav = Convert.FromBase64String(sounds[0].Groups[1].Value);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        Assert.InRange(wav.Length, 10 * 16000 * 2, (10 * 16000 * 2) + 200);
        byte[] png = Convert.FromBase64String(Regex.Match(html, "data:image/png;base64,([^\"]+)\"").Groups[1].Value);
        Assert.Equal("PNG", Encoding.ASCII.GetString(png, 1, 3));
        Assert.NotEmpty(Directory.GetFiles(workshop["events/made/fold-1"], "events.out.tfevents.*"));
    }

    [Fact]
    public void Without_validation_the_page_says_so()
    {
        SkipElsewhere();
        SyntheticEmotify.Write(Directory.CreateDirectory(workshop["set"]).FullName, 2, 12);
        RunResult result = Train("--folds 0 --epochs 1 --report bare.html");
        Assert.True(result.ExitCode == 0, result.Error);
        string html = File.ReadAllText(workshop["bare.html"]);
        Assert.Contains("Not judged", html);
        Assert.DoesNotContain("NaN", Regex.Replace(html, "base64,[^\"]+", ""));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_said_before_training()
    {
        SyntheticEmotify.Write(Directory.CreateDirectory(workshop["set"]).FullName, 2, 12);
        RunResult result = Train("--report no/such/page.html");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("no/such/page.html", Assert.Single(result.ErrorLines));
    }

    [GeneratedRegex("""(src|href|url)\s*[=(]\s*["']?(https?:|//|file:)""")]
    private static partial Regex Outside();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    private static void SkipElsewhere() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64,
        "the tensor library is there for Linux on x64");

    private RunResult Train(string options)
        => Emotion.Shell($"XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" train set -o made.onnx -q {options}", workshop.Folder);
}
