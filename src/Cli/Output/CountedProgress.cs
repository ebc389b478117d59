using RealtimeEmotion.Cli.CommandLine;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Output;

/// <summary>A bar on standard error for work on so many things.</summary>
internal static class CountedProgress
{
    /// <summary>Does work that gives nothing back.</summary>
    /// <inheritdoc cref="Run{T}"/>
    internal static void Run(Session session, string what, int count, Action<Action<int>> work) => Run(session, what, count, onDone =>
    {
        work(onDone);
        return true;
    });

    /// <summary>Does the work, with a bar where there is a terminal to show it.</summary>
    /// <param name="session">The terminal.</param>
    /// <param name="what">What is being done, in a word.</param>
    /// <param name="count">How many things there are.</param>
    /// <param name="work">Told how to say how many are done.</param>
    internal static T Run<T>(Session session, string what, int count, Func<Action<int>, T> work)
    {
        if (!session.Terminal.ShowsProgress)
            return work(_ => { });
        return Consoles.ForProgress(session.Terminal).Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(what, maxValue: count);
                return work(done => task.Value = done);
            });
    }
}
