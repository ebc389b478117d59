using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Everything that decided a run: the same manifest gives the same model on the same kind of processor.
/// Immutable.</summary>
public sealed record RunManifest
{
    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Folds of the cross-validation; 0 for none.</summary>
    public required int Folds { get; init; }

    /// <summary>Where networks computed.</summary>
    public required TrainingDevice Device { get; init; }

    /// <summary>What was learnt and how.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>How categories became classes.</summary>
    public required ClassMerge Classes { get; init; }

    /// <summary>The SHA-256 of the votes as they were read: a line a track, of its name, genre and shares.</summary>
    public required string VotesSha256 { get; init; }

    /// <summary>The data set's audio, in the order of its tracks.</summary>
    public required ImmutableArray<FileDigest> Audio { get; init; }

    /// <summary>The audio of the sets that were only learnt from.</summary>
    public required ImmutableArray<FileDigest> Also { get; init; }

    /// <summary>The teachers.</summary>
    public required ImmutableArray<FileDigest> Teachers { get; init; }

    /// <summary>The music without labels, as far as it can be read.</summary>
    public required ImmutableArray<FileDigest> Unlabelled { get; init; }

    /// <summary>The programs.</summary>
    public required RunVersions Versions { get; init; }

    /// <summary>Reads what a run is decided by.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="joined">Its data sets.</param>
    /// <param name="unlabelled">Its files without labels.</param>
    /// <param name="threads">How many files to read at once.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    internal static RunManifest Of(TrainingOptions options, JoinedDatasets joined, IReadOnlyList<string> unlabelled, int threads, CancellationToken cancellation)
    {
        var votes = new StringBuilder();
        foreach (LabelledTrack track in joined.Judged.Tracks.Concat(joined.Also))
        {
            votes.Append(CultureInfo.InvariantCulture, $"{track.Id},{track.Genre},{track.ClassIndex}");
            foreach (double share in track.CategoryShares)
            {
                votes.Append(CultureInfo.InvariantCulture, $",{share:R}");
            }

            votes.Append('\n');
        }

        return new RunManifest
        {
            Seed = options.Seed,
            Folds = options.Folds,
            Device = options.Device,
            Recipe = options.Recipe,
            Classes = options.Merge,
            VotesSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(votes.ToString()))),
            Audio = Digest([.. joined.Judged.Tracks.Select(t => t.AudioPath)], p => Path.GetRelativePath(joined.Judged.Path, p).Replace(Path.DirectorySeparatorChar, '/')),
            Also = Digest([.. joined.Also.Select(t => t.AudioPath)], Path.GetFileName),
            Teachers = Digest(options.TeacherPaths, Path.GetFileName),
            Unlabelled = Digest(unlabelled, Path.GetFileName, mayBeMissing: true),
            Versions = RunVersions.Present(),
        };

        ImmutableArray<FileDigest> Digest(IReadOnlyList<string> paths, Func<string, string?> nameOf, bool mayBeMissing = false)
        {
            var digests = new FileDigest?[paths.Count];
            try
            {
                Parallel.For(0, digests.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
                {
                    try
                    {
                        using FileStream file = File.OpenRead(paths[i]);
                        digests[i] = new FileDigest(nameOf(paths[i])!, Convert.ToHexStringLower(SHA256.HashData(file)));
                    }
                    catch (Exception e) when (mayBeMissing && IoFault.IsFileFault(e))
                    {
                        // Who listens to it passes over it as well.
                    }
                });
            }
            catch (AggregateException e) when (e.InnerExceptions.FirstOrDefault(IoFault.IsFileFault) is { } fault)
            {
                string subject = paths[Array.FindIndex(digests, d => d is null)];
                throw IoFault.Reading(subject, fault);
            }

            return [.. digests.OfType<FileDigest>()];
        }
    }

    /// <summary>The first thing in which two runs differ, in plain words; null where they are the same.</summary>
    internal string? DifferenceTo(RunManifest other)
    {
        JsonObject mine = JsonSerializer.SerializeToNode(this, ReportJson.Options)!.AsObject();
        JsonObject others = JsonSerializer.SerializeToNode(other, ReportJson.Options)!.AsObject();
        return mine.Select(p => p.Key).FirstOrDefault(key => !JsonNode.DeepEquals(mine[key], others[key])) switch
        {
            null => null,
            "votesSha256" => "votes",
            { } key => key,
        };
    }
}
