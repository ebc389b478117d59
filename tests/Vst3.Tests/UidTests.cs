using CsCheck;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed class UidTests
{
    [Fact]
    public void TextIsTheFourWordsOnEveryPlatform()
        => Assert.Equal("0123456789ABCDEFFEDCBA9876543210", new Uid(0x01234567, 0x89ABCDEF, 0xFEDCBA98, 0x76543210).ToString());

    [Fact]
    public void BytesAreBigEndianWordsOrAComGuid()
    {
        byte[] expected = OperatingSystem.IsWindows()
            ? [0x67, 0x45, 0x23, 0x01, 0xAB, 0x89, 0xEF, 0xCD, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10]
            : [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10];
        Assert.Equal(expected, new Uid(0x01234567, 0x89ABCDEF, 0xFEDCBA98, 0x76543210).ToArray());
    }

    [Fact]
    public void ParsingUndoesToString()
        => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt).Sample((a, b, c, d) =>
        {
            Uid uid = new(a, b, c, d);
            return Uid.Parse(uid.ToString()) == uid && Uid.Parse(uid.ToString().ToLowerInvariant()) == uid;
        });

    [Theory]
    [InlineData("")]
    [InlineData("0123456789ABCDEFFEDCBA987654321")]
    [InlineData("0123456789ABCDEFFEDCBA98765432100")]
    [InlineData("0123456789ABCDEFFEDCBA987654321G")]
    [InlineData("01234567-89AB-CDEF-FEDC-BA987654")]
    public void OtherTextsAreRefused(string text)
    {
        Assert.False(Uid.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Uid.Parse(text));
    }
}
