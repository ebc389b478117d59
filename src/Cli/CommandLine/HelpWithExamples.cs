using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>The usual help, and the command's examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is EmotionCommand { Examples: { Count: > 0 } examples })
        {
            Write(examples, parseResult.InvocationConfiguration.Output);
        }

        return ExitCode.Done;
    }

    private static void Write(IReadOnlyList<Example> examples, TextWriter output)
    {
        output.WriteLine("Examples:");
        foreach (Example example in examples)
        {
            output.WriteLine($"  {EmotionCommandLine.Name} {example.Line}");
            output.WriteLine($"      {example.Meaning}");
        }

        output.WriteLine();
    }
}
