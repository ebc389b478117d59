using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Surveys;
using RealtimeEmotion.Trainer.Teachers;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Teachers;

public sealed class TeacherTargetsTests
{
    public TeacherTargetsTests() => TorchLibrary.Load();

    [Fact]
    public void Targets_are_uncorrelated_of_mean_0_largest_first_and_of_mean_variance_1()
    {
        HeardTrack[] music = [Heard(1, 60), Heard(2, 90)];
        TeacherTargets targets = TeacherTargets.Fit(music, 3);
        Assert.Equal(3, targets.Imitated);
        Assert.Equal(7, targets.Size);

        // The embeddings have three independent sources and a constant.
        Assert.Equal(1, targets.ImitatedVariance, 4);
        double[][] rows = [.. music.SelectMany(m => Rows(targets.Of(m)))];
        double[] variances = [.. Enumerable.Range(0, 3).Select(c => rows.Average(r => r[c] * r[c]))];
        Assert.All(Enumerable.Range(0, 3), c => Assert.Equal(0, rows.Average(r => r[c]), 1e-4));
        Assert.Equal(1, variances.Average(), 1e-3);
        Assert.True(variances[0] > variances[1] && variances[1] > variances[2]);
        Assert.Equal(0, rows.Average(r => r[0] * r[1]), 1e-3);
        Assert.Equal(0, rows.Average(r => r[1] * r[2]), 1e-3);
    }

    [Fact]
    public void No_more_targets_come_than_there_are_values()
    {
        Assert.Equal(7, TeacherTargets.Fit([Heard(1, 60)], 100).Imitated);
        Assert.Equal(3, TeacherTargets.Fit([Heard(1, 4)], 100).Imitated);
        TeacherTargets one = TeacherTargets.Fit([Heard(1, 60)], 1);
        Assert.Equal(1, one.Imitated);
        Assert.Equal(7, one.Size);
        Assert.True(one.ImitatedVariance < 0.9);
    }

    [Fact]
    public void A_standardised_regression_does_not_depend_on_the_features_scale_and_takes_them_as_they_come()
    {
        var random = new Random(2);
        float[][] tracks = [.. Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 8).Select(k => (float)((i % 2) + (0.5 * random.NextDouble()))).ToArray())];
        float[][] shares = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? new float[] { 0.7f, 0.3f } : [0.1f, 0.9f])];
        float[] plain = Votes(1, 0);
        float[] scaled = Votes(1000, 50);
        Assert.All(plain.Zip(scaled), p => Assert.Equal(p.First, p.Second, 2e-3));
        Assert.True(plain[0] > 0.6 && plain[2] < 0.2);

        float[] Votes(float factor, float offset)
        {
            float[] Changed(float[] values) => [.. values.Select((v, k) => k % 2 == 0 ? (v * factor) + offset : v)];
            using var scope = NewDisposeScope();
            ShareRegression regression = ShareRegression.Fit([.. tracks.Select(t => new TrackFeatures(Changed(t), 4, 2))], shares, 2, 0.001, standardises: true);
            return regression.Vote(tensor(Changed([0.25f, 0.25f, 1.25f, 1.25f]), [2, 2])).data<float>().ToArray();
        }
    }

    [Fact]
    public void Targets_of_a_few_windows_stand_for_the_others_in_turn()
    {
        var windows = new TrackFeatures([-1, 1, -1, 1], 4, 1);
        ShareRegression regression = ShareRegression.Fit([windows], [[0.9f, 0.1f, 0.2f, 0.8f]], 2, 0);
        using var scope = NewDisposeScope();
        float[] votes = regression.Vote(tensor(new float[] { -1, 1 }, [2, 1])).data<float>().ToArray();
        Assert.Equal([0.9, 0.1, 0.2, 0.8], votes.Select(v => (double)v), (a, b) => Math.Abs(a - b) < 0.02);
    }

    [Fact]
    public void A_head_votes_as_the_listeners_did_and_a_penalty_makes_it_shy()
    {
        var random = new Random(1);
        TrackFeatures[] targets = [.. Enumerable.Range(0, 40).Select(i => new TrackFeatures([.. Enumerable.Range(0, 6).Select(k => (float)((i % 2 == 0 ? 1 : -1) + (0.3 * random.NextDouble())))], 3, 2))];
        float[][] shares = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Repeat(i % 2 == 0 ? new float[] { 0.8f, 0.2f, 0 } : [0.1f, 0.2f, 0.7f], 3).SelectMany(s => s).ToArray())];
        float[] votes = Votes(ShareRegression.Fit(targets, shares, 3, 1e-4));
        Assert.Equal(0.8, votes[0], 0.03);
        Assert.Equal(0.2, votes[1], 0.03);
        Assert.Equal(0.7, votes[5], 0.03);
        float[] shy = Votes(ShareRegression.Fit(targets, shares, 3, 1));
        Assert.InRange(shy[0], 0.4, 0.6);

        static float[] Votes(ShareRegression head)
        {
            using var scope = NewDisposeScope();
            return head.Vote(tensor(new float[] { 1.15f, 1.15f, -0.85f, -0.85f }, [2, 2])).data<float>().ToArray();
        }
    }

    private static IEnumerable<double[]> Rows(TrackFeatures track)
        => Enumerable.Range(0, track.Frames).Select(k => track.Frame(k).ToArray().Select(v => (double)v).ToArray());

    /// <summary>Two teachers, of 3 and 4 values, made of three sources; one value never changes.</summary>
    private static HeardTrack Heard(int seed, int windows)
    {
        var random = new Random(seed);
        var first = new float[windows * 3];
        var second = new float[windows * 4];
        for (int w = 0; w < windows; w++)
        {
            float a = (float)random.NextDouble();
            float b = (float)random.NextDouble();
            float c = (float)random.NextDouble();
            float[] one = [a, (2 * a) + 5, b];
            float[] two = [100 * a, c - a, 7, b + (0.1f * c)];
            one.CopyTo(first, w * 3);
            two.CopyTo(second, w * 4);
        }

        return new HeardTrack("key", new TrackFeatures([], 0, 1), [new TrackFeatures(first, windows, 3), new TrackFeatures(second, windows, 4)], AcousticPrint.Of([], 8000));
    }
}
