namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>Where the pointer is and what goes with it.</summary>
/// <param name="X">In points.</param>
/// <param name="Y">In points.</param>
/// <param name="Button">The button that it is about.</param>
/// <param name="Modifiers">The modifier keys held.</param>
/// <param name="Clicks">2 for the second press of a double click.</param>
internal readonly record struct PointerInput(float X, float Y, PointerButton Button, EditorModifiers Modifiers, int Clicks);
