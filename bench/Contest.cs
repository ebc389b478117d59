using System.Diagnostics;
using Spectre.Console;

namespace RealtimeEmotion.Bench;

/// <summary>Contestants whose runs alternate, and of whom each counts with its best: whatever else the machine does hits them alike.</summary>
internal sealed class Contest(string title, int repetitions)
{
    private readonly List<(string Name, Action Run, List<double> Seconds)> _contestants = [];

    public void Add(string name, Action run) => _contestants.Add((name, run, []));

    /// <summary>Adds a program; leaves it out, with a word on standard error, where it is not there or fails.</summary>
    public void AddProgram(string name, string program, params string[] arguments)
    {
        try
        {
            RunProgram(program, arguments);
            Add(name, () => RunProgram(program, arguments));
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            Console.Error.WriteLine($"{name}: left out ({exception.Message})");
        }
    }

    /// <summary>Runs everybody and prints the table; the first contestant is the measure.</summary>
    /// <param name="audioSeconds">Length of the sound, for multiples of real time.</param>
    public void Run(double audioSeconds)
    {
        foreach (var (_, run, _) in _contestants)
            run();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            foreach (var (_, run, seconds) in _contestants)
            {
                var begin = Stopwatch.GetTimestamp();
                run();
                seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
            }
        }

        var table = new Table().Title(title).AddColumns("who", "best, ms", "median, ms", $"against {_contestants[0].Name}", "× real time");
        var measure = _contestants[0].Seconds.Min();
        foreach (var (name, _, seconds) in _contestants)
        {
            seconds.Sort();
            table.AddRow(
                name, $"{seconds[0] * 1000:0.0}", $"{seconds[seconds.Count / 2] * 1000:0.0}", $"{seconds[0] / measure:0.00}", $"{audioSeconds / seconds[0]:0}");
        }

        AnsiConsole.Write(table);
    }

    private static void RunProgram(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Trim()}");
    }
}
