namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>White noise from a seed, the same on every machine.</summary>
internal struct Noise(uint seed)
{
    private uint _state = (seed * 2654435761u) | 1;

    /// <summary>The next value, −1 … 1, evenly spread (xorshift32, Marsaglia 2003).</summary>
    internal float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)_state * (1f / 2147483648f);
    }
}
