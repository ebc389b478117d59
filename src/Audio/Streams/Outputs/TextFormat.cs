using System.Text;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>Lines for people.</summary>
/// <param name="model">Who gives the estimates.</param>
/// <param name="showsSource">Whether to say which source a line is of.</param>
public sealed class TextFormat(ModelMetadata model, bool showsSource) : IEventFormat
{
    /// <inheritdoc/>
    public string Header => "";

    /// <inheritdoc/>
    public void Append(StreamEvent streamEvent, MemoryStream lines)
    {
        var source = showsSource ? streamEvent.Source + "  " : "";
        lines.Write(Encoding.UTF8.GetBytes($"{streamEvent.WallClock.LocalDateTime:HH:mm:ss}  {Clock(streamEvent.StreamSeconds)}  {source}{Say(streamEvent)}\n"));
    }

    /// <inheritdoc/>
    public bool IsTorn(ReadOnlySpan<byte> line) => false;

    /// <summary>Stream time for people: hours, minutes, seconds.</summary>
    public static string Clock(double seconds) => $"{(long)seconds / 3600:00}:{(long)seconds / 60 % 60:00}:{(long)seconds % 60:00}";

    /// <summary>What an event says, in words.</summary>
    public string Say(StreamEvent streamEvent)
    {
        if (streamEvent.Estimate is not { } estimate)
        {
            var gap = streamEvent.GapSeconds is { } seconds ? $" {seconds:0.0} s" : "";
            return $"[{EstimateFields.NameOf(streamEvent.Kind)}{gap}] {streamEvent.Detail}".TrimEnd();
        }

        if (EstimateFields.EmotionOf(model, estimate) is not { } emotion)
            return "silence";
        var probabilities = estimate.Probabilities;
        var all = string.Join("  ", Enumerable.Range(0, model.Labels.Length).Select(i => $"{model.Labels[i]} {probabilities[i] * 100,3:0} %"));
        return $"{emotion}{(estimate.IsAmbiguous ? " (ambiguous)" : "")}  {all}  {estimate.LevelDecibels:0} dB";
    }
}
