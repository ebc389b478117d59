namespace RealtimeEmotion.Service.Api;

/// <summary>What this service is and allows.</summary>
/// <param name="Name">Of the program.</param>
/// <param name="Version">Of the program.</param>
/// <param name="DefaultModel">Who listens where nobody is named.</param>
/// <param name="Token">Whether a token is asked for.</param>
/// <param name="Files">Whether files of the service's folder may be played.</param>
/// <param name="UploadBytes">The most bytes of an upload.</param>
/// <param name="NewestId">Of the events so far: a feed goes on behind it.</param>
internal sealed record AboutView(string Name, string Version, string DefaultModel, bool Token, bool Files, long UploadBytes, long NewestId);

/// <summary>A model to choose.</summary>
/// <param name="Name">What callers say.</param>
/// <param name="Labels">The emotions.</param>
/// <param name="Valence">Each one's place on the plane, −1 … 1.</param>
/// <param name="Arousal">Likewise.</param>
/// <param name="Genres">Genres whose habits it knows.</param>
/// <param name="WindowSeconds">How much audio it hears at once.</param>
/// <param name="MelBands">Values of a mel frame.</param>
/// <param name="SampleRate">That it hears at.</param>
/// <param name="Licence">Of its weights.</param>
/// <param name="TrainingData">What it heard in training.</param>
internal sealed record ModelView(
    string Name,
    IReadOnlyList<string> Labels,
    IReadOnlyList<float> Valence,
    IReadOnlyList<float> Arousal,
    IReadOnlyList<string> Genres,
    double WindowSeconds,
    int MelBands,
    int SampleRate,
    string Licence,
    string TrainingData);

/// <summary>Whether the service works.</summary>
/// <param name="Status">ok or failing.</param>
/// <param name="History">ok, or why nothing can be stored.</param>
/// <param name="StreamsRunning">How many.</param>
internal sealed record HealthView(string Status, string History, int StreamsRunning);
