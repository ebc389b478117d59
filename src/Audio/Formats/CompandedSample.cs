namespace RealtimeEmotion.Audio.Formats;

/// <summary>Logarithmic 8-bit samples of ITU-T G.711, from and to 16-bit linear.</summary>
internal static class CompandedSample
{
    private const int MuBias = 0x84;

    /// <summary>G.711 table 1a: sign, three bits of exponent, four of mantissa, even bits inverted.</summary>
    public static int FromALaw(byte code)
    {
        var bits = code ^ 0x55;
        var exponent = bits >> 4 & 7;
        var magnitude = ((bits & 15) << 4) + 8;
        if (exponent > 0)
            magnitude = (magnitude + 0x100) << (exponent - 1);
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    /// <summary>G.711 table 2a: as A-law with a bias of 33 (132 at 16 bits), all bits inverted.</summary>
    public static int FromMuLaw(byte code)
    {
        var bits = ~code;
        var magnitude = (((bits & 15) << 3) + MuBias << (bits >> 4 & 7)) - MuBias;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    /// <summary>The code whose interval holds <paramref name="sample"/> (-32768..32767).</summary>
    public static byte ToALaw(int sample)
    {
        var sign = sample >= 0 ? 0x80 : 0;
        // Negative intervals are closed at the other end: -1 belongs to the first of them.
        var magnitude = Math.Min(sample >= 0 ? sample : ~sample, 32767) >> 4;
        var code = magnitude;
        if (magnitude >= 32)
        {
            var exponent = int.Log2(magnitude) - 3;
            code = exponent << 4 | magnitude >> (exponent - 1) & 15;
        }

        return (byte)((sign | code) ^ 0x55);
    }

    /// <inheritdoc cref="ToALaw"/>
    public static byte ToMuLaw(int sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs(sample), 32635) + MuBias;
        var exponent = int.Log2(magnitude) - 7;
        return (byte)~(sign | exponent << 4 | magnitude >> (exponent + 3) & 15);
    }
}
