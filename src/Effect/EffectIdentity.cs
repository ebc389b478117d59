namespace RealtimeEmotion.Effect;

/// <summary>What the effect tells a host about itself, in every plugin format.</summary>
public static class EffectIdentity
{
    /// <summary>The effect's name.</summary>
    public const string Name = "RealtimeEmotion";

    /// <summary>Who makes it.</summary>
    public const string Vendor = "RealtimeEmotion";

    /// <summary>Where it is at home.</summary>
    public const string Website = "https://example.org";

    /// <summary>Where its makers are reached.</summary>
    public const string Contact = "mail@example.org";

    /// <summary>Under what hosts sort it: an effect that can be inserted into a track, and a meter.</summary>
    public const string Categories = "Fx|Analyzer";

    /// <summary>Major, minor and patch.</summary>
    public static string Version { get; } = typeof(EffectIdentity).Assembly.GetName().Version?.ToString(3) ?? "";
}
