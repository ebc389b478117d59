using System.Text;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Output;

/// <summary>What draws tables and moving lines. Apart from <see cref="Terminal"/>, so that a command that draws nothing
/// does not load the library.</summary>
internal static class Consoles
{
    // Where no terminal tells a width, tables are not folded for one.
    private const int UnboundedWidth = 240;

    /// <summary>For results: coloured only on a terminal.</summary>
    internal static IAnsiConsole ForResults(Terminal terminal) => ForText(terminal, terminal.Results, isStandardOutput: true);

    /// <summary>For results that go to standard output or to a file.</summary>
    internal static IAnsiConsole ForText(Terminal terminal, TextWriter writer, bool isStandardOutput) =>
        Create(writer, isStandardOutput && terminal.ColorResults, !isStandardOutput || Console.IsOutputRedirected);

    /// <summary>For progress, on standard error.</summary>
    internal static IAnsiConsole ForProgress(Terminal terminal) => Create(terminal.Errors, terminal.ColorErrors, Console.IsErrorRedirected);

    /// <summary>A bar of 0 … 1 in text, to an eighth of a character.</summary>
    internal static string Bar(double value, int width)
    {
        const string Eighths = " ▏▎▍▌▋▊▉█";
        int eighths = (int)Math.Round(Math.Clamp(value, 0, 1) * width * 8);
        var bar = new StringBuilder(width);
        for (int i = 0; i < width; i++)
        {
            bar.Append(Eighths[Math.Clamp(eighths - (8 * i), 0, 8)]);
        }

        return bar.ToString();
    }

    private static IAnsiConsole Create(TextWriter writer, bool color, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new Destination(writer, !redirected),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        return console;
    }

    private sealed class Destination(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => isTerminal && Console.BufferWidth > 0 ? Console.BufferWidth : UnboundedWidth;

        public int Height => isTerminal && Console.WindowHeight > 0 ? Console.WindowHeight : 25;

        public void SetEncoding(Encoding encoding)
        {
            // Results are UTF-8 from the start.
        }
    }
}
