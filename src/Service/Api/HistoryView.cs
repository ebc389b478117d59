using RealtimeEmotion.Service.Feeds;
using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Api;

/// <summary>A stretch of a stream's history in equal steps, columns side by side: entry i of each column is step i. Steps
/// without any estimate are left out.</summary>
/// <param name="Stream">Whose.</param>
/// <param name="From">Beginning in Unix milliseconds.</param>
/// <param name="To">End, likewise.</param>
/// <param name="StepMilliseconds">Length of a step.</param>
/// <param name="Labels">Of all models that listened.</param>
/// <param name="Time">Beginning of each step, in Unix milliseconds.</param>
/// <param name="Count">Estimates in it.</param>
/// <param name="Voiced">Those that are not silence; means are over these.</param>
/// <param name="Valence">Mean, or null where there is only silence.</param>
/// <param name="Arousal">Likewise.</param>
/// <param name="LevelDecibels">The highest level, or null for digital silence.</param>
/// <param name="Probabilities">A column of means a label, in the order of the labels.</param>
/// <param name="Marks">What else happened: gaps, stalls, connections; the newest 500.</param>
internal sealed record HistoryView(
    string Stream,
    long From,
    long To,
    long StepMilliseconds,
    IReadOnlyList<string> Labels,
    IReadOnlyList<long> Time,
    IReadOnlyList<int> Count,
    IReadOnlyList<int> Voiced,
    IReadOnlyList<double?> Valence,
    IReadOnlyList<double?> Arousal,
    IReadOnlyList<double?> LevelDecibels,
    IReadOnlyList<IReadOnlyList<double?>> Probabilities,
    IReadOnlyList<MarkView> Marks)
{
    internal static HistoryView Of(HistorySeries series, IReadOnlyList<HistoryEvent> marks)
    {
        IReadOnlyList<HistorySeries.Bucket> buckets = series.Buckets;
        return new HistoryView(
            series.Stream, series.From, series.To, series.Step, series.Labels,
            [.. buckets.Select(b => b.Time)], [.. buckets.Select(b => b.Count)], [.. buckets.Select(b => b.Voiced)],
            [.. buckets.Select(b => Mean(b.Valence, b.Voiced))], [.. buckets.Select(b => Mean(b.Arousal, b.Voiced))], [.. buckets.Select(b => Short(b.Level))],
            [.. Enumerable.Range(0, series.Labels.Count).Select(i => (IReadOnlyList<double?>)[.. buckets.Select(b => Short(b.Probability(i)))])],
            [.. marks.Select(m => new MarkView(m.Id, m.Time.ToUnixTimeMilliseconds(), m.Kind, m.GapSeconds, m.Detail))]);
    }

    private static double? Mean(double sum, int count) => count == 0 ? null : Short(sum / count);

    // Four places are a ten-thousandth of a picture's height.
    private static double? Short(double? value) => value is { } known ? Math.Round(known, 4) : null;
}

/// <summary>Something that happened besides an estimate.</summary>
/// <param name="Id">Of the event.</param>
/// <param name="Time">In Unix milliseconds.</param>
/// <param name="Kind">As in <see cref="EventView"/>.</param>
/// <param name="GapSeconds">How much is missing.</param>
/// <param name="Detail">In words.</param>
internal sealed record MarkView(long Id, long Time, string Kind, double? GapSeconds, string? Detail);
