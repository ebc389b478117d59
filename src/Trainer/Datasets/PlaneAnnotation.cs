namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Where listeners put a piece of music on the plane.</summary>
/// <param name="Id">Its name within the data set.</param>
/// <param name="AudioPath">Where its audio should lie.</param>
/// <param name="Valence">From the middle of the scale: above 0 is pleasant.</param>
/// <param name="Arousal">From the middle of the scale: above 0 is excited.</param>
internal sealed record PlaneAnnotation(string Id, string AudioPath, double Valence, double Arousal)
{
    /// <summary>Where it comes from; null where nobody says.</summary>
    internal SongOrigin? Origin { get; init; }
}
