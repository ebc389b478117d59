using CsCheck;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed class ParameterTests
{
    private static readonly Parameter Level = new(1, "Level") { Units = "dB", Minimum = -60, Maximum = 12, Default = -6, Decimals = 1 };

    [Fact]
    public void PlainAndNormalizedAreInverse()
        => Gen.Double[0, 1].Sample(value => Math.Abs(Level.ToNormalized(Level.ToPlain(value)) - value) < 1e-12);

    [Fact]
    public void StepsFollowTheRuleOfVst3()
    {
        ListParameter list = new(1, "List", "a", "b", "c");
        double[] plain = [.. new[] { 0, 0.33, 0.34, 0.66, 0.67, 1 }.Select(list.ToPlain)];
        Assert.Equal([0, 0, 1, 1, 2, 2], plain);
        Assert.Equal([0, 0.5, 1], new[] { 0.0, 1, 2 }.Select(list.ToNormalized));
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(-1, 0)]
    [InlineData(2, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    public void ValuesOutsideAreClamped(double value, double expected)
    {
        Parameter parameter = new(1, "P");
        parameter.ControllerValue = value;
        parameter.ProcessorValue = value;
        Assert.Equal(expected, parameter.ControllerValue);
        Assert.Equal(expected, parameter.ProcessorValue);
        Assert.Equal(expected, parameter.ToPlain(value));
    }

    [Fact]
    public void AFreshParameterHasItsDefault()
    {
        Parameter fresh = new(1, "P") { Minimum = 10, Maximum = 20, Default = 15 };
        Assert.Equal(0.5, fresh.ControllerValue);
        Assert.Equal(0.5, fresh.ProcessorValue);
    }

    [Theory]
    [InlineData("-6", -6)]
    [InlineData(" -6.5 dB ", -6.5)]
    [InlineData("-6DB", -6)]
    [InlineData("1e1", 10)]
    public void TextIsReadWithAndWithoutTheUnit(string text, double expected)
    {
        Assert.True(Level.TryParse(text, out double plain));
        Assert.Equal(expected, plain);
    }

    [Theory]
    [InlineData("")]
    [InlineData("loud")]
    [InlineData("dB")]
    [InlineData("6,5")]
    public void OtherTextIsRefused(string text) => Assert.False(Level.TryParse(text, out _));

    [Fact]
    public void ListsReadNamesAndNumbers()
    {
        ListParameter list = new(1, "List", "Off", "Sine", "Square");
        Assert.Equal("Sine", list.Format(1));
        Assert.True(list.TryParse(" square ", out double square));
        Assert.Equal(2, square);
        Assert.True(list.TryParse("1", out double number));
        Assert.Equal(1, number);
        Assert.False(list.TryParse("triangle", out _));
    }

    [Fact]
    public void DeclarationsThatHostsChokeOnAreRefused()
    {
        ParameterList list = new();
        list.Add(new Parameter(1, "One"));
        list.Add(Parameter.Bypass(2));
        Assert.Throws<ArgumentException>(() => list.Add(new Parameter(1, "One again")));
        Assert.Throws<ArgumentException>(() => list.Add(Parameter.Bypass(3)));
        Assert.Throws<ArgumentException>(() => list.Add(new Parameter(4, "Meter") { Flags = ParameterFlags.CanAutomate | ParameterFlags.ReadOnly }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Parameter(0x80000000, "Top bit"));
        Assert.Throws<ArgumentException>(() => new ListParameter(5, "Short list", "only"));
        Assert.Equal(2, list.Count);
    }
}
