namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>What the fade's picture can be taken by.</summary>
internal enum FadeHandle
{
    None,

    /// <summary>The length of the fade-in.</summary>
    FadeIn,

    /// <summary>The length of the fade-out.</summary>
    FadeOut,

    /// <summary>The level of the floor.</summary>
    Floor,

    /// <summary>The steepness of the sigmoid.</summary>
    Shape,
}
