namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>
/// The margin between the top two probabilities below which an answer is called ambiguous, chosen on validation data,
/// and what it then means. Immutable.
/// </summary>
/// <param name="Margin">The margin, 0 … 1.</param>
/// <param name="AmbiguousShare">The share of answers that it calls ambiguous.</param>
/// <param name="AccuracyWhenClear">Accuracy of the others.</param>
/// <param name="AccuracyWhenAmbiguous">Accuracy of the ambiguous ones, by their top class.</param>
/// <param name="TopTwoWhenAmbiguous">How often one of the top two classes is the label when the answer is ambiguous.</param>
public sealed record AmbiguityMargin(double Margin, double AmbiguousShare, double AccuracyWhenClear, double AccuracyWhenAmbiguous, double TopTwoWhenAmbiguous)
{
    /// <summary>Chooses the margin that tells wrong answers from right ones best: the one at which the share of wrong
    /// answers flagged exceeds the share of right answers flagged by most (Youden's J). Of those alone that flag no more than half of
    /// all answers: a word that most answers get says nothing.</summary>
    /// <param name="labels">Each answer's true class.</param>
    /// <param name="probabilities">Each answer's probabilities.</param>
    public static AmbiguityMargin Choose(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfZero(labels.Count);
        var answers = labels.Zip(probabilities, Judge).OrderBy(a => a.Gap).ToArray();
        int right = answers.Count(a => a.IsRight);
        int wrong = answers.Length - right;
        double best = 0;
        double margin = 0;
        int flaggedRight = 0;
        int flaggedWrong = 0;
        for (int i = 0; i < answers.Length / 2 && right > 0 && wrong > 0; i++)
        {
            flaggedRight += answers[i].IsRight ? 1 : 0;
            flaggedWrong += answers[i].IsRight ? 0 : 1;
            double advantage = (flaggedWrong / (double)wrong) - (flaggedRight / (double)right);
            if (advantage > best)
            {
                best = advantage;
                margin = (answers[i].Gap + answers[i + 1].Gap) / 2;
            }
        }

        // Two digits are all that a few hundred tracks can say.
        margin = Math.Round(margin, 2);
        Answer[] ambiguous = [.. answers.Where(a => a.Gap < margin)];
        Answer[] clear = [.. answers.Where(a => a.Gap >= margin)];
        return new AmbiguityMargin(
            margin,
            ambiguous.Length / (double)answers.Length,
            Share(clear, a => a.IsRight),
            Share(ambiguous, a => a.IsRight),
            Share(ambiguous, a => a.IsInTopTwo));
    }

    private static double Share(Answer[] answers, Func<Answer, bool> holds) => answers.Length == 0 ? 0 : answers.Count(holds) / (double)answers.Length;

    private static Answer Judge(int label, double[] probabilities)
    {
        int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c])];
        return new Answer(probabilities[order[0]] - probabilities[order[1]], order[0] == label, order[0] == label || order[1] == label);
    }

    private readonly record struct Answer(double Gap, bool IsRight, bool IsInTopTwo);
}
