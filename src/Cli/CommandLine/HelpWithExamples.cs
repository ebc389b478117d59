using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>The usual help, and the command's notes and examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is EmotionCommand command)
        {
            Write(command, parseResult.InvocationConfiguration.Output);
        }

        return ExitCode.Done;
    }

    private static void Write(EmotionCommand command, TextWriter output)
    {
        if (command.Notes is { } notes)
        {
            foreach (string line in notes())
            {
                output.WriteLine(line);
            }

            output.WriteLine();
        }

        output.WriteLine("Examples:");
        foreach (Example example in command.Examples)
        {
            output.WriteLine($"  {EmotionCommandLine.Name} {example.Line}");
            output.WriteLine($"      {example.Meaning}");
        }

        output.WriteLine();
    }
}
