using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>What pretraining gives: where every fit begins.</summary>
/// <param name="Key">Stands for everything that decided it.</param>
/// <param name="Metadata">The model's metadata with the normalisation that the weights belong to.</param>
/// <param name="Weights">The network's weights, as <see cref="Networks.EmotionNetwork.Capture"/> gives them.</param>
/// <param name="Loss">The mean squared error at the end, of targets of mean variance 1.</param>
internal sealed record PretrainedStudent(string Key, ModelMetadata Metadata, float[] Weights, double Loss);
