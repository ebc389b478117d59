using System.Text;
using CsCheck;
using RealtimeEmotion.Vst3.Interop;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed unsafe class NativeTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Gain", "Gain")]
    [InlineData("1234567", "1234567")]
    [InlineData("12345678", "1234567")]
    [InlineData("123456\U0001F3B5", "123456")]
    [InlineData("12345\U0001F3B5", "12345\U0001F3B5")]
    public void WideTextEndsInAZeroAndNeverInHalfACharacter(string text, string expected)
    {
        char* buffer = stackalloc char[9];
        buffer[8] = '#';
        NativeText.Write(text, buffer, 8);
        Assert.Equal(expected, NativeText.Read(buffer, 8));
        Assert.Equal('#', buffer[8]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Gain", "Gain")]
    [InlineData("1234567", "1234567")]
    [InlineData("12345678", "1234567")]
    [InlineData("123456ü", "123456")]
    [InlineData("12345ü", "12345ü")]
    [InlineData("1234\U0001F3B5", "1234")]
    public void NarrowTextEndsInAZeroAndNeverInHalfACharacter(string text, string expected)
    {
        byte* buffer = stackalloc byte[9];
        buffer[8] = (byte)'#';
        NativeText.Write(text, buffer, 8);
        Assert.Equal(expected, NativeText.Read(buffer, 8));
        Assert.Equal((byte)'#', buffer[8]);
    }

    [Fact]
    public void AnyTextSurvivesOrIsCut()
        => Gen.String.Where(text => !text.Contains('\0')).Sample(text =>
        {
            char* wide = stackalloc char[128];
            NativeText.Write(text, wide, 128);
            byte* narrow = stackalloc byte[512];
            NativeText.Write(text, narrow, 512);
            string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            return text.StartsWith(NativeText.Read(wide, 128), StringComparison.Ordinal)
                && valid.StartsWith(NativeText.Read(narrow, 512), StringComparison.Ordinal);
        });

    [Fact]
    public void NullIsEmptyAndTextWithoutAnEndIsCutAtTheCapacity()
    {
        Assert.Equal("", NativeText.Read((byte*)null));
        Assert.Equal("", NativeText.Read((char*)null, 128));
        Assert.Equal("", NativeText.ReadTerminated(null));
        char* endless = stackalloc char[4];
        new Span<char>(endless, 4).Fill('x');
        Assert.Equal("xxxx", NativeText.Read(endless, 4));
        Assert.Equal("xxx", NativeText.ReadTerminated(endless, 3));
    }
}
