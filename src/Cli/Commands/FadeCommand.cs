using System.CommandLine;
using RealtimeEmotion.Audio.Fading;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion fade</c>: fades a file to the sample.</summary>
internal static class FadeCommand
{
    internal static Command Create()
    {
        var input = new Argument<string>("IN") { Description = "A sound file, or - for WAV on standard input." };
        var output = new Argument<string>("OUT") { Description = "The faded file (may be IN), or - for WAV on standard output." };
        var fadeIn = Time("--fade-in", "Length of the fade-in.");
        var fadeOut = Time("--fade-out", "Length of the fade-out.");
        var start = Time("--start", "Where the fade-in begins; silence before it. [default: the beginning]");
        var end = Time("--end", "Where the fade-out ends; silence after it. [default: the end]");
        var curve = Curve("--curve", "Curve of both fades, as listed below. [default: tri]");
        var curveIn = Curve("--curve-in", "Curve of the fade-in.");
        var curveOut = Curve("--curve-out", "Curve of the fade-out.");
        var shape = new Option<double>("--shape")
        {
            Description = $"Steepness of the curves that have one (sigmoid), 0 (straight) to {FadeCurves.SteepestShape:0}.",
            HelpName = "K",
            DefaultValueFactory = _ => FadeCurves.DefaultShape,
        };
        shape.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out double value) && value is not (>= 0 and <= FadeCurves.SteepestShape))
            {
                result.AddError($"--shape must be 0 to {FadeCurves.SteepestShape:0}, not {token.Value}.");
            }
        });
        var command = new EmotionCommand(
            "fade",
            "Fades a sound in and out, to the sample: what is not faded stays as it is, byte for byte. Times are 5s, 250ms, 1:30 or 22050smp.",
            new Example("fade song.wav faded.wav --fade-in 5s --fade-out 8s", "straight lines"),
            new Example("fade song.flac faded.flac --fade-out 250ms --curve qsin", "a quarter of a sine"),
            new Example("fade take.wav take.wav --fade-in 441smp --start 2s --end 1:30", "in place; silence outside 2 s to 1:30"),
            new Example("fade - - --fade-in 1s < in.wav | aplay", "between pipes"))
        {
            input, output, fadeIn, fadeOut, curve, curveIn, curveOut, shape, start, end,
        };
        command.Notes = Curves;
        command.Run((result, session) =>
        {
            FadeCurve both = CurveOf(result, curve) ?? default;
            FadeReport report = FadeFile.Run(
                result.GetRequiredValue(input),
                result.GetRequiredValue(output),
                new FadeRequest
                {
                    FadeIn = TimeOf(result, fadeIn),
                    FadeOut = TimeOf(result, fadeOut),
                    CurveIn = CurveOf(result, curveIn) ?? both,
                    CurveOut = CurveOf(result, curveOut) ?? both,
                    Shape = result.GetValue(shape),
                    Start = TimeOf(result, start),
                    End = TimeOf(result, end),
                },
                session.Cancellation);
            if (report.Warning is { } warning)
            {
                session.Terminal.Note($"{result.GetRequiredValue(input)}: {warning}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Curves()
    {
        yield return "Curves:";
        foreach (FadeCurve curve in FadeCurves.All)
        {
            yield return $"  {FadeCurves.Name(curve),-9} {FadeCurves.Describe(curve)}";
        }
    }

    // As text: it is read when the fade is asked for, and a reader's complaint is one line as it is.
    private static Option<string?> Time(string name, string description) => new(name) { Description = description, HelpName = "T" };

    private static FadeTime? TimeOf(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } text ? FadeTime.Parse(text, option.Name) : null;

    private static Option<string?> Curve(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "C" };
        option.CompletionSources.Add(_ => FadeCurves.All.Select(FadeCurves.Name));
        return option;
    }

    private static FadeCurve? CurveOf(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } text ? FadeCurves.Parse(text) : null;
}
