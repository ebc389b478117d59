namespace RealtimeEmotion.Trainer.Training;

/// <summary>How much a window counts in a regression, beside a window of the judged set: each kind of music counts as much in
/// all as the recipe says, however much of it there is.</summary>
/// <param name="Others">A window of the sets that are only learnt from.</param>
/// <param name="Unlabelled">A window of music without labels.</param>
internal readonly record struct WindowImportance(double Others, double Unlabelled)
{
    /// <summary>From how many windows there are of each kind.</summary>
    internal static WindowImportance Of(TrainingRecipe recipe, long judged, long others, long unlabelled = 0) => new(
        recipe.OtherSetsWeight * judged / Math.Max(1, others),
        recipe.UnlabelledWeight * judged / Math.Max(1, unlabelled));
}
