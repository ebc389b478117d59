using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio;

/// <summary>What a whole clip feels like: the answer of a model that heard it from beginning to end.</summary>
/// <param name="Subject">The clip as the user named it.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples a frame.</param>
/// <param name="LengthFrames">Frames that were read.</param>
/// <param name="Summary">The clip as one estimate.</param>
/// <param name="Segments">The clip cut into stretches of one emotion or silence, in order, without gaps.</param>
/// <param name="Estimates">Every estimate, oldest first.</param>
/// <param name="Warning">What is wrong with the file though it could be read, or null.</param>
public sealed record ClipAnalysis(
    string Subject,
    int SampleRate,
    int Channels,
    long LengthFrames,
    EmotionEstimate Summary,
    IReadOnlyList<EmotionSegment> Segments,
    IReadOnlyList<EmotionEstimate> Estimates,
    string? Warning)
{
    private const int BlockFrames = 8192;

    /// <summary>Receives a clip's blocks on their way into the analysis.</summary>
    /// <param name="interleaved">Whole frames, as they were read; valid during the call.</param>
    public delegate void BlockHandler(ReadOnlySpan<float> interleaved);

    /// <summary>Length in seconds.</summary>
    public double DurationSeconds => LengthFrames / (double)SampleRate;

    /// <summary>Hears a clip. Memory is constant but for the estimates.</summary>
    /// <param name="path">A sound file, or <c>-</c> for a WAV on standard input.</param>
    /// <param name="model">Who hears it; one model may hear many clips at once.</param>
    /// <param name="options">How often to estimate.</param>
    /// <param name="onBlock">Sees every block, or null.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InputException">The clip cannot be read, or has no samples.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ClipAnalysis Run(string path, EmotionModel model, AnalysisOptions options, BlockHandler? onBlock = null, CancellationToken cancellation = default)
    {
        using IAudioSource source = AudioFile.Open(path);
        return Run(source, path, model, options, onBlock, cancellation);
    }

    /// <summary>Hears what is left of a sound.</summary>
    /// <inheritdoc cref="Run(string, EmotionModel, AnalysisOptions, BlockHandler, CancellationToken)"/>
    public static ClipAnalysis Run(IAudioSource source, string subject, EmotionModel model, AnalysisOptions options, BlockHandler? onBlock = null, CancellationToken cancellation = default)
    {
        var timeline = new EmotionTimeline(model.Metadata);
        EstimateHandler add = timeline.Add;
        using var analyzer = new EmotionAnalyzer(model, source.SampleRate, options);
        var block = new float[BlockFrames * source.Channels];
        var mono = new float[BlockFrames];
        long length = 0;
        for (int frames; (frames = source.Read(block)) > 0; length += frames)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> read = block.AsSpan(0, frames * source.Channels);
            onBlock?.Invoke(read);
            ChannelMix.ToMono(read, source.Channels, mono);
            analyzer.Process(mono.AsSpan(0, frames), add);
        }

        analyzer.Finish(add);
        EmotionEstimate summary = timeline.Summarise(length)
            ?? throw new InputException(subject, "has a header but no samples", "export it again");
        return new ClipAnalysis(subject, source.SampleRate, source.Channels, length, summary, timeline.Segments(length), timeline.Estimates, source.Warning);
    }
}
