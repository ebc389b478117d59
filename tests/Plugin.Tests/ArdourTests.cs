using System.Diagnostics;
using System.Globalization;
using System.Text;
using RealtimeEmotion.Editor.Tests;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Host;
using SkiaSharp;
using Xunit;

namespace RealtimeEmotion.Plugin.Tests;

/// <summary>The published bundle in Ardour: scripts in tests/hosts/ardour, sample for sample.</summary>
[Collection(PublishedPlugin.Collection)]
public sealed class ArdourTests(PublishedPlugin published) : IDisposable
{
    private const string Uid = "7A4E91C352D84B069F13E86AC05B27D4";
    private const int Rate = 48000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ardour").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_plugin_the_bounce_is_the_file()
    {
        float[] left = PluginTestBase.Noise(Rate, 1);
        float[] right = PluginTestBase.Noise(Rate, 2);
        (float[][] output, _) = Bounce([left, right], "-");
        Assert.Equal(left, output[0]);
        Assert.Equal(right, output[1]);
    }

    [Fact]
    public void Constants_are_exact_and_come_back_in_a_new_process()
    {
        float[] left = PluginTestBase.Noise(Rate, 3);
        float[] right = PluginTestBase.Noise(Rate, 4);
        (float[][] output, Dictionary<string, double> values) = Bounce([left, right], Uid, "Position=0.3", "Fade-in time=4", "Floor=-24", "Trigger=0", "Threshold=55");
        double gain = Math.Pow(10, -24 / 20.0) + ((1 - Math.Pow(10, -24 / 20.0)) * 0.3);
        for (int i = 0; i < Rate; i++)
        {
            Assert.Equal(left[i] * gain, output[0][i], 1e-7);
            Assert.Equal(right[i] * gain, output[1][i], 1e-7);
        }

        Assert.Equal(0.3, values["Position"], 1e-6);
        Assert.Equal(4, values["Fade-in time"], 1e-4);
        Assert.Equal(-24, values["Floor"], 1e-4);
        Assert.Equal(0, values["Trigger"]);
        Assert.Equal(55, values["Threshold"], 1e-4);
        Assert.Equal(EffectParameters.Of(ParameterId.Reaction).Default, values["Reaction"], 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_ramps_and_points_inside_a_block_are_exact_to_the_sample(int channels)
    {
        (long Sample, double Value)[] points = [(0, 1), (10000, 1), (10001, 0.5), (20000, 0.5), (40000, 1), (40010, 0), (40020, 1), (47000, 0.25)];
        string automation = "Position@" + string.Join(',', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Sample}:{point.Value}")));
        float[][] input = [.. new[] { 0.5f, -0.25f }.Take(channels).Select(level => Enumerable.Repeat(level, Rate).ToArray())];
        (float[][] output, _) = Bounce(input, Uid, automation);
        for (int i = 0; i < Rate; i++)
        {
            int next = Array.FindIndex(points, point => point.Sample >= i);
            double gain = next switch
            {
                < 0 => points[^1].Value,
                0 => points[0].Value,
                _ => points[next - 1].Value + ((points[next].Value - points[next - 1].Value) * (i - points[next - 1].Sample) / (points[next].Sample - points[next - 1].Sample)),
            };
            for (int channel = 0; channel < 2; channel++)
                Assert.Equal(input[Math.Min(channel, channels - 1)][i] * gain, output[channel][i], 1e-7);
        }
    }

    [Fact]
    public void Two_bounces_with_emotion_acting_are_equal()
    {
        float[] music = PluginTestBase.Noise(Rate * 4, 5);
        float last = 0;
        for (int i = 0; i < music.Length; i++)
        {
            float dark = i / 40000 % 2 == 0 ? 0f : 0.97f;
            last = (dark * last) + ((1 - dark) * music[i]);
            music[i] = last;
        }

        string[] settings = ["Trigger=3", "Trigger emotion=3", "Threshold=25", "Hold=0.1", "Action=2", "Floor=-20", "Fade-out time=0.2", "Intensity=100"];
        (float[][] first, _) = Bounce([music, music], Uid, settings);
        (float[][] second, _) = Bounce([music, music], Uid, settings);
        Assert.Equal(first[0], second[0]);
        Assert.Equal(first[1], second[1]);
        Assert.NotEqual(music, first[0]);
    }

    [Fact]
    public void The_editor_is_shown_and_a_drag_is_in_the_saved_session()
    {
        string? missing = new[] { "Xvfb", "openbox", "xdotool", "xwininfo", "import" }.FirstOrDefault(program => !IsInstalled(program));
        Assert.SkipWhen(missing != null, $"{missing} is not here (apt-get install xvfb openbox xdotool x11-utils imagemagick)");
        float[] sound = PluginTestBase.Noise(Rate, 6);
        string work = Path.Combine(_folder, "editor");
        Dictionary<string, double> before = Bounce([sound, sound], Uid, ["Floor=-24"], work).Values;
        Assert.Equal(0, before["Intensity"]);

        (int x, int y) = PlaceOf(ParameterId.Intensity);
        string picture = Path.Combine(work, "editor.png");
        string size = $"{EditorTests.Width}x{EditorTests.Height}";
        string text = Run("editor.sh", "shown\n", work, picture, size, $"{x}", $"{y}", "0", "-90");
        Dictionary<string, double> after = Values(text);
        Assert.InRange(after["Intensity"], 40, 60);
        foreach ((string name, double value) in before.Where(pair => pair.Key != "Intensity"))
            Assert.Equal(value, after[name], 1e-6);

        using SKBitmap shown = SKBitmap.Decode(picture);
        Assert.Equal((EditorTests.Width, EditorTests.Height), (shown.Width, shown.Height));
        Assert.True(shown.Pixels.Distinct().Count() > 200, "The editor is blank.");
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private (int X, int Y) PlaceOf(ParameterId id)
    {
        using XServer server = new();
        using HostedPlugin plugin = published.Library.Create();
        plugin.Initialize();
        using HostedView view = plugin.CreateView(new HostRunLoop())!;
        view.SetFrame();
        view.Attach((nint)server.Parent);
        (int, int) place = EditorTests.Find(view, id);
        view.Remove();
        plugin.Terminate();
        return place;
    }

    private (float[][] Output, Dictionary<string, double> Values) Bounce(float[][] input, string uid, params string[] settings)
        => Bounce(input, uid, settings, Path.Combine(_folder, Guid.NewGuid().ToString("N")));

    private static (float[][] Output, Dictionary<string, double> Values) Bounce(float[][] input, string uid, string[] settings, string work)
    {
        Assert.SkipUnless(File.Exists("/usr/lib/ardour7/ardour-vst3-scanner"), "Ardour 7 is not installed (apt-get install ardour)");
        Assert.SkipWhen(BundlePublisher.Obstacle != null, BundlePublisher.Obstacle ?? "");
        Directory.CreateDirectory(work);
        string wav = Path.Combine(work, "in.wav");
        string output = Path.Combine(work, "out.wav");
        WriteWav(wav, input);
        string text = Run("bounce.sh", "bounced\n", [work, PublishedPlugin.Bundle, uid, wav, output, .. settings]);
        foreach (string line in text.Split('\n').Where(line => line.StartsWith("export, try", StringComparison.Ordinal)))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        return (ReadWav(output), Values(text));
    }

    private static string Run(string script, string ending, params string[] arguments)
    {
        string path = Path.Combine(BundlePublisher.RepositoryRoot, "tests/hosts/ardour", script);
        using Process process = Process.Start(new ProcessStartInfo("bash", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && text.EndsWith(ending, StringComparison.Ordinal), text + errors.GetAwaiter().GetResult());
        return text;
    }

    private static Dictionary<string, double> Values(string text) => text.Split('\n').Select(line => line.Split('=')).Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));

    private static void WriteWav(string path, float[][] channels)
    {
        using var writer = new BinaryWriter(File.Create(path));
        int bytes = 4 * channels.Length * channels[0].Length;
        writer.Write("RIFF"u8);
        writer.Write(36 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)3);
        writer.Write((short)channels.Length);
        writer.Write(Rate);
        writer.Write(Rate * 4 * channels.Length);
        writer.Write((short)(4 * channels.Length));
        writer.Write((short)32);
        writer.Write("data"u8);
        writer.Write(bytes);
        for (int i = 0; i < channels[0].Length; i++)
        {
            foreach (float[] channel in channels)
                writer.Write(channel[i]);
        }
    }

    private static float[][] ReadWav(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int data = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("data"));
        int length = BitConverter.ToInt32(bytes, data + 4);
        float[][] channels = [new float[length / 8], new float[length / 8]];
        for (int i = 0; i < channels[0].Length; i++)
        {
            channels[0][i] = BitConverter.ToSingle(bytes, data + 8 + (8 * i));
            channels[1][i] = BitConverter.ToSingle(bytes, data + 12 + (8 * i));
        }

        return channels;
    }
}
