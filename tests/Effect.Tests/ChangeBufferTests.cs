using CsCheck;
using RealtimeEmotion.Engine.Tests;
using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class ChangeBufferTests
{
    private static readonly ParameterId[] Ids = [ParameterId.Position, ParameterId.Gate, ParameterId.Floor, ParameterId.Program];

    private static List<EffectChange> Changes(ChangeBuffer buffer)
    {
        List<EffectChange> changes = [];
        for (ChangeBuffer.Changes source = buffer.Points; source.TryNext(out EffectChange change);)
            changes.Add(change);
        return changes;
    }

    private static double[] Positions(ChangeBuffer buffer, double before, int frames)
    {
        double[] values = new double[frames];
        ChangeBuffer.Lines source = buffer.PositionLines(before, frames);
        int at = 0;
        for (; source.TryNext(out AutomationLine line); at = line.End)
        {
            Assert.InRange(line.End, at + 1, frames);
            for (int i = at; i < line.End; i++)
                values[i] = line.ValueAt(i);
        }

        Assert.Equal(frames, at);
        return values;
    }

    /// <summary>The rule in its plainest form: for each sample, look for the points around it, the last one of several at one sample.</summary>
    private static double[] Expected(IReadOnlyList<EffectChange> points, double before, int frames)
    {
        double[] values = new double[frames];
        for (int k = 0; k < frames; k++)
        {
            (int Offset, double Value) from = (-1, before);
            (int Offset, double Value)? to = null;
            foreach (EffectChange point in points.Where(point => point.Id == ParameterId.Position))
            {
                if (point.Offset <= k)
                    from = (point.Offset, point.Normalised);
                else if (to == null || to.Value.Offset == point.Offset)
                    to = (point.Offset, point.Normalised);
            }

            values[k] = to is { } end ? from.Value + ((end.Value - from.Value) * ((k - from.Offset) / (double)(end.Offset - from.Offset))) : from.Value;
        }

        return values;
    }

    [Fact]
    public void Points_in_any_order_are_changes_in_order_and_straight_lines() =>
        Gen.Select(Gen.Int[0, 40], Gen.Select(Gen.Int[-2, 50], Gen.Int[0, 3], Gen.Int[0, 4]).Array[0, 30], Gen.Int[0, 4]).Sample((frames, points, before) =>
        {
            ChangeBuffer buffer = new();
            List<EffectChange> kept = [];
            foreach ((int offset, int id, int value) in points)
            {
                buffer.Add(Ids[id], offset, value / 4.0);
                EffectChange point = new(Math.Max(0, offset), Ids[id], value / 4.0);
                if (kept.FindLast(other => other.Id == point.Id) != point)
                    kept.Add(point);
            }

            buffer.Arrange(frames);
            List<EffectChange> expected = [.. kept.Select(point => point with { Offset = Math.Min(point.Offset, frames) }).OrderBy(point => point.Offset)];
            Assert.Equal(expected, Changes(buffer));
            double[] lines = Positions(buffer, before / 4.0, frames);
            double[] rule = Expected(expected, before / 4.0, frames);
            for (int i = 0; i < frames; i++)
                Assert.Equal(rule[i], lines[i], 1e-12);
            buffer.Clear();
            Assert.Empty(Changes(buffer));
        });

    [Fact]
    public void A_point_that_comes_twice_is_one_point()
    {
        ChangeBuffer buffer = new();
        foreach (int _ in Enumerable.Range(0, 3))
        {
            buffer.Add(ParameterId.Gate, 0, 0);
            buffer.Add(ParameterId.Position, 0, 0.25);
        }

        buffer.Arrange(64);
        Assert.Equal([new EffectChange(0, ParameterId.Gate, 0), new EffectChange(0, ParameterId.Position, 0.25)], Changes(buffer));
    }

    [Theory]
    [InlineData(double.NaN, null)]
    [InlineData(double.PositiveInfinity, 1.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(1.5, 1.0)]
    [InlineData(-0.5, 0.0)]
    public void Values_are_brought_into_range_and_what_is_no_number_is_dropped(double value, double? kept)
    {
        ChangeBuffer buffer = new();
        buffer.Add(ParameterId.Floor, 3, value);
        buffer.Add((ParameterId)12345, 3, 0.5);
        buffer.Arrange(64);
        Assert.Equal(kept is { } one ? [new EffectChange(3, ParameterId.Floor, one)] : [], Changes(buffer));
    }

    [Fact]
    public void Of_more_points_than_there_is_room_for_the_last_of_each_parameter_counts()
    {
        ChangeBuffer buffer = new();
        for (int k = 0; k < 3 * ChangeBuffer.Capacity; k++)
            buffer.Add(ParameterId.Position, k, k % 2);
        foreach (EffectParameter parameter in EffectParameters.All)
        {
            buffer.Add(parameter.Id, 20000, 0.25);
            buffer.Add(parameter.Id, 20001, 0.75);
        }

        buffer.Arrange(30000);
        List<EffectChange> changes = Changes(buffer);
        Assert.InRange(changes.Count, ChangeBuffer.Capacity, ChangeBuffer.Capacity + EffectParameters.All.Count);
        Assert.Equal(changes.OrderBy(change => change.Offset), changes);
        foreach (EffectParameter parameter in EffectParameters.All)
            Assert.Equal(new EffectChange(20001, parameter.Id, 0.75), changes.FindLast(change => change.Id == parameter.Id));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        ChangeBuffer buffer = new();
        double sum = 0;
        void Block()
        {
            for (int k = 0; k < 2 * ChangeBuffer.Capacity; k++)
                buffer.Add(Ids[k % Ids.Length], (k * 7919) % 4096, k % 5 / 4.0);
            buffer.Arrange(4096);
            for (ChangeBuffer.Changes source = buffer.Points; source.TryNext(out EffectChange change);)
                sum += change.Normalised;
            for (ChangeBuffer.Lines source = buffer.PositionLines(0, 4096); source.TryNext(out AutomationLine line);)
                sum += line.To;
            buffer.Clear();
        }

        Block();
        Assert.Equal(0, Allocation.LeastOf(Block));
        Assert.True(sum > 0);
    }
}
