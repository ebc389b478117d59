using System.Collections.Immutable;
using System.CommandLine;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset split</c>: divides tracks into those to train on and those held out.</summary>
internal static class DatasetSplitCommand
{
    private enum Group
    {
        Track,
        Artist,
        Album,
    }

    internal static Command Create()
    {
        Argument<string> dataset = DatasetOptions.Dataset();
        Option<string?> classes = DatasetOptions.Classes();
        var share = new Option<double>("--test-size") { Description = "The share of each genre to hold out, above 0 and below 1.", HelpName = "SHARE", DefaultValueFactory = _ => 0.2 };
        var seed = new Option<uint>("--seed") { Description = "The same seed gives the same split, and scikit-learn's.", HelpName = "N", DefaultValueFactory = _ => 0 };
        Option<Group> group = SharedOptions.Choice<Group>("--by", "What stays on one side as a whole.");
        Option<string?> output = SharedOptions.Output("The table to write, with a column 'split': train or test. [default: standard output]");
        var command = new EmotionCommand(
            "split",
            "Holds out a share of each genre: the very tracks that scikit-learn's train_test_split takes for a seed.",
            new Example("dataset split emotify -o split.csv", "a fifth of each genre, seed 0"),
            new Example("dataset split music.csv --by artist --test-size 0.25 --seed 42 -o split.csv", "no artist on both sides"))
        {
            dataset, classes, share, seed, group, output,
        };
        command.Run((result, session) =>
        {
            double held = result.GetValue(share);
            if (held is not (> 0 and < 1))
                throw new InputException("--test-size", $"{held} is no share", "give a number above 0 and below 1");
            LabelledDataset read = DatasetOptions.Read(result.GetRequiredValue(dataset), result.GetValue(classes), session);
            Func<LabelledTrack, string?>? groupOf = result.GetValue(group) switch
            {
                Group.Artist => track => track.Artist,
                Group.Album => track => track.Album,
                _ => null,
            };
            if (groupOf != null && read.Tracks.All(track => groupOf(track) is null))
                throw new InputException(read.Path, $"does not say any track's {result.GetValue(group).ToString().ToLowerInvariant()}", "add the column, or leave --by out");
            ImmutableArray<bool> isHeldOut = HoldOutSplit.ByGenre(read.Tracks, held, result.GetValue(seed), groupOf);
            LabelledDataset split = read with { Tracks = [.. read.Tracks.Select((track, i) => track with { Split = isHeldOut[i] ? DatasetPart.Test : DatasetPart.Training })] };
            string? path = result.GetValue(output);
            if (ResultFile.IsStandardOutput(path))
                DatasetTable.Write(session.Terminal.Results, Directory.GetCurrentDirectory(), split);
            else
                DatasetTable.Write(path!, split);
            session.Terminal.Note($"{isHeldOut.Count(isHeld => !isHeld)} tracks to train on, {isHeldOut.Count(isHeld => isHeld)} held out.");
            return ExitCode.Done;
        });
        return command;
    }
}
