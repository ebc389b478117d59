using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Where an unfinished run lies on disk, in a folder beside its model, so that it can be gone on with after whatever ended
/// it: for each fit everything that the epochs to come depend on. A file is written beside the one before and takes its name
/// when it is complete; one that does not read as it was written counts as absent. Any number of threads, each with fits of its
/// own.
/// </summary>
internal sealed class RunCheckpoints
{
    private const string RunName = "run.json";
    private const string Ending = ".state";
    private readonly string _folder;
    private readonly TimeSpan _interval;
    private readonly Dictionary<string, long> _kept = [];
    private readonly Lock _gate = new();

    private RunCheckpoints(string folder, TimeSpan interval, DateOnly date)
    {
        _folder = folder;
        _interval = interval;
        Date = date;
    }

    /// <summary>The day on which the run was begun.</summary>
    internal DateOnly Date { get; }

    /// <summary>Begins a run's checkpoints, or goes on with those that are there.</summary>
    /// <param name="options">Where the model will be, how often to keep, and whether to go on.</param>
    /// <param name="manifest">What decides the run.</param>
    /// <exception cref="InputException">What is there is another run's, or nothing can be written there.</exception>
    internal static RunCheckpoints Open(TrainingOptions options, RunManifest manifest)
    {
        string folder = FolderOf(options.OutputPath);
        string path = Path.Combine(folder, RunName);
        DateOnly date = DateOnly.FromDateTime(DateTime.Today);
        if (options.Resumes && Begun(path) is { } begun)
        {
            if (manifest.DifferenceTo(begun.Manifest) is { } difference)
            {
                throw new InputException(folder, $"is a run with other {difference}", "repeat its command to go on with it, or delete the folder");
            }

            date = begun.Date;
        }
        else
        {
            // Whatever else lies there cannot be gone on with: see CheckFree.
            Delete(folder);
        }

        try
        {
            Directory.CreateDirectory(folder);
            using var file = new AtomicFile(path);
            file.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(new UnfinishedRun(date, manifest), ReportJson.Options));
            file.Commit();
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(folder, e);
        }

        return new RunCheckpoints(folder, options.CheckpointInterval, date);
    }

    /// <summary>Refuses a run that would write over what another has done.</summary>
    /// <exception cref="InputException">There is an unfinished run, and nobody said what to do with it.</exception>
    internal static void CheckFree(TrainingOptions options)
    {
        string folder = FolderOf(options.OutputPath);
        if (!options.Resumes && Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + Ending).Any())
        {
            throw new InputException(folder, "is a run that did not end", "go on with it by '--resume', or delete the folder to begin anew");
        }
    }

    /// <summary>Whether it is time to keep something again.</summary>
    internal bool IsDue(string name)
    {
        lock (_gate)
        {
            // The first one soon: a run that was just begun has little to lose.
            return !_kept.TryGetValue(name, out long last) ? Mark(name, _interval == TimeSpan.Zero) : Stopwatch.GetElapsedTime(last) >= _interval;
        }
    }

    /// <summary>Keeps the end of an epoch, where it is time to.</summary>
    /// <exception cref="InputException">It cannot be written; what was kept before is still there.</exception>
    internal void Keep(string fit, EmotionNetwork network, Learner learner, CountedRandom random, IReadOnlyList<EpochRecord> history, bool isLast)
    {
        if (!IsDue(fit) && !isLast)
        {
            return;
        }

        Keep(fit, writer =>
        {
            writer.Write(JsonSerializer.Serialize(history, ReportJson.Options));
            WriteState(writer, network, learner, random.Draws);
        });
    }

    /// <summary>Puts a fit where its last kept epoch ended.</summary>
    /// <returns>The epochs that are done; null where nothing is kept, and nothing has changed.</returns>
    internal EpochRecord[]? Restore(string fit, EmotionNetwork network, Learner learner, CountedRandom random)
    {
        using BinaryReader? reader = Find(fit);
        if (reader is null)
        {
            return null;
        }

        EpochRecord[] history = JsonSerializer.Deserialize<EpochRecord[]>(reader.ReadString(), ReportJson.Options)!;
        random.SkipTo(ReadState(reader, network, learner));
        return history;
    }

    /// <summary>Writes all that training goes on from.</summary>
    internal static void WriteState(BinaryWriter writer, EmotionNetwork network, Learner learner, long draws)
    {
        writer.Write(draws);
        float[] weights = network.Capture();
        writer.Write(weights.Length);
        writer.Write(MemoryMarshal.AsBytes<float>(weights));
        byte[] dropout = network.CaptureDropout();
        writer.Write(dropout.Length);
        writer.Write(dropout);
        learner.Save(writer);
    }

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <returns>How many random numbers were drawn.</returns>
    internal static long ReadState(BinaryReader reader, EmotionNetwork network, Learner learner)
    {
        long draws = reader.ReadInt64();
        var weights = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        network.Restore(weights);
        network.RestoreDropout(reader.ReadBytes(reader.ReadInt32()));
        learner.Restore(reader);
        return draws;
    }

    /// <summary>Keeps something, in the place of what was kept under the name before.</summary>
    /// <exception cref="InputException">It cannot be written; what was kept before is still there.</exception>
    internal void Keep(string name, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        content.Write(new byte[SHA256.HashSizeInBytes]);
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        Span<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        SHA256.HashData(bytes[SHA256.HashSizeInBytes..], bytes);
        try
        {
            using var file = new AtomicFile(PathOf(name));
            file.Stream.Write(bytes);

            // On the disk before it takes the place of the one before: a power cut must find one of the two.
            file.Stream.Flush(flushToDisk: true);
            file.Commit();
        }
        catch (Exception e) when (IoFault.IsFileFault(e) || e is InputException)
        {
            InputException fault = e as InputException ?? IoFault.Writing(PathOf(name), e);
            throw new InputException(fault.Subject, $"{fault.Problem}; what the run kept before is still there", $"{fault.Remedy}, then go on by '--resume'", e);
        }

        lock (_gate)
        {
            Mark(name, false);
        }
    }

    /// <summary>What was kept under a name; null where nothing is, or it is damaged.</summary>
    internal BinaryReader? Find(string name)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(PathOf(name));
            return bytes.Length > SHA256.HashSizeInBytes && SHA256.HashData(bytes.AsSpan(SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes))
                ? new BinaryReader(new MemoryStream(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes), Encoding.UTF8)
                : null;
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            return null;
        }
    }

    /// <summary>Takes everything away: the run is done.</summary>
    internal void Delete() => Delete(_folder);

    /// <summary>Takes the folder away where nothing has been kept in it yet.</summary>
    internal void DeleteIfEmpty()
    {
        // Somebody may have taken the folder away, or its disk.
        if (Directory.Exists(_folder) && !Directory.EnumerateFiles(_folder, "*" + Ending).Any())
        {
            Delete();
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            // The model is there, which is what counts; what is left says by its name what it is.
        }
    }

    /// <summary>Where the checkpoints of a model's run lie.</summary>
    internal static string FolderOf(string outputPath) => Path.ChangeExtension(outputPath, null) + ".unfinished";

    private static UnfinishedRun? Begun(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<UnfinishedRun>(File.ReadAllBytes(path), ReportJson.Options) : null;
        }
        catch (JsonException e)
        {
            throw new InputException(path, "is not what a run leaves", "delete the folder that it is in", e);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name.Replace(' ', '-') + Ending);

    private bool Mark(string name, bool due)
    {
        _kept[name] = Stopwatch.GetTimestamp();
        return due;
    }
}
