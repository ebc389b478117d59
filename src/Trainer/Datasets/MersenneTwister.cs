namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// The random numbers of NumPy's <c>RandomState(seed)</c>: MT19937, seeded by <c>init_genrand</c>. For splits that are to be
/// the same as those of tools that stand on NumPy; nothing here is for cryptography. One thread.
/// </summary>
/// <remarks>M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
/// generator", ACM TOMACS 8, 1998.</remarks>
public sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Middle = 397;
    private const uint UpperBit = 0x8000_0000;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <param name="seed">0 … 2^32 − 1.</param>
    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Length; i++)
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
    }

    /// <summary>What <c>RandomState.permutation(n)</c> gives next: 0 … count − 1 in random order.</summary>
    /// <param name="count">How many; 0 or more.</param>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)Below((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>A number 0 … most, by masking and rejecting, as NumPy's <c>random_interval</c>.</summary>
    private uint Below(uint most)
    {
        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(most);
        uint value;
        do
        {
            value = Next() & mask;
        }
        while (value > most);
        return value;
    }

    private uint Next()
    {
        if (_next == Length)
            Refill();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C_5680;
        y ^= (y << 15) & 0xEFC6_0000;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (_state[i] & UpperBit) | (_state[(i + 1) % Length] & ~UpperBit);
            _state[i] = _state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908_B0DF);
        }

        _next = 0;
    }
}
