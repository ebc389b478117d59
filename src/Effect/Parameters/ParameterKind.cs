namespace RealtimeEmotion.Effect;

/// <summary>How a parameter's values lie.</summary>
public enum ParameterKind
{
    /// <summary>Any value in the range.</summary>
    Continuous,

    /// <summary>Off (0) or on (1).</summary>
    Toggle,

    /// <summary>One of <see cref="EffectParameter.Choices"/>; the plain value is its index.</summary>
    List,
}
