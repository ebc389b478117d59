using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Students on disk, each under what decided it: to make one takes longer than all that comes after it. Safe for any number of
/// threads and processes.</summary>
/// <param name="folder">The folder of the features.</param>
internal sealed class StudentCache(string folder)
{
    private readonly FeatureCache _cache = new(folder, "student");

    /// <summary>The name under which a student is kept that these texts decide.</summary>
    internal string KeyOf(IEnumerable<string> texts) => _cache.KeyOf(texts);

    /// <summary>What is kept under a key: the weights, as <see cref="Networks.EmotionNetwork.Capture"/> gives them, and the loss in the
    /// end; null where there is nothing.</summary>
    internal (float[] Weights, double Loss)? Find(string key)
        => _cache.Find(key, null) is { Values: [var loss, .. var weights] } ? (weights, loss) : null;

    /// <summary>Keeps a student.</summary>
    internal void Keep(string key, float[] weights, double loss) => _cache.Keep(key, new TrackFeatures([(float)loss, .. weights], 1, weights.Length + 1));
}
