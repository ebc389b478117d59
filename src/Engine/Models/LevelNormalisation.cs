namespace RealtimeEmotion.Engine.Models;

/// <summary>What is done to a window of log-mel frames so that loudness does not decide the class.</summary>
public enum LevelNormalisation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The window's mean over all frames and bands is subtracted from every value, before standardisation:
    /// on a logarithmic scale a gain is a constant, so any gain above the floor cancels.</summary>
    WindowMean,
}
