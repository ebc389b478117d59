using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>
/// How a network's outputs, one a category, become classes: class c has the p-norm of its categories' probabilities, and all of them are
/// divided by their sum. A norm of 1 adds the categories up; the larger it is, the more the strongest of them decides. Immutable.
/// </summary>
/// <remarks>A track's label is the class of its most voted category. Where classes have unequal numbers of categories, sums favour
/// the class that has most of them: three categories of 15 % outdo one of 40 %, which most listeners would have named.</remarks>
/// <param name="ClassOfOutput">The class of each output.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Norm">The norm, 1 or more.</param>
internal sealed record OutputMerge(ImmutableArray<int> ClassOfOutput, int Classes, double Norm)
{
    /// <summary>How many outputs the network has.</summary>
    internal int Outputs => ClassOfOutput.Length;

    /// <summary>The classes' probabilities from a network's outputs before their softmax.</summary>
    /// <param name="logits">One an output.</param>
    internal double[] OfLogits(IReadOnlyList<double> logits)
    {
        // What all of them are divided by cancels in the merge.
        double largest = logits.Max();
        return Merged([.. logits.Select(logit => Math.Exp(logit - largest))]);
    }

    /// <summary>The classes' probabilities.</summary>
    /// <param name="shares">The categories' probabilities, one an output.</param>
    internal double[] Merged(IReadOnlyList<double> shares)
    {
        var merged = new double[Classes];
        for (int output = 0; output < Outputs; output++)
        {
            merged[ClassOfOutput[output]] += Math.Pow(shares[output], Norm);
        }

        double sum = 0;
        for (int c = 0; c < Classes; c++)
        {
            merged[c] = Math.Pow(merged[c], 1 / Norm);
            sum += merged[c];
        }

        for (int c = 0; c < Classes; c++)
        {
            merged[c] /= sum;
        }

        return merged;
    }
}
