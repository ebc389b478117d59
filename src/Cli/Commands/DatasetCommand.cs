using System.CommandLine;
using RealtimeEmotion.Cli.CommandLine;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset</c>: looks after labelled music.</summary>
internal static class DatasetCommand
{
    internal static Command Create() => new EmotionCommand(
        "dataset",
        "Counts, checks, splits and makes sets of labelled music.",
        new Example("dataset stats emotify", "what is in it"),
        new Example("dataset check music.csv", "what would spoil a training"),
        new Example("dataset tags music", "what files are tagged with, and what it would be taken for"),
        new Example("dataset split emotify -o split.csv", "a fifth of each genre held out"),
        new Example("dataset preview emotify -o page.html", "some of each class, to listen to"),
        new Example("dataset augment emotify --class sadness --count 10 -o more", "ten more tracks of a class"),
        new Example("dataset render emopia -o emopia-sound", "EMOPIA's notes as sound"))
    {
        DatasetStatsCommand.Create(),
        DatasetCheckCommand.Create(),
        DatasetTagsCommand.Create(),
        DatasetSplitCommand.Create(),
        DatasetPreviewCommand.Create(),
        DatasetAugmentCommand.Create(),
        DatasetRenderCommand.Create(),
    };
}
