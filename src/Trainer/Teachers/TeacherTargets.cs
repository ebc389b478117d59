using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Teachers;

/// <summary>
/// The teachers' embeddings side by side, each value standardised over the music that this was fitted to, then turned to the
/// directions in which they vary most (principal components), the largest first. All are kept: they are the same values
/// seen from another side, from which the teachers' votes are learnt. A student predicts the first of them. The components keep
/// their relative sizes, so that an error counts as it does in the teachers' own standardised space; the mean variance of those
/// that a student predicts is 1. Immutable.
/// </summary>
internal sealed class TeacherTargets
{
    // A value that hardly varies over all music says nothing, and must not be blown up.
    private const double LeastDeviation = 1e-6;
    private readonly float[] _mean;

    // [values, components]: standardises and turns at once.
    private readonly float[] _directions;

    private TeacherTargets(float[] mean, float[] directions, int imitated, double imitatedVariance)
    {
        _mean = mean;
        _directions = directions;
        Size = directions.Length / mean.Length;
        Imitated = imitated;
        ImitatedVariance = imitatedVariance;
    }

    /// <summary>Components in all.</summary>
    internal int Size { get; }

    /// <summary>How many of them, the first, a student predicts.</summary>
    internal int Imitated { get; }

    /// <summary>The share of the embeddings' variance that those hold, 0 … 1.</summary>
    internal double ImitatedVariance { get; }

    /// <summary>Fits to music.</summary>
    /// <param name="music">Pieces that teachers listened to; two windows or more in all.</param>
    /// <param name="imitated">How many components a student is to predict; fewer where there are fewer windows or values.</param>
    internal static TeacherTargets Fit(IReadOnlyList<HeardTrack> music, int imitated)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        int values = music[0].Teachers.Sum(t => t.Bands);
        Tensor sum = zeros(values, float64);
        Tensor products = zeros(values, values, float64);
        long windows = 0;

        // Piece by piece: all embeddings of a day of music at once would fill the memory.
        foreach (HeardTrack piece in music)
        {
            using var inner = NewDisposeScope();
            Tensor rows = Rows(piece).to(float64);
            sum.Add(rows.sum(dim: 0));
            products.Add(rows.t().mm(rows));
            windows += rows.shape[0];
        }

        Tensor mean = sum.Over(windows);
        Tensor covariance = products.Over(windows) - mean.outer(mean);
        Tensor deviation = covariance.diagonal().AtLeast(LeastDeviation * LeastDeviation).sqrt();
        covariance = covariance / deviation.outer(deviation);
        (Tensor variances, Tensor vectors) = linalg.eigh(covariance);
        int size = (int)Math.Min(values, windows - 1);
        imitated = Math.Min(imitated, size);

        // Ascending order: the largest are the last.
        Tensor largest = vectors.slice(1, values - size, values, 1).flip(1);
        Tensor ofImitated = variances.slice(0, values - imitated, values, 1);
        Tensor scale = ofImitated.mean().AtLeast(LeastDeviation).sqrt();
        Tensor directions = largest / deviation.unsqueeze(1) / scale;
        return new TeacherTargets(
            mean.to(float32).data<float>().ToArray(),
            directions.to(float32).contiguous().data<float>().ToArray(),
            imitated,
            ofImitated.sum().item<double>() / Math.Max(covariance.diagonal().sum().item<double>(), LeastDeviation));
    }

    /// <summary>The targets of a piece: a "frame" for each window of the grid.</summary>
    internal TrackFeatures Of(HeardTrack piece)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor targets = (Rows(piece) - tensor(_mean)).mm(tensor(_directions, [_mean.Length, Size]));
        return new TrackFeatures(targets.contiguous().data<float>().ToArray(), (int)targets.shape[0], Size);
    }

    private static Tensor Rows(HeardTrack piece)
        => cat([.. piece.Teachers.Select(t => tensor(t.Values, [t.Frames, t.Bands]))], 1);
}
