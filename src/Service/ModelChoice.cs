using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Service;

/// <summary>A model that callers of the service may choose, by name and by nothing else: no path comes in from outside.</summary>
/// <param name="Name">What callers say.</param>
/// <param name="Load">Loads it; called once, when somebody first asks for it.</param>
public sealed record ModelChoice(string Name, Func<EmotionModel> Load);
