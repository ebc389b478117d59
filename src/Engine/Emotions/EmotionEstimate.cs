using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Emotions;

/// <summary>
/// What a stretch of audio feels like: the one immutable value that travels from the analysis to every reader (editor,
/// output parameters, log, page).
/// </summary>
/// <param name="EndSample">Position just behind the last sample described, in samples of the *input*, counted from the
/// start of the stream or the last reset.</param>
/// <param name="LengthSamples">How many input samples are described: [EndSample − LengthSamples, EndSample).</param>
/// <param name="LabelCount">How many of <paramref name="Probabilities"/> are in use.</param>
/// <param name="Probabilities">One probability a class, in the model's label order; they sum to 1.</param>
/// <param name="TopIndex">The most probable class, as an index into the model's labels; −1 for silence.</param>
/// <param name="Valence">−1 (unpleasant) … 1 (pleasant): the classes' valence weighted by probability.</param>
/// <param name="Arousal">−1 (calm) … 1 (excited), likewise.</param>
/// <param name="Confidence">0 … 1: the top probability's distance above an even spread, (p − 1/n) / (1 − 1/n).</param>
/// <param name="IsAmbiguous">Whether the top two probabilities are within the model's declared margin.</param>
/// <param name="IsSilent">Whether the audio described is silence, which is no emotion: probabilities are even,
/// valence, arousal and confidence 0, and nothing else may be read into them.</param>
/// <param name="LevelDecibels">RMS level of the newest hop of the audio, in dBFS; negative infinity for digital silence.</param>
[RealTimeSafe]
public readonly record struct EmotionEstimate(
    long EndSample,
    long LengthSamples,
    int LabelCount,
    EmotionProbabilities Probabilities,
    int TopIndex,
    float Valence,
    float Arousal,
    float Confidence,
    bool IsAmbiguous,
    bool IsSilent,
    float LevelDecibels);
