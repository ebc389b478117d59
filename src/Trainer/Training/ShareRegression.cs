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
        Tensor x = cat([.. features.Select(t => tensor(t.Values, [t.Frames, t.Bands]))], 0);
        Tensor y = cat([.. shares.Zip(features, (s, f) => tensor(s, [s.Length / categories, categories]).repeat(f.Frames / (s.Length / categories), 1))], 0);
        if (importance is not null)
        {
            // The mean over all windows is then the weighted one.
            Tensor counts = cat([.. features.Select((f, i) => full([f.Frames, 1], importance[i]))], 0);
            y = y * (counts / counts.mean());
        }

        Tensor? mean = null;
        Tensor? deviation = null;
        if (standardises)
        {
            // A feature that never changes has no deviation; any scale does for it.
            mean = x.mean([0]);
            deviation = x.var(0, false).AtLeast(1e-8).sqrt();
            x = (x - mean) / deviation;
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

        Tensor slope = weights.detach();
        Tensor offset = bias.detach();
        if (standardises)
        {
            slope /= deviation!.unsqueeze(1);
            offset -= mean!.unsqueeze(0).mm(slope).squeeze(0);
        }

        return new ShareRegression(slope.contiguous().data<float>().ToArray(), offset.contiguous().data<float>().ToArray());
    }

    /// <summary>Shares of the categories for windows.</summary>
    /// <param name="features">Their features, <c>[windows, size]</c>.</param>
    internal Tensor Vote(Tensor features)
        => functional.softmax(features.mm(tensor(Weights, [Weights.Length / Bias.Length, Bias.Length], device: features.device)).Plus(tensor(Bias, device: features.device)), 1);
}
