using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using Spectre.Console;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Output;

/// <summary>Writes analyses, one after the other, in one of the formats. The shapes are a contract with scripts.</summary>
internal sealed class AnalysisWriter
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions IndentedJson = Json with { Indented = true };

    private readonly AnalysisFormat _format;
    private readonly ModelMetadata _model;
    private readonly TextWriter _writer;
    private readonly Table? _table;
    private bool _any;

    /// <param name="format">How to write.</param>
    /// <param name="model">Who heard it: its labels are columns.</param>
    /// <param name="writer">Where to.</param>
    internal AnalysisWriter(AnalysisFormat format, ModelMetadata model, TextWriter writer)
    {
        _format = format;
        _model = model;
        _writer = writer;
        switch (format)
        {
            case AnalysisFormat.Table:
                _table = CreateTable();
                break;
            case AnalysisFormat.Csv:
                _writer.WriteLine(string.Join(',', ["file", "sampleRate", "channels", "durationSeconds", "model", "emotion", "ambiguous", "confidence", .. model.Labels.Select(CsvCell.Of), "valence", "arousal", "silent", "error"]));
                break;
        }
    }

    internal void Add(AnalysisRow row)
    {
        switch (_format)
        {
            case AnalysisFormat.Table:
                AddToTable(_table!, row);
                break;
            case AnalysisFormat.Csv:
                _writer.WriteLine(Csv(row));
                break;
            case AnalysisFormat.Jsonl:
                _writer.WriteLine(JsonOf(row, Json));
                _writer.Flush();
                break;
            default:
                _writer.Write(_any ? "," : "[");
                _writer.WriteLine();
                _writer.Write(JsonOf(row, IndentedJson));
                break;
        }

        _any = true;
    }

    /// <summary>Writes what stands behind the last one.</summary>
    /// <param name="console">What draws tables.</param>
    internal void Complete(IAnsiConsole console)
    {
        switch (_format)
        {
            case AnalysisFormat.Table:
                console.Write(_table!);
                break;
            case AnalysisFormat.Json:
                _writer.WriteLine();
                _writer.WriteLine("]");
                break;
        }
    }

    private string JsonOf(AnalysisRow row, JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("file", row.File);
            if (row.Analysis is { } clip)
            {
                json.WriteNumber("sampleRate", clip.SampleRate);
                json.WriteNumber("channels", clip.Channels);
                json.WriteNumber("durationSeconds", EstimateFields.Rounded(clip.DurationSeconds));
                json.WriteString("model", _model.Name);
                EstimateFields.WriteEmotion(json, _model, clip.Summary);
                EstimateFields.WriteCertainty(json, clip.Summary);
                EstimateFields.WriteProbabilities(json, _model, clip.Summary);
                json.WriteStartArray("segments");
                foreach (EmotionSegment segment in clip.Segments)
                {
                    json.WriteStartObject();
                    json.WriteNumber("start", EstimateFields.Rounded(segment.StartSample / (double)clip.SampleRate));
                    json.WriteNumber("end", EstimateFields.Rounded(segment.EndSample / (double)clip.SampleRate));
                    EstimateFields.WriteEmotion(json, _model, segment.Estimate);
                    EstimateFields.WriteProbabilities(json, _model, segment.Estimate);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                if (clip.Warning is { } warning)
                {
                    json.WriteString("warning", warning);
                }
            }
            else
            {
                json.WriteString("error", row.Error);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private string Csv(AnalysisRow row)
    {
        if (row.Analysis is not { } clip)
        {
            return $"{CsvCell.Of(row.File)}{new string(',', _model.Labels.Length + 10)},{CsvCell.Of(row.Error ?? "")}";
        }

        EmotionEstimate summary = clip.Summary;
        EmotionProbabilities probabilities = summary.Probabilities;
        return string.Join(',',
        [
            CsvCell.Of(row.File), $"{clip.SampleRate}", $"{clip.Channels}", EstimateFields.Number(clip.DurationSeconds), CsvCell.Of(_model.Name),
            CsvCell.Of(EstimateFields.EmotionOf(_model, summary) ?? ""), summary.IsAmbiguous ? "true" : "false", EstimateFields.Number(summary.Confidence),
            .. Enumerable.Range(0, _model.Labels.Length).Select(i => EstimateFields.Number(probabilities[i])),
            EstimateFields.Number(summary.Valence), EstimateFields.Number(summary.Arousal), summary.IsSilent ? "true" : "false", "",
        ]);
    }

    private Table CreateTable()
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("file");
        table.AddColumn(new TableColumn("length").RightAligned());
        table.AddColumn("emotion");
        foreach (string label in _model.Labels)
        {
            table.AddColumn(new TableColumn(label.EscapeMarkup()).RightAligned());
        }

        table.AddColumn(new TableColumn("valence").RightAligned());
        table.AddColumn(new TableColumn("arousal").RightAligned());
        table.AddColumn(new TableColumn("segments").RightAligned());
        return table;
    }

    private void AddToTable(Table table, AnalysisRow row)
    {
        if (row.Analysis is not { } clip)
        {
            table.AddRow(row.File.EscapeMarkup(), "", "[red]error[/]");
            return;
        }

        EmotionEstimate summary = clip.Summary;
        EmotionProbabilities probabilities = summary.Probabilities;
        string emotion = EstimateFields.EmotionOf(_model, summary) is { } label
            ? EmotionMarkup.Of(label, summary.TopIndex) + (summary.IsAmbiguous ? " [dim](ambiguous)[/]" : "")
            : "[dim]silence[/]";
        table.AddRow(
        [
            row.File.EscapeMarkup(), Clock(clip.DurationSeconds), emotion,
            .. Enumerable.Range(0, _model.Labels.Length).Select(i => summary.IsSilent ? "" : $"{probabilities[i] * 100:0} %"),
            summary.IsSilent ? "" : Signed(summary.Valence), summary.IsSilent ? "" : Signed(summary.Arousal), $"{clip.Segments.Count}",
        ]);
    }

    private static string Signed(double value) => $"{value:+0.00;−0.00;0.00}";

    private static string Clock(double seconds) => seconds < 60 ? $"{seconds:0.0} s" : $"{(long)(seconds / 60)}:{seconds % 60:00.0}";
}
