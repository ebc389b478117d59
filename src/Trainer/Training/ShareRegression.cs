using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Multinomial regression from features of windows to the shares of the votes, with a penalty on the weights: what the
/// teachers would vote, and a network's last layer. Fitted to the tracks of one fit and to no other.
/// </summary>
internal sealed class ShareRegression
{
    private const int Steps = 250;
    private const double LearningRate = 0.02;

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
    /// <param name="features">Each track's windows: about standardised, so that the penalty is fair to all.</param>
    /// <param name="shares">What each track's windows are to be, window after window: one share a category.</param>
    /// <param name="categories">How many shares a window has.</param>
    /// <param name="penalty">Multiplies the sum of the squared weights in the loss, 0 or more.</param>
    /// <param name="importance">How much each of a track's windows counts, above 0; null where all count the same.</param>
    internal static ShareRegression Fit(IReadOnlyList<TrackFeatures> features, IReadOnlyList<float[]> shares, int categories, double penalty, IReadOnlyList<double>? importance = null)
    {
        using var scope = NewDisposeScope();
        int size = features[0].Bands;
        Tensor x = cat([.. features.Select(t => tensor(t.Values, [t.Frames, t.Bands]))], 0);
        Tensor y = cat([.. shares.Select(s => tensor(s, [s.Length / categories, categories]))], 0);
        if (importance is not null)
        {
            // The mean over all windows is then the weighted one.
            double[] counts = [.. features.SelectMany((f, i) => Enumerable.Repeat(importance[i], f.Frames))];
            double mean = counts.Average();
            y = y * tensor(Array.ConvertAll(counts, c => (float)(c / mean)), [counts.Length, 1]);
        }

        var weights = new Parameter(zeros(size, categories));
        var bias = new Parameter(y.mean([0]).AtLeast(1e-3).log());

        // All windows at every step, from the same beginning: nothing here is left to chance.
        using var stepper = new Stepper([weights, bias], Optimiser.Adam, 0, 0);
        for (int step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            stepper.Clear();
            Tensor loss = (-(y * functional.log_softmax(x.mm(weights).Plus(bias), 1)).sum(1).mean()).Plus(weights.Squared().sum().Times(penalty));
            loss.backward();
            stepper.Step(LearningRate);
        }

        return new ShareRegression(weights.detach().data<float>().ToArray(), bias.detach().data<float>().ToArray());
    }

    /// <summary>Shares of the categories for windows.</summary>
    /// <param name="features">Their features, <c>[windows, size]</c>.</param>
    internal Tensor Vote(Tensor features)
        => functional.softmax(features.mm(tensor(Weights, [Weights.Length / Bias.Length, Bias.Length], device: features.device)).Plus(tensor(Bias, device: features.device)), 1);
}
