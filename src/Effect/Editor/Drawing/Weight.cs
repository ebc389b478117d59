namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>How heavy a text is drawn.</summary>
internal enum Weight
{
    Light,
    Regular,
    Medium,
}
