using System.Text.Json;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;
using Spectre.Console;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class AnalyzeTests(Workshop workshop) : IClassFixture<Workshop>
{
    private static readonly string[] Labels = [.. TinyModel.Metadata.Labels];

    [Fact]
    public void Json_has_the_promised_shape()
    {
        RunResult result = Emotion.Run("analyze", workshop.Song, "--model", workshop.Model, "--format", "json");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        JsonElement row = Assert.Single(JsonDocument.Parse(result.Output).RootElement.EnumerateArray());
        Assert.Equal(workshop.Song, row.GetProperty("file").GetString());
        Assert.Equal(44100, row.GetProperty("sampleRate").GetInt32());
        Assert.Equal(2, row.GetProperty("channels").GetInt32());
        Assert.Equal(6, row.GetProperty("durationSeconds").GetDouble());
        Assert.Equal("tiny", row.GetProperty("model").GetString());
        Assert.InRange(row.GetProperty("confidence").GetDouble(), 0, 1);
        Assert.True(row.GetProperty("ambiguous").ValueKind is JsonValueKind.True or JsonValueKind.False);
        CheckEmotion(row);
        double end = 0;
        foreach (JsonElement segment in row.GetProperty("segments").EnumerateArray())
        {
            Assert.Equal(end, segment.GetProperty("start").GetDouble());
            end = segment.GetProperty("end").GetDouble();
            CheckEmotion(segment);
        }

        Assert.Equal(6, end);
    }

    [Fact]
    public void Jsonl_has_a_line_for_each_file_in_order()
    {
        workshop.Write("many/b.wav", Wav.Pcm16(22050, 1, Wav.Music(22050, 3)));
        workshop.Write("many/deeper/a.wav", Wav.Pcm16(16000, 1, Wav.Music(16000, 5)));
        workshop.Write("many/c.wav", Wav.Pcm16(48000, 1, Wav.Music(48000, 1)));
        workshop.Write("many/notes.txt", "not music"u8.ToArray());
        RunResult result = Emotion.Run("analyze", workshop["many"], "--model", workshop.Model, "--format", "jsonl", "--jobs", "3", "--hop", "0.5");
        Assert.Equal(0, result.ExitCode);
        string[] files = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()!)];
        Assert.Equal(3, files.Length);
        Assert.Equal(files.Order(StringComparer.Ordinal), files);
    }

    [Fact]
    public void Csv_is_a_table_with_a_header()
    {
        RunResult result = Emotion.Run("analyze", workshop.Song, "--model", workshop.Model, "--format", "csv");
        Assert.Equal(0, result.ExitCode);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("file,sampleRate,channels,durationSeconds,model,emotion,ambiguous,confidence,joy,sadness,neutral,anger,valence,arousal,silent,error", lines[0]);
        string[] cells = lines[1].Split(',');
        Assert.Equal(lines[0].Split(',').Length, cells.Length);
        Assert.Equal([workshop.Song, "44100", "2", "6", "tiny"], cells[..5]);
        Assert.Contains(cells[5], Labels);
        Assert.Equal(1, cells[8..12].Sum(double.Parse), 5);
    }

    [Fact]
    public void The_table_is_plain_text_when_nobody_looks()
    {
        RunResult result = Emotion.Run("analyze", workshop.Song, "--model", workshop.Model);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("song.wav", result.Output);
        Assert.All(Labels, label => Assert.Contains(label, result.Output));
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData(-0.001f, "0.00")]
    [InlineData(0.004f, "0.00")]
    [InlineData(-0f, "0.00")]
    [InlineData(-0.006f, "−0.01")]
    [InlineData(1f, "+1.00")]
    public void The_table_signs_what_is_not_nought(float valence, string expected)
    {
        using var output = new StringWriter();
        var summary = new EmotionEstimate(10, 10, Labels.Length, default, 0, valence, -0.5f, 1, false, false, -20);
        var table = new AnalysisWriter(AnalysisFormat.Table, TinyModel.Metadata, output);
        table.Add(new AnalysisRow("a.wav", new ClipAnalysis("a.wav", 10, 1, 10, summary, [], [], null), null));
        table.Complete(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors }));
        string[] cells = output.ToString().Split('\n').Single(line => line.Contains("a.wav", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([expected, "−0.50", "0"], cells[^3..]);
    }

    [Fact]
    public void Standard_input_is_a_file_named_dash()
    {
        RunResult result = Emotion.RunIn(null, File.ReadAllBytes(workshop.Song), "analyze", "-", "--model", workshop.Model, "--format", "jsonl");
        Assert.Equal(0, result.ExitCode);
        JsonElement row = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("-", row.GetProperty("file").GetString());
        Assert.Equal(6, row.GetProperty("durationSeconds").GetDouble());
    }

    [Fact]
    public void A_bad_file_is_a_row_and_the_rest_goes_on()
    {
        string bad = workshop.Write("bad.wav", "This is a letter, not a song."u8.ToArray());
        RunResult result = Emotion.Run("analyze", bad, workshop.Song, "--model", workshop.Model, "--format", "json");
        Assert.Equal(1, result.ExitCode);
        JsonElement[] rows = [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
        Assert.Equal(2, rows.Length);
        Assert.Equal(bad, rows[0].GetProperty("file").GetString());
        Assert.Contains("is text and not sound", rows[0].GetProperty("error").GetString());
        CheckEmotion(rows[1]);
        Assert.Contains("is text and not sound", result.Error);
    }

    [Fact]
    public void Silence_is_no_emotion()
    {
        string silence = workshop.Write("silence.wav", Wav.Pcm16(44100, 1, new float[44100 * 5]));
        string direct = workshop.Write("dc.wav", Wav.Float32(44100, 1, [.. Enumerable.Repeat(0.5f, 44100 * 5)]));
        RunResult result = Emotion.Run("analyze", silence, direct, "--model", workshop.Model, "--format", "json");
        Assert.Equal(0, result.ExitCode);
        foreach (JsonElement row in JsonDocument.Parse(result.Output).RootElement.EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Null, row.GetProperty("emotion").ValueKind);
            Assert.True(row.GetProperty("silent").GetBoolean());
            JsonElement segment = Assert.Single(row.GetProperty("segments").EnumerateArray());
            Assert.Equal(JsonValueKind.Null, segment.GetProperty("emotion").ValueKind);
        }
    }

    [Fact]
    public void Output_goes_to_a_file_when_asked()
    {
        string output = workshop["result.json"];
        RunResult result = Emotion.Run("analyze", workshop.Song, "--model", workshop.Model, "--format", "json", "-o", output);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(JsonDocument.Parse(File.ReadAllText(output)).RootElement.EnumerateArray());
    }

    [Theory]
    [InlineData("--genre classical", "genre 'classical': the model 'tiny' does not know what is usual in a genre. Leave the genre out.")]
    [InlineData("--device cuda", "device 'cuda': CUDA cannot be used")]
    public void What_cannot_be_is_said(string arguments, string message)
    {
        RunResult result = Emotion.Run(["analyze", workshop.Song, "--model", workshop.Model, .. arguments.Split(' ')]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_genre_moves_the_answer_as_the_model_says()
    {
        string path = workshop.Write("genres.onnx", TinyModel.Bytes(TinyModel.Metadata with
        {
            Prior = [0.25f, 0.25f, 0.25f, 0.25f],
            GenrePriors = [new GenrePrior("rock", [0.001f, 0.001f, 0.001f, 0.997f]), new GenrePrior("pop", [0.997f, 0.001f, 0.001f, 0.001f])],
        }));
        string Heard(string genre) => JsonDocument.Parse(Emotion.Run("analyze", workshop.Song, "--model", path, "--format", "jsonl", "--genre", genre).Output).RootElement.GetProperty("emotion").GetString()!;
        Assert.Equal("anger", Heard("rock"));
        Assert.Equal("joy", Heard("Pop"));
        RunResult unknown = Emotion.Run("analyze", workshop.Song, "--model", path, "--genre", "polka");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("It knows pop, rock.", unknown.Error);
    }

    [Fact]
    public void A_folder_without_music_is_nothing_done()
    {
        Directory.CreateDirectory(workshop["empty"]);
        RunResult result = Emotion.Run("analyze", workshop["empty"], "--model", workshop.Model);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("there is no sound file here", result.Error);
    }

    [Fact]
    public void The_built_in_model_answers_without_being_named()
    {
        RunResult result = Emotion.Run("analyze", workshop.Song, "--format", "jsonl");
        Assert.Equal(0, result.ExitCode);
        CheckEmotion(JsonDocument.Parse(result.Output).RootElement);
    }

    private static void CheckEmotion(JsonElement row)
    {
        JsonElement probabilities = row.GetProperty("probabilities");
        Assert.Equal(Labels, probabilities.EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, probabilities.EnumerateObject().Sum(p => p.Value.GetDouble()), 5);
        Assert.Equal(probabilities.EnumerateObject().MaxBy(p => p.Value.GetDouble()).Name, row.GetProperty("emotion").GetString());
        Assert.InRange(row.GetProperty("valence").GetDouble(), -1, 1);
        Assert.InRange(row.GetProperty("arousal").GetDouble(), -1, 1);
    }
}
