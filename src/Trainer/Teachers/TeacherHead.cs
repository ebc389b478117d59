using RealtimeEmotion.Trainer.Features;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Teachers;

/// <summary>
/// What the teachers would vote: multinomial regression from their targets to the shares of the votes, with a penalty on
/// the weights. Fitted to the tracks of one fit and to no other.
/// </summary>
internal sealed class TeacherHead
{
    private const int Steps = 250;
    private const double LearningRate = 0.02;
    private readonly float[] _weights;
    private readonly float[] _bias;

    private TeacherHead(float[] weights, float[] bias)
    {
        _weights = weights;
        _bias = bias;
    }

    /// <summary>Fits.</summary>
    /// <param name="targets">The teachers' targets of each track.</param>
    /// <param name="shares">What each track's windows are to be: one share a category.</param>
    /// <param name="penalty">Multiplies the sum of the squared weights in the loss, 0 or more.</param>
    internal static TeacherHead Fit(IReadOnlyList<TrackFeatures> targets, IReadOnlyList<float[]> shares, double penalty)
    {
        using var scope = NewDisposeScope();
        int size = targets[0].Bands;
        int categories = shares[0].Length;
        Tensor x = cat([.. targets.Select(t => tensor(t.Values, [t.Frames, t.Bands]))], 0);
        Tensor y = cat([.. targets.Zip(shares, (t, s) => tensor(s, [1, categories]).expand(t.Frames, categories))], 0);
        var weights = new Parameter(zeros(size, categories));
        var bias = new Parameter(y.mean([0]).clamp_min(1e-3).log());

        // All windows at every step, from the same beginning: nothing here is left to chance.
        using var optimiser = optim.Adam([weights, bias], LearningRate);
        for (int step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            optimiser.zero_grad();
            Tensor loss = -(y * functional.log_softmax(x.mm(weights) + bias, 1)).sum(1).mean() + (penalty * weights.square().sum());
            loss.backward();
            optimiser.step();
        }

        return new TeacherHead(weights.detach().data<float>().ToArray(), bias.detach().data<float>().ToArray());
    }

    /// <summary>Shares of the categories for windows.</summary>
    /// <param name="targets">The teachers' targets, <c>[windows, size]</c>.</param>
    internal Tensor Vote(Tensor targets)
        => functional.softmax(targets.mm(tensor(_weights, [_weights.Length / _bias.Length, _bias.Length])) + tensor(_bias), 1);
}
