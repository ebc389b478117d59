using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Export;

/// <summary>Runs an exported model as a player does, and compares it with the network that it was made from.</summary>
internal sealed class ExportComparison : IDisposable
{
    private readonly string _subject;
    private readonly EmotionModel _model;
    private readonly EmotionInference _inference;

    /// <param name="onnx">The exported file.</param>
    /// <param name="subject">What to call it in a message.</param>
    internal ExportComparison(byte[] onnx, string subject)
    {
        _subject = subject;
        _model = EmotionModel.Load(onnx, subject);
        _inference = _model.CreateInference();
    }

    /// <summary>Compares some windows.</summary>
    /// <param name="inputs">The network's inputs, one after the other.</param>
    /// <param name="expected">The trained network's probabilities, one array a window.</param>
    /// <exception cref="InputException">A probability differs by <see cref="TrainingRun.ParityTolerance"/> or more.</exception>
    internal ExportParity Compare(ReadOnlySpan<float> inputs, double[][] expected)
    {
        int length = inputs.Length / expected.Length;
        Span<float> probabilities = stackalloc float[_model.Metadata.Labels.Length];
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            _inference.Run(inputs.Slice(i * length, length), probabilities);
            for (int c = 0; c < probabilities.Length; c++)
            {
                double difference = Math.Abs(probabilities[c] - expected[i][c]);

                // Written so that a NaN fails too.
                if (!(difference < TrainingRun.ParityTolerance))
                {
                    throw new InputException(_subject, $"computes a probability of {probabilities[c]} where training had {expected[i][c]}", $"nothing was written, since a model must agree with its training to {TrainingRun.ParityTolerance}; please report this");
                }

                largest = Math.Max(largest, difference);
            }
        }

        return new ExportParity(largest, expected.Length);
    }

    public void Dispose()
    {
        _inference.Dispose();
        _model.Dispose();
    }
}
