namespace RealtimeEmotion.Effect;

/// <summary>Which model listens: the values of <see cref="ParameterId.Model"/>.</summary>
public enum ModelSource
{
    /// <summary>The one that comes with the effect.</summary>
    Shipped,

    /// <summary>The user's own: the file loaded last, remembered in the state.</summary>
    User,

    /// <summary>None: nothing is analysed, nothing is spent on it.</summary>
    Off,
}
