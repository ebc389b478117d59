using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>The same work on many files, side by side.</summary>
internal static class ParallelFiles
{
    /// <summary>How many threads were asked for: 0 is one a core.</summary>
    internal static int Threads(int asked) => asked > 0 ? asked : Environment.ProcessorCount;

    /// <summary>Works on every file.</summary>
    /// <param name="files">The files, or what there is one file of each.</param>
    /// <param name="threads">How many to work on at once; 0 for one a core.</param>
    /// <param name="onFile">Called after each file with how many are done; by several threads, one at a time. Null for nobody.</param>
    /// <param name="prepare">Makes what each thread works with.</param>
    /// <param name="work">The work on one file.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <returns>One result a file, in order.</returns>
    /// <exception cref="InputException">A file is at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal static T[] ForAll<TFile, TTool, T>(IReadOnlyList<TFile> files, int threads, Action<int>? onFile, Func<TTool> prepare, Func<TFile, TTool, T> work, CancellationToken cancellation)
    {
        var results = new T[files.Count];
        int done = 0;
        var gate = new Lock();
        try
        {
            Parallel.For(
                0,
                files.Count,
                new ParallelOptions { MaxDegreeOfParallelism = Threads(threads), CancellationToken = cancellation },
                prepare,
                (i, _, tool) =>
                {
                    results[i] = work(files[i], tool);
                    lock (gate)
                    {
                        onFile?.Invoke(++done);
                    }

                    return tool;
                },
                _ => { });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<InputException>().FirstOrDefault() is { } first)
        {
            throw new InputException(first.Subject, first.Problem, first.Remedy, e);
        }

        return results;
    }

    /// <summary>The same for work that needs no tool.</summary>
    /// <inheritdoc cref="ForAll{TFile, TTool, T}"/>
    internal static T[] ForAll<TFile, T>(IReadOnlyList<TFile> files, int threads, Action<int>? onFile, Func<TFile, T> work, CancellationToken cancellation)
        => ForAll(files, threads, onFile, () => true, (file, _) => work(file), cancellation);
}
