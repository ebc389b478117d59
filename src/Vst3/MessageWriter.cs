namespace RealtimeEmotion.Vst3;

/// <summary>Fills in a message before it is sent.</summary>
public delegate void MessageWriter(AttributeList attributes);
