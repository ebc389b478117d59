namespace RealtimeEmotion.Vst3;

/// <summary>A key that the host hands to an editor.</summary>
/// <param name="Character">The character, or zero.</param>
/// <param name="VirtualKey">VST3's virtual key code of a key without a character (1 back, 2 tab, 4 return, 6 escape, 7 space, 11 to 14 left, up, right, down …), or zero.</param>
/// <param name="Modifiers">The modifier keys held.</param>
public readonly record struct KeyPress(char Character, int VirtualKey, KeyModifiers Modifiers);
