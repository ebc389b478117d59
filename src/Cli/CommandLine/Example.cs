namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>A line of a command's help that a reader can copy.</summary>
/// <param name="Line">What to type, after the program's name.</param>
/// <param name="Meaning">What it does.</param>
internal readonly record struct Example(string Line, string Meaning);
