namespace RealtimeEmotion.Service.Analyses;

/// <summary>What an uploaded sound feels like.</summary>
/// <param name="File">Its name, as it was sent.</param>
/// <param name="Format">What it is.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples a frame.</param>
/// <param name="DurationSeconds">Its length.</param>
/// <param name="Model">Who heard it.</param>
/// <param name="Genre">The genre that was named.</param>
/// <param name="Labels">The emotions, in the order of the model.</param>
/// <param name="Summary">The whole sound as one estimate.</param>
/// <param name="Segments">Stretches of one emotion or silence, in order, without gaps.</param>
/// <param name="Estimates">Every estimate, oldest first.</param>
/// <param name="Waveform">An outline of the mean of its channels.</param>
/// <param name="Warning">What is wrong with the file though it could be read.</param>
internal sealed record AnalysisView(
    string File,
    string Format,
    int SampleRate,
    int Channels,
    double DurationSeconds,
    string Model,
    string? Genre,
    IReadOnlyList<string> Labels,
    EstimateView Summary,
    IReadOnlyList<SegmentView> Segments,
    IReadOnlyList<EstimateView> Estimates,
    WaveformView Waveform,
    string? Warning);

/// <summary>An estimate; the names are those of <c>emotion analyze --format json</c>.</summary>
/// <param name="Time">End of the audio described, in seconds.</param>
/// <param name="Emotion">The most probable one; null for silence.</param>
/// <param name="Silent">Whether the audio is silence, which is no emotion.</param>
/// <param name="Ambiguous">Whether the two most probable are close.</param>
/// <param name="Confidence">0 … 1.</param>
/// <param name="Probabilities">By label.</param>
/// <param name="Valence">−1 … 1.</param>
/// <param name="Arousal">−1 … 1.</param>
/// <param name="LevelDecibels">RMS in dBFS; null for digital silence.</param>
internal sealed record EstimateView(
    double Time,
    string? Emotion,
    bool Silent,
    bool Ambiguous,
    double Confidence,
    IReadOnlyDictionary<string, double> Probabilities,
    double Valence,
    double Arousal,
    double? LevelDecibels);

/// <summary>A stretch that feels like one thing.</summary>
/// <param name="Start">In seconds.</param>
/// <param name="End">In seconds.</param>
/// <param name="Estimate">The mean of the estimates inside.</param>
internal sealed record SegmentView(double Start, double End, EstimateView Estimate);

/// <summary>A waveform's outline.</summary>
/// <param name="SecondsPerPoint">What a point stands for.</param>
/// <param name="Minimum">The lowest value of each point, full scale 1.</param>
/// <param name="Maximum">The highest.</param>
internal sealed record WaveformView(double SecondsPerPoint, IReadOnlyList<float> Minimum, IReadOnlyList<float> Maximum);
