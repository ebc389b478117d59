using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Emotions;

/// <summary>Up to <see cref="Capacity"/> class probabilities, held in place: a value that travels without allocation.
/// How many are in use, and their order, is the model's (see <c>ModelMetadata.Labels</c>).</summary>
[InlineArray(Capacity)]
[RealTimeSafe]
public struct EmotionProbabilities : IEquatable<EmotionProbabilities>
{
    /// <summary>The largest number of classes that a model may have.</summary>
    public const int Capacity = 16;

    private float _first;

    /// <summary>The first <paramref name="count"/> values, as a view on this value.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Span<float> AsSpan(int count) => MemoryMarshal.CreateSpan(ref _first, Math.Clamp(count, 0, Capacity));

    /// <inheritdoc/>
    public bool Equals(EmotionProbabilities other) => AsSpan(Capacity).SequenceEqual(other.AsSpan(Capacity));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EmotionProbabilities other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3]);

    /// <summary>Value equality.</summary>
    public static bool operator ==(EmotionProbabilities left, EmotionProbabilities right) => left.Equals(right);

    /// <summary>Value inequality.</summary>
    public static bool operator !=(EmotionProbabilities left, EmotionProbabilities right) => !left.Equals(right);
}
