using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Multinomial regression from features of windows to the shares of the votes, with a penalty on the weights: what the
/// teachers would vote, and a network's last layer. Fitted to the tracks of one fit and to no other.
/// </summary>
internal sealed class ShareRegression
{
    private const int MostSteps = 200;
    private const double Tolerance = 1e-3;
    private const double LeastVariance = 1e-8;
    private const double LeastCurvature = 1e-6;

    private ShareRegression(float[] weights, float[] bias)
    {
        Weights = weights;
        Bias = bias;
    }

    /// <summary>One row a feature, one column a category.</summary>
    internal float[] Weights { get; }

    /// <summary>One value a category.</summary>
    internal float[] Bias { get; }

    /// <summary>Fits.</summary>
    /// <param name="features">Each track's windows.</param>
    /// <param name="shares">What each track's windows are to be, one share a category: for one window or more, which stand for the
    /// others in turn.</param>
    /// <param name="categories">How many shares a window has.</param>
    /// <param name="penalty">Multiplies the sum of the squared weights in the loss, 0 or more.</param>
    /// <param name="importance">How much each window of a track counts, above 0; null where all count the same.</param>
    /// <param name="standardises">Whether each feature is standardised first, so that the penalty is fair to all; the weights are
    /// those of the features as they come.</param>
    internal static ShareRegression Fit(IReadOnlyList<TrackFeatures> features, IReadOnlyList<float[]> shares, int categories, double penalty, IReadOnlyList<double>? importance = null, bool standardises = false)
    {
        using var scope = NewDisposeScope();
        int size = features[0].Bands;
        using IDisposable noGradient = no_grad();
        Tensor all = WithOnes(features, size);
        Tensor x = all.slice(1, 0, size, 1);
        Tensor y = cat([.. shares.Zip(features, (s, f) => tensor(s, [s.Length / categories, categories]).repeat(f.Frames / (s.Length / categories), 1))], 0);
        if (importance is not null)
        {
            // The mean over all windows is then the weighted one.
            Tensor counts = cat([.. features.Select((f, i) => full([f.Frames, 1], importance[i]))], 0);
            y = y * (counts / counts.mean());
        }

        Tensor mean = zeros(size);
        Tensor deviation = ones(size);
        if (standardises)
        {
            // A feature that never changes has no deviation; any scale does for it.
            mean = x.mean([0]);
            deviation = x.var(0, false).AtLeast(LeastVariance).sqrt();
            x.sub_(mean).div_(deviation);
        }

        Tensor solved = Solve(all, y, penalty);
        Tensor slope = solved.slice(0, 0, size, 1) / deviation.unsqueeze(1);
        Tensor offset = solved.slice(0, size, size + 1, 1).squeeze(0) - mean.unsqueeze(0).mm(slope).squeeze(0);
        return new ShareRegression(slope.contiguous().data<float>().ToArray(), offset.contiguous().data<float>().ToArray());
    }

    /// <summary>All windows' features, one below the other, and a 1 behind them. It may be gigabytes, so there is one of it.</summary>
    private static Tensor WithOnes(IReadOnlyList<TrackFeatures> features, int size)
    {
        Tensor all = ones(features.Sum(t => (long)t.Frames), size + 1);
        long at = 0;
        foreach (TrackFeatures track in features)
        {
            using var scope = NewDisposeScope();
            all.slice(0, at, at + track.Frames, 1).slice(1, 0, size, 1).copy_(tensor(track.Values, [track.Frames, size]));
            at += track.Frames;
        }

        return all;
    }

    /// <summary>
    /// The one minimum of this convex problem, by steps of Newton's kind whose matrix is a bound of all second derivatives and so
    /// the same at each of them, with Nesterov's momentum. Unlike a gradient's steps, they do not care how features are scaled
    /// and correlated.
    /// </summary>
    /// <remarks>D. Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of Statistical Mathematics 44 (1),
    /// 1992; Y. Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)", Soviet Mathematics
    /// Doklady 27, 1983; restarts by B. O'Donoghue, E. Candès, "Adaptive restart for accelerated gradient schemes",
    /// Foundations of Computational Mathematics 15, 2015.</remarks>
    /// <param name="x">Windows and their features, the last of them 1.</param>
    /// <param name="y">What each is to be; a row sums to how much the window counts.</param>
    /// <param name="penalty">Of all weights but those of the last feature.</param>
    private static Tensor Solve(Tensor x, Tensor y, double penalty)
    {
        long windows = x.shape[0];
        long size = x.shape[1];
        Tensor counts = y.sum(1, keepdim: true);
        Tensor penalties = full([size, 1], 2 * penalty);
        penalties[(int)size - 1, 0] = 0;
        Tensor inverse = InverseOfBound(x, counts, penalties);
        Tensor weights = zeros(size, y.shape[1]);
        weights[(int)size - 1] = y.mean([0]).AtLeast(1e-3).log();
        Tensor ahead = weights;
        double momentum = 1;
        for (int step = 0; step < MostSteps; step++)
        {
            using var inner = NewDisposeScope();
            Tensor gradient = x.t().mm((functional.softmax(x.mm(ahead), 1) * counts) - y).Over(windows).Plus(penalties * ahead);
            Tensor next = ahead - inverse.mm(gradient);
            Tensor change = next - weights;
            double moved = change.Squared().sum().item<float>();
            bool isEnough = moved <= Tolerance * Tolerance * next.Squared().sum().item<float>();

            // Momentum that leads uphill is given up.
            double nextMomentum = (gradient * change).sum().item<float>() > 0 ? 1 : 0.5 + Math.Sqrt(0.25 + (momentum * momentum));
            ahead = next.Plus(change.Times(nextMomentum == 1 ? 0 : (momentum - 1) / nextMomentum)).MoveToOuterDisposeScope();
            weights = next.MoveToOuterDisposeScope();
            momentum = nextMomentum;
            if (isEnough)
            {
                break;
            }
        }

        return weights;
    }

    private static Tensor InverseOfBound(Tensor x, Tensor counts, Tensor penalties)
    {
        using var scope = NewDisposeScope();
        Tensor bound = (x * counts).t().mm(x).to(float64).Times(0.5 / x.shape[0]).Plus(diag(penalties.squeeze(1).to(float64).AtLeast(LeastCurvature)));
        return linalg.inv(bound).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>Shares of the categories for windows.</summary>
    /// <param name="features">Their features, <c>[windows, size]</c>.</param>
    internal Tensor Vote(Tensor features)
        => functional.softmax(features.mm(tensor(Weights, [Weights.Length / Bias.Length, Bias.Length], device: features.device)).Plus(tensor(Bias, device: features.device)), 1);
}
