using CsCheck;
using RealtimeEmotion.Host;
using Xunit;

namespace RealtimeEmotion.Vst3.Tests;

public sealed unsafe class AutomationTests
{
    private static readonly Gen<(int Samples, double Before, (int Offset, double Value)[] Points)> Blocks =
        Gen.Int[0, 64].SelectMany(samples => Gen.Select(
            Gen.Const(samples),
            Gen.Double[0, 1],
            Gen.Select(Gen.Int[0, samples], Gen.Double[0, 1]).Array[0, 8].Select(points => points.OrderBy(point => point.Item1).ToArray())));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SegmentsCoverEachSampleOnceWithTheReferenceValue(bool steps)
        => Blocks.Sample(block =>
        {
            using HostBlock host = new([1], [1], 64);
            host.SampleCount = block.Samples;
            foreach ((int offset, double value) in block.Points)
                host.Changes.Add(1, offset, value);
            Parameter parameter = new(1, "P") { StepCount = steps ? 1 : 0 };
            parameter.ProcessorValue = block.Before;
            double[] expected = AutomationReference.Values([.. block.Points.Select(point => new ParameterPoint(point.Offset, point.Value))], block.Before, block.Samples, steps);

            int next = 0;
            foreach (AutomationSegment segment in new ProcessBlock(host.Data, new int[16]).Automation(parameter))
            {
                if (segment.Start != next || segment.End <= segment.Start)
                    return false;
                for (int k = segment.Start; k < segment.End; k++)
                {
                    if (Math.Abs(segment.ValueAt(k) - expected[k]) > 1e-15)
                        return false;
                    if (segment.IsConstant && segment.ValueAt(k) != segment.ValueAt(segment.Start))
                        return false;
                }

                next = segment.End;
            }

            return next == block.Samples;
        });

    [Fact]
    public void TheValueAtAPointIsThePointExactly()
        => Blocks.Sample(block =>
        {
            using HostBlock host = new([1], [1], 64);
            host.SampleCount = block.Samples;
            Dictionary<int, double> last = [];
            foreach ((int offset, double value) in block.Points)
            {
                host.Changes.Add(1, offset, value);
                last[offset] = value;
            }

            Parameter parameter = new(1, "P");
            foreach (AutomationSegment segment in new ProcessBlock(host.Data, new int[16]).Automation(parameter))
            {
                for (int k = segment.Start; k < segment.End; k++)
                {
                    if (last.TryGetValue(k, out double point) && segment.ValueAt(k) != point)
                        return false;
                }
            }

            return true;
        });

    [Fact]
    public void AHostThatGoesBackInTimeDoesNoHarm()
    {
        using HostBlock host = new([1], [1], 64);
        host.Changes.Add(1, 20, 1);
        host.Changes.Add(1, 10, 0.5);
        host.Changes.Add(1, -5, 0.25);
        host.Changes.Add(1, 30, 0.75);
        int next = 0;
        foreach (AutomationSegment segment in new ProcessBlock(host.Data, new int[16]).Automation(new Parameter(1, "P")))
        {
            Assert.Equal(next, segment.Start);
            next = segment.End;
        }

        Assert.Equal(64, next);
    }

    [Fact]
    public void NumbersThatAreNoneAndOffsetsOutsideAreTamed()
    {
        using HostBlock host = new([1], [1], 64);
        host.Changes.Add(1, -7, double.NaN);
        host.Changes.Add(1, 10, double.PositiveInfinity);
        host.Changes.Add(1, 1000, -3);
        List<ParameterChange> seen = [];
        ProcessBlock block = new(host.Data, new int[16]);
        foreach (ParameterChange change in block.Changes)
            seen.Add(change);
        Assert.Equal([new ParameterChange(0, 1, 0), new ParameterChange(10, 1, 1), new ParameterChange(64, 1, 0)], seen);
        foreach (AutomationSegment segment in block.Automation(new Parameter(1, "P")))
        {
            for (int k = segment.Start; k < segment.End; k++)
                Assert.InRange(segment.ValueAt(k), 0, 1);
        }
    }

    [Fact]
    public void ChangesOfAllParametersComeInTheOrderOfTheirSamples()
        => Gen.Select(Gen.Int[1, 4], Gen.Int[0, 64]).Array[0, 20].Sample(points =>
        {
            using HostBlock host = new([1], [1], 64);
            int number = 0;
            foreach (var group in points.GroupBy(point => point.Item1))
            {
                foreach ((int id, int offset) in group.OrderBy(point => point.Item2))
                    host.Changes.Add((uint)id, offset, number++ / 1000.0);
            }

            List<ParameterChange> seen = [];
            foreach (ParameterChange change in new ProcessBlock(host.Data, new int[16]).Changes)
                seen.Add(change);
            return seen.Count == points.Length
                && seen.Select(change => change.Offset).SequenceEqual(points.Select(point => point.Item2).Order())
                && seen.GroupBy(change => change.ParameterId).All(group => group.Select(change => change.Value).SequenceEqual(group.Select(change => change.Value).Order()));
        });

    [Fact]
    public void WithoutAutomationThereIsOneConstantSegment()
    {
        using HostBlock host = new([1], [1], 64);
        int count = 0;
        foreach (AutomationSegment segment in new ProcessBlock(host.Data, new int[16]).Automation(new Parameter(1, "P") { Default = 0.5 }))
        {
            count++;
            Assert.True(segment.IsConstant);
            Assert.Equal(0.5, segment.ValueAt(0));
        }

        Assert.Equal(1, count);
    }
}
