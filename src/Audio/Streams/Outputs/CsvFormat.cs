using System.Text;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>Comma-separated values with a header line: the members of the JSON lines, each probability a column.</summary>
/// <param name="model">Who gives the estimates.</param>
public sealed class CsvFormat(ModelMetadata model) : IEventFormat
{
    /// <inheritdoc/>
    public string Header { get; } = string.Join(',',
    [
        "source", "kind", "wallClock", "streamSeconds", "samplePosition", "sampleRate", "emotion", "silent", "ambiguous", "confidence",
        .. model.Labels.Select(CsvCell.Of), "valence", "arousal", "levelDecibels", "gapSeconds", "detail",
    ]);

    private int Columns => model.Labels.Length + 15;

    /// <inheritdoc/>
    public void Append(StreamEvent streamEvent, MemoryStream lines)
    {
        var line = string.Join(',',
        [
            CsvCell.Of(streamEvent.Source), EstimateFields.NameOf(streamEvent.Kind), EstimateFields.WallClock(streamEvent),
            EstimateFields.Number(streamEvent.StreamSeconds), $"{streamEvent.SamplePosition}", $"{streamEvent.SampleRate}",
            .. Estimate(streamEvent.Estimate),
            streamEvent.GapSeconds is { } gap ? EstimateFields.Number(gap) : "", CsvCell.Of(streamEvent.Detail ?? ""),
        ]);
        lines.Write(Encoding.UTF8.GetBytes(line));
        lines.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public bool IsTorn(ReadOnlySpan<byte> line) => line.Count((byte)',') < Columns - 1;

    private IEnumerable<string> Estimate(EmotionEstimate? given)
    {
        if (given is not { } estimate)
            return Enumerable.Repeat("", model.Labels.Length + 7);
        var probabilities = estimate.Probabilities;
        return
        [
            CsvCell.Of(EstimateFields.EmotionOf(model, estimate) ?? ""), estimate.IsSilent ? "true" : "false",
            estimate.IsAmbiguous ? "true" : "false", EstimateFields.Number(estimate.Confidence),
            .. Enumerable.Range(0, model.Labels.Length).Select(i => EstimateFields.Number(probabilities[i])),
            EstimateFields.Number(estimate.Valence), EstimateFields.Number(estimate.Arousal),
            float.IsFinite(estimate.LevelDecibels) ? EstimateFields.Number(estimate.LevelDecibels) : "",
        ];
    }
}
