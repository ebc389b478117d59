namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>Which side of a text its given place is.</summary>
internal enum Align
{
    Left,
    Center,
    Right,
}
