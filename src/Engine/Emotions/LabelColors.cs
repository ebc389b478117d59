using System.Collections.Immutable;

namespace RealtimeEmotion.Engine.Emotions;

/// <summary>
/// Colours for labels whose names a front end has none for, by their place among a model's labels: as many as a model may have. In each
/// list any two are more than 12 apart (CIELAB, 1976), also to eyes that do not tell red from green. Immutable.
/// </summary>
public static class LabelColors
{
    /// <summary>For light grounds, as #RRGGBB: a contrast of 3 to white and more. Those that are too dark for a terminal with a dark ground come last.</summary>
    public static ImmutableArray<string> OnLight { get; } =
    [
        "#666EFD", "#DB640E", "#317B33", "#4A97B7", "#715185", "#78985E", "#4D7A7F", "#7B88FC",
        "#51725D", "#6C93E5", "#70312F", "#3525B5", "#555306", "#5F2D79", "#244E59", "#244EB5",
    ];

    /// <summary>For dark grounds, as #RRGGBB: a contrast of 3.5 to #151A21 and more.</summary>
    public static ImmutableArray<string> OnDark { get; } =
    [
        "#9AC8FD", "#E84306", "#27C97C", "#A792CE", "#C6DE78", "#CA435F", "#5DF9F4", "#E6964F",
        "#5E64F3", "#A8F5A6", "#B33FBE", "#CDF118", "#8C6AA1", "#FE987C", "#ADF0C5", "#A26484",
    ];
}
