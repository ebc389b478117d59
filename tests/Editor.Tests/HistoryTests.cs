using System.Globalization;
using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.History;

namespace RealtimeEmotion.Editor.Tests;

public sealed class HistoryTests
{
    [Fact]
    public void What_was_there_before_the_editor_opened_is_shown()
    {
        var session = new FakeSession();
        new Music(session.Telemetry, 1_000_000).Play(30);
        using var rig = new Rig(session: session);
        Assert.Equal(120, rig.Editor.History.EstimateCount);
        Assert.Equal(3000, rig.Editor.History.PointCount);
        Assert.Equal(1_000_000, rig.Editor.History.ProjectAt(0));
    }

    [Fact]
    public void Pause_takes_nothing_in_and_goes_on_with_the_new()
    {
        using var rig = new Rig();
        var music = new Music(rig.Session.Telemetry);
        music.Play(10);
        rig.Screen.Frame();
        rig.Click(rig.Editor.Parts.Pause);
        music.Play(10);
        rig.Screen.Frame();
        Assert.Equal(40, rig.Editor.History.EstimateCount);
        rig.Click(rig.Editor.Parts.Pause);
        music.Play(5);
        rig.Screen.Frame();
        Assert.Equal(60, rig.Editor.History.EstimateCount);
        Assert.Equal(25 * Music.SampleRate, rig.Editor.History.End);
    }

    [Fact]
    public void Hold_keeps_the_readout_and_a_click_lets_it_go()
    {
        using var rig = new Rig();
        var music = new Music(rig.Session.Telemetry);
        music.Play(20);
        rig.Screen.Frame();
        rig.Type("h");
        rig.Screen.Frame();
        List<string> texts = [];
        music.Play(30);
        rig.Editor.TextDrawn = (text, _) => texts.Add(text);
        rig.Screen.Frame();
        Assert.DoesNotContain(texts, text => text.EndsWith("% confident", StringComparison.Ordinal));
        Assert.Equal(200, rig.Editor.History.EstimateCount);
        rig.Click(rig.Editor.Parts.Now);
        rig.Screen.Frame();
        Assert.Contains(texts, text => text.EndsWith("% confident", StringComparison.Ordinal));
    }

    [Fact]
    public void Reset_forgets_and_tells_the_effect()
    {
        using var rig = new Rig();
        var music = new Music(rig.Session.Telemetry);
        music.Play(20);
        rig.Screen.Frame();
        rig.Click(rig.Editor.Parts.Reset);
        Assert.Equal(["reset"], rig.Calls);
        rig.Screen.Frame();
        Assert.Equal(0, rig.Editor.History.EstimateCount);
        music.Play(1);
        rig.Screen.Frame();
        Assert.Equal(4, rig.Editor.History.EstimateCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_jump_begins_a_new_history_unless_told_not_to(bool resets)
    {
        using var rig = new Rig();
        if (!resets)
            rig.Click(rig.Editor.Parts.AutoReset);
        var music = new Music(rig.Session.Telemetry);
        music.Play(10);
        rig.Screen.Frame();
        rig.Session.Telemetry.EpochPosition = music.Position;
        rig.Session.Telemetry.Epoch++;
        rig.Session.Telemetry.ProjectPosition = 30 * Music.SampleRate;
        rig.Screen.Frame();
        Assert.Equal(resets ? 0 : 40, rig.Editor.History.EstimateCount);

        // The host's time jumps where the transport did.
        Assert.Equal(30 * Music.SampleRate, rig.Editor.History.ProjectAt(10 * Music.SampleRate));
        Assert.Equal(31 * Music.SampleRate, rig.Editor.History.ProjectAt(11 * Music.SampleRate));
        if (!resets)
            Assert.Equal(5 * Music.SampleRate, rig.Editor.History.ProjectAt(5 * Music.SampleRate));
    }

    [Fact]
    public void What_came_after_a_new_beginning_is_kept_however_late_it_is_read()
    {
        using var rig = new Rig();
        var music = new Music(rig.Session.Telemetry);
        music.Play(10);
        rig.Screen.Frame();
        music.Play(5);
        rig.Session.Telemetry.EpochPosition = music.Position;
        rig.Session.Telemetry.Epoch++;
        music.Play(2);
        rig.Screen.Frame();
        Assert.Equal(8, rig.Editor.History.EstimateCount);
        Assert.Equal(200, rig.Editor.History.PointCount);
        Assert.Equal(15 * Music.SampleRate, rig.Editor.History.Start);

        // The same for an editor that is opened only then.
        using var later = new EffectEditor(rig.Session);
        later.Tick(TimeSpan.Zero);
        Assert.Equal(8, later.History.EstimateCount);
    }

    [Fact]
    public void Another_activation_begins_anew()
    {
        using var rig = new Rig();
        rig.Click(rig.Editor.Parts.AutoReset);
        new Music(rig.Session.Telemetry).Play(10);
        rig.Screen.Frame();
        rig.Session.Telemetry.Epoch++;
        new Music(rig.Session.Telemetry).Play(2);
        rig.Screen.Frame();
        Assert.Equal(8, rig.Editor.History.EstimateCount);
        Assert.Equal(200, rig.Editor.History.PointCount);
        Assert.Equal(2 * Music.SampleRate, rig.Editor.History.End);
    }

    [Fact]
    public void More_than_fits_drops_the_oldest()
    {
        using var rig = new Rig();
        var music = new Music(rig.Session.Telemetry);
        for (int k = 0; k < 250; k++)
        {
            music.Play(10);
            rig.Editor.Tick(TimeSpan.FromSeconds(0.03));
        }

        Assert.Equal(EffectTelemetry.EstimateCapacity, rig.Editor.History.EstimateCount);
        Assert.Equal(EffectTelemetry.OverviewCapacity, rig.Editor.History.PointCount);
        Assert.Equal(2500L * Music.SampleRate, rig.Editor.History.Estimate(rig.Editor.History.EstimateCount - 1).EndSample);
        rig.Screen.Draw();
    }

    [Fact]
    public void The_wheel_zooms_around_the_pointer_and_dragging_moves()
    {
        using var rig = new Rig();
        new Music(rig.Session.Telemetry).Play(300);
        rig.Screen.Frame();
        var timeline = rig.Editor.Parts.Timeline;
        var plot = timeline.Plot;
        double TimeAt(float x) => ReadCursor(rig, x, plot.MidY);
        Assert.Equal(270, TimeAt(plot.MidX), 0.2);

        // Out of the following view first: only then can the place under the pointer stay where it is.
        rig.Drag(new SkiaSharp.SKPoint(plot.MidX, plot.MidY), plot.Width / 2, 0);
        Assert.Equal(240, TimeAt(plot.MidX), 0.2);
        double before = TimeAt(plot.Left + 100);
        rig.Editor.Wheel(plot.Left + 100, plot.MidY, 2, isHorizontal: false, EditorModifiers.None);
        Assert.Equal(before, TimeAt(plot.Left + 100), 0.2);
        Assert.True(TimeAt(plot.Right - 5) - TimeAt(plot.Left + 5) < 45);
        rig.Press(plot.MidX, plot.MidY, clicks: 2);
        rig.Release(plot.MidX, plot.MidY);
        Assert.Equal(270, TimeAt(plot.MidX), 0.2);
    }

    [Fact]
    public void The_cursor_reads_the_probabilities_and_the_gain()
    {
        using var rig = new Rig();
        new Music(rig.Session.Telemetry).Play(60);
        rig.Screen.Frame();
        var plot = rig.Editor.Parts.Timeline.Plot;
        List<string> texts = [];
        float x = plot.Left + (plot.Width * 50 / 60);
        rig.Move(x, plot.MidY);
        rig.Editor.TextDrawn = (text, _) => texts.Add(text);
        rig.Screen.Frame();
        var estimate = rig.Editor.History.Estimate(rig.Editor.History.EstimatesUpTo(50 * Music.SampleRate) - 1);
        Assert.Contains($"{estimate.Probabilities[1] * 100:F0} %", texts);
        Assert.Contains("-9.1 dB", texts);
        texts.Clear();
        rig.Move(plot.Left + (plot.Width * 31.5f / 60), plot.MidY);
        rig.Screen.Frame();
        Assert.Contains("silence", texts);
    }

    [Fact]
    public void The_table_has_a_row_for_each_estimate()
    {
        using var folder = new Folder();
        using var rig = new Rig();
        rig.Editor.ExportFolder = Path.Combine(folder.Path, "new");
        var music = new Music(rig.Session.Telemetry, 96000);
        rig.Screen.Frame();
        music.Play(40);
        rig.Screen.Frame();
        rig.Type("e");
        string path = Assert.Single(Directory.GetFiles(rig.Editor.ExportFolder));
        Assert.EndsWith(".csv", path, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal("time_s,host_sample,stream_sample,length_samples,emotion,joy,sadness,neutral,anger,valence,arousal,confidence,ambiguous,silent,level_dbfs", lines[0]);
        Assert.Equal(161, lines.Length);
        string[] first = lines[1].Split(',');
        var estimate = rig.Editor.History.Estimate(0);
        Assert.Equal(["2.250", "108000", "12000", "144000", FakeSession.Shipped.Labels[estimate.TopIndex]], first[..5]);
        Assert.Equal(estimate.Probabilities[2], float.Parse(first[7], CultureInfo.InvariantCulture), 4);
        Assert.Equal(estimate.Valence, float.Parse(first[9], CultureInfo.InvariantCulture), 4);
        string[] silent = lines[126].Split(',');
        Assert.Equal("silence", silent[4]);
        Assert.Equal("1", silent[13]);
        Assert.Equal("", silent[14]);
        Assert.All(lines, line => Assert.Equal(15, line.Split(',').Length));
    }

    [Fact]
    public void A_second_export_does_not_write_over_the_first()
    {
        using var folder = new Folder();
        using var rig = new Rig();
        rig.Editor.ExportFolder = folder.Path;
        string? first = rig.Editor.ExportHistory();
        string? second = rig.Editor.ExportHistory();
        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_and_leaves_nothing()
    {
        using var folder = new Folder();
        using var rig = new Rig();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "not a folder");
        rig.Editor.ExportFolder = file;
        Assert.Null(rig.Editor.ExportHistory());
        List<string> texts = [];
        rig.Editor.TextDrawn = (text, _) => texts.Add(text);
        rig.Screen.Frame();
        Assert.Contains(texts, text => text.StartsWith("The history could not be written", StringComparison.Ordinal));
        Assert.Equal(file, Assert.Single(Directory.GetFileSystemEntries(folder.Path)));
    }

    [Fact]
    public void Labels_with_commas_are_quoted()
    {
        var telemetry = new EffectTelemetry();
        using var history = new EmotionHistory(telemetry);
        using var writer = new StringWriter();
        HistoryCsv.Write(history, ["sad, blue", "\"ha\""], writer);
        Assert.Contains(",\"sad, blue\",\"\"\"ha\"\"\",", writer.ToString(), StringComparison.Ordinal);
    }

    private static double ReadCursor(Rig rig, float x, float y)
    {
        List<string> texts = [];
        rig.Move(x, y);
        rig.Editor.Parts.Timeline.Invalidate();
        rig.Editor.TextDrawn = (text, _) => texts.Add(text);
        rig.Screen.Frame();
        rig.Editor.TextDrawn = null;
        string time = Assert.Single(texts, text => text.Contains(':', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal));
        string[] parts = time.Split(':');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture) * 60) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
