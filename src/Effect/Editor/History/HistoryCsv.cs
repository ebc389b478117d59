using System.Text;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Effect.Editor.History;

/// <summary>Writes the history as a table: a row an estimate.</summary>
internal static class HistoryCsv
{
    /// <summary>Writes the history beside its destination and then gives it its name: whole or not at all.</summary>
    /// <param name="history">What to write.</param>
    /// <param name="labels">The model's names for the probabilities.</param>
    /// <param name="path">The destination; its folder is made where it is missing.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    internal static void Write(EmotionHistory history, IReadOnlyList<string> labels, string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string part = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part");
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
                Write(history, labels, writer);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Writes the table.</summary>
    internal static void Write(EmotionHistory history, IReadOnlyList<string> labels, TextWriter writer)
    {
        writer.Write("time_s,host_sample,stream_sample,length_samples,emotion");
        foreach (string label in labels)
            writer.Write($",{CsvCell.Of(label)}");
        writer.Write(",valence,arousal,confidence,ambiguous,silent,level_dbfs\n");

        Span<char> row = stackalloc char[1024];
        for (int index = 0; index < history.EstimateCount; index++)
        {
            EmotionEstimate estimate = history.Estimate(index);
            long project = history.ProjectAt(estimate.EndSample);
            string top = estimate.IsSilent ? "silence" : (uint)estimate.TopIndex < (uint)labels.Count ? CsvCell.Of(labels[estimate.TopIndex]) : "";
            row.TryWrite($"{(double)project / history.SampleRate:F3},{project},{estimate.EndSample},{estimate.LengthSamples},{top}", out int length);
            writer.Write(row[..length]);
            ReadOnlySpan<float> probabilities = estimate.Probabilities.AsSpan(estimate.LabelCount);
            for (int k = 0; k < labels.Count; k++)
            {
                // Another model's estimate may have fewer classes: its cells stay empty.
                if (k < probabilities.Length)
                    row.TryWrite($",{probabilities[k]:F4}", out length);
                else
                    row.TryWrite($",", out length);
                writer.Write(row[..length]);
            }

            int ambiguous = estimate.IsAmbiguous ? 1 : 0;
            int silent = estimate.IsSilent ? 1 : 0;
            row.TryWrite($",{estimate.Valence:F4},{estimate.Arousal:F4},{estimate.Confidence:F4},{ambiguous},{silent},", out length);
            writer.Write(row[..length]);
            if (float.IsFinite(estimate.LevelDecibels))
            {
                row.TryWrite($"{estimate.LevelDecibels:F1}", out length);
                writer.Write(row[..length]);
            }

            writer.Write('\n');
        }
    }
}
