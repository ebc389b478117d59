using System.CommandLine;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>A command with examples in its help, run in a <see cref="Session"/>.</summary>
internal sealed class EmotionCommand : Command
{
    internal EmotionCommand(string name, string description, params Example[] examples)
        : base(name, description) => Examples = examples;

    internal IReadOnlyList<Example> Examples { get; }

    /// <summary>Lines for the help that are put together only when it is asked for.</summary>
    internal Func<IEnumerable<string>>? Notes { get; set; }

    /// <summary>What the command does; returns the exit code.</summary>
    internal void Run(Func<ParseResult, Session, int> body) => SetAction(result => body(result, Session.Current));
}
