using System.CommandLine;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>Options that mean the same in every command.</summary>
internal static class SharedOptions
{
    internal static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Show no progress and no notes; errors are still shown.", Recursive = true };

    internal static Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as does the variable NO_COLOR).", Recursive = true };

    internal static Option<bool> Debug { get; } = new("--debug") { Description = "Show the details of an internal error.", Recursive = true };

    internal static Option<string?> Output(string description) => new("--output", "-o") { Description = description, HelpName = "FILE" };
}
