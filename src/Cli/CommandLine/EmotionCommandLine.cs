using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Cli.Commands;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>The command line as a whole: its commands, and what becomes of errors.</summary>
internal static class EmotionCommandLine
{
    internal const string Name = "emotion";

    private static readonly (string Name, Func<Command> Create)[] Commands =
    [
        ("demo", DemoCommand.Create),
        ("analyze", AnalyzeCommand.Create),
        ("listen", ListenCommand.Create),
        ("devices", DevicesCommand.Create),
        ("features", FeaturesCommand.Create),
        ("fade", FadeCommand.Create),
        ("plot", PlotCommand.Create),
        ("serve", ServeCommand.Create),
        ("train", TrainCommand.Create),
        ("evaluate", EvaluateCommand.Create),
        ("compare", CompareCommand.Create),
        ("dataset", DatasetCommand.Create),
        ("model", ModelCommand.Create),
        ("plugin", PluginCommand.Create),
        ("completion", CompletionCommand.Create),
    ];

    /// <summary>The command line's grammar.</summary>
    /// <param name="first">The first word typed: where it is a command, the others' options are left unbuilt, which
    /// halves the time to start.</param>
    internal static RootCommand Create(string? first)
    {
        var root = new RootCommand("Hears music, says what it feels like (joy, sadness, neutral, anger) and fades it to the sample.")
        {
            HelpName = Name,
        };
        bool known = Array.Exists(Commands, command => command.Name == first);
        foreach ((string name, Func<Command> create) in Commands)
        {
            if (!known || name == first)
            {
                root.Subcommands.Add(create());
            }
        }

        root.Options.Add(SharedOptions.Quiet);
        root.Options.Add(SharedOptions.NoColor);
        root.Options.Add(SharedOptions.Debug);
        // The standard one also answers to "/?", which a shell would offer as a file.
        foreach (HelpOption standard in root.Options.OfType<HelpOption>().ToList())
        {
            root.Options.Remove(standard);
        }

        var help = new HelpOption("--help", "-h", "-?");
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Options.Add(help);
        return root;
    }

    internal static int Run(string[] args)
    {
        // "@name" is a file name here, not a file of arguments.
        ParseResult result = Create(args.FirstOrDefault()).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        using var interruption = new Interruption();
        using var terminal = new Terminal(result.GetValue(SharedOptions.Quiet), result.GetValue(SharedOptions.NoColor));
        Session.Open(new Session(terminal, interruption.Token));
        try
        {
            bool isParsed = result.Action is not ParseErrorAction;
            string[] faults = isParsed ? EmptyValues(result) : [.. result.Errors.Select(e => InPlainWords(e.Message)).Distinct()];
            int code = !isParsed || faults.Length > 0
                ? WrongUse(result, faults, terminal)
                : result.Invoke(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = terminal.Results,
                    Error = terminal.Errors,
                });
            terminal.Flush();
            return code;
        }
        catch (Exception e)
        {
            return Failed(Innermost(e), result, terminal, interruption);
        }
    }

    /// <summary>What was given nothing, as by a variable of the shell that is not set: never what was meant, and no path.</summary>
    private static string[] EmptyValues(ParseResult result) =>
    [
        .. result.CommandResult.Children
            .Where(given => given.Tokens.Any(token => token.Value.Length == 0))
            .Select(given => given is OptionResult option ? option.Option.Name : given is ArgumentResult argument ? $"<{argument.Argument.Name}>" : "an argument")
            .Select(name => $"{name} is empty. Give it a value, or leave it away."),
    ];

    private static int WrongUse(ParseResult result, string[] faults, Terminal terminal)
    {
        string command = result.CommandResult.Command is RootCommand ? Name : $"{Name} {CommandPath(result)}";
        if (result.Tokens.Count == 0)
        {
            Create(first: null).Parse(["--help"]).Invoke(new InvocationConfiguration { Output = terminal.Errors });
            return ExitCode.NothingDone;
        }

        if (result.UnmatchedTokens.Count > 0 && result.CommandResult.Command.Subcommands.Count > 0)
        {
            string word = result.UnmatchedTokens[0];
            string? near = result.CommandResult.Command.Subcommands.Select(c => c.Name).Where(name => Spelling.IsNear(word, name)).FirstOrDefault();
            terminal.Error($"{command}: there is no command '{word}'.{(near is null ? "" : $" Did you mean '{near}'?")}");
        }
        else
        {
            foreach (string fault in faults)
            {
                terminal.Error($"{command}: {fault}");
            }
        }

        terminal.Error($"Try '{command} --help'.");
        return ExitCode.NothingDone;
    }

    private static string CommandPath(ParseResult result)
    {
        var names = new Stack<string>();
        for (var at = result.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
        {
            names.Push(at.Command.Name);
        }

        return string.Join(' ', names);
    }

    private static Exception Innermost(Exception e)
    {
        while (e is AggregateException or System.Reflection.TargetInvocationException && e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }

    private static int Failed(Exception e, ParseResult result, Terminal terminal, Interruption interruption)
    {
        if (interruption.ExitCode != 0)
        {
            return interruption.ExitCode;
        }

        if (IoFault.IsBrokenPipe(e))
        {
            // Who read our output has seen enough: that is no error, and there is nobody to tell.
            return ExitCode.Done;
        }

        if (result.GetValue(SharedOptions.Debug))
        {
            terminal.Error(e.ToString());
            return ExitCode.NothingDone;
        }

        terminal.Error(e switch
        {
            InputException => e.Message,
            IOException or UnauthorizedAccessException => $"{Name}: {OneLine(e.Message)}",
            _ => $"{Name}: internal error ({e.GetType().Name}: {OneLine(e.Message)}); run again with --debug for the details.",
        });
        return ExitCode.NothingDone;
    }

    // The parser speaks of types.
    private static string InPlainWords(string message)
    {
        Match match = Regex.Match(message, "^Cannot parse argument '(?<word>.*)' for option '(?<option>.*)' as expected type '(?<type>.*)'\\.");
        return match.Success
            ? $"'{match.Groups["word"].Value}' is no {(match.Groups["type"].Value.Contains("Int32") ? "whole number" : "number")} ({match.Groups["option"].Value})."
            : OneLine(message);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
