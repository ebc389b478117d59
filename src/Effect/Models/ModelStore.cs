using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Effect;

/// <summary>The models of this process, each loaded once for all instances. Any thread but the audio thread.</summary>
/// <remarks>
/// Nothing is unloaded: a session of ONNX Runtime that is disposed while the process ends can take the host down, and a
/// user changes models a few times, not a thousand.
/// </remarks>
internal static class ModelStore
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (DateTime Written, EmotionModel Model)> Loaded = [];

    /// <summary>Loads a model, or hands out the one that is loaded already, if the file has not changed since.</summary>
    /// <exception cref="InputException">The file is no model, or the runtime that runs it is not there.</exception>
    internal static EmotionModel Load(string path)
    {
        string full = Path.GetFullPath(path);
        lock (Gate)
        {
            DateTime written = File.GetLastWriteTimeUtc(full);
            if (Loaded.TryGetValue(full, out (DateTime Written, EmotionModel Model) known) && known.Written == written)
                return known.Model;
            try
            {
                using FloatingPointMode mode = FloatingPointMode.FlushToZero();
                EmotionModel model = EmotionModel.Load(full);
                Loaded[full] = (written, model);
                return model;
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
            {
                throw new InputException("ONNX Runtime", "its library cannot be loaded", "install the plugin again, with all files of its bundle", e);
            }
        }
    }
}
