using Xunit;

namespace RealtimeEmotion.Engine.Tests;

public sealed class InputExceptionTests
{
    [Theory]
    [InlineData("is broken", "mend it", "x: is broken. Mend it.")]
    [InlineData("is broken: an end is missing.", "mend it.", "x: is broken: an end is missing. Mend it.")]
    [InlineData("is broken", "", "x: is broken.")]
    public void Each_clause_ends_in_one_full_stop(string problem, string remedy, string expected)
    {
        var fault = new InputException("x", problem, remedy);
        Assert.Equal(expected, fault.Message);
        Assert.EndsWith(fault.Problem, expected.Split(". ")[0].TrimEnd('.'), StringComparison.Ordinal);
    }
}
