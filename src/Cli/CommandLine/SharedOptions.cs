using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>Options that mean the same in every command.</summary>
internal static class SharedOptions
{
    internal static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Show no progress and no notes; errors are still shown.", Recursive = true };

    internal static Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as does the variable NO_COLOR).", Recursive = true };

    internal static Option<bool> Debug { get; } = new("--debug") { Description = "Show the details of an internal error.", Recursive = true };

    internal static Option<string?> Output(string description) => new("--output", "-o") { Description = description, HelpName = "FILE" };

    internal static Option<string?> Model()
    {
        var model = new Option<string?>("--model", "-m")
        {
            Description = $"The model: the path of an .onnx file, or a name that 'model list' shows. [default: {ModelCatalog.Default}]",
            HelpName = "MODEL",
        };
        model.CompletionSources.Add(_ => ModelCatalog.BuiltIn);
        return model;
    }

    internal static Option<string?> Genre() => new("--genre")
    {
        Description = "The music's genre: what is usual in it is taken into account, where the model knows ('model info' tells).",
        HelpName = "GENRE",
    };

    internal static Option<InferenceDevice> Device() => Choice<InferenceDevice>("--device", "Where the network runs.");

    /// <summary>An option with the names of an enumeration as its values, in lower case; the first is what it is without.</summary>
    internal static Option<T> Choice<T>(string name, string description, params string[] aliases)
        where T : struct, Enum
    {
        string[] values = [.. Enum.GetNames<T>().Select(value => value.ToLowerInvariant())];
        var option = new Option<T>(name, aliases) { Description = $"{description} [default: {values[0]}]", HelpName = string.Join('|', values) };
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, values);
        return option;
    }

    /// <summary>Refuses numbers outside a range; what is no number at all is refused by the parser.</summary>
    internal static void Between(Option option, double least, double most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double value) && !(value >= least && value <= most))
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be {least:0.###} {(most >= int.MaxValue ? "or more" : $"to {most:0.###}")}, not {token.Value}."));
        }
    });
}
