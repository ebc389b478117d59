using System.Collections.Immutable;
using System.Text.Json;
using RealtimeEmotion.Trainer.Datasets;
using System.Text.Json.Serialization;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>
/// What a training run did and how well its models do. All judgements are of whole clips (the mean of the windows'
/// probabilities) by models that heard nothing of the clip, but where a name says otherwise. Immutable.
/// </summary>
public sealed record TrainingReport
{
    /// <summary>The name of the model file; the report lies beside it.</summary>
    public required string ModelFile { get; init; }

    /// <summary>The data set's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The data set's licence, which is the model's.</summary>
    public required string Licence { get; init; }

    /// <summary>Tracks in the data set.</summary>
    public required int Tracks { get; init; }

    /// <summary>Seconds of audio in the data set.</summary>
    public required double AudioSeconds { get; init; }

    /// <summary>What the data set has and was not learnt from.</summary>
    public required ImmutableArray<LeftOutTracks> LeftOut { get; init; }

    /// <summary>The data sets that were learnt from as well.</summary>
    public required ImmutableArray<OtherDataset> Also { get; init; }

    /// <summary>The class names, in the model's order.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>Tracks with each label.</summary>
    public required ImmutableArray<int> LabelCounts { get; init; }

    /// <summary>Everything that decided the run.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>How many networks were trained side by side.</summary>
    public required int Threads { get; init; }

    /// <summary>What was learnt and how.</summary>
    [JsonIgnore]
    public TrainingRecipe Recipe => Manifest.Recipe;

    /// <summary>What looks wrong about the run, each with what to look at; empty where nothing does.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>The tracks on which the model that is written was judged, and which it did not hear; 0 where it was judged by
    /// cross-validation, or not at all.</summary>
    public required int HeldOutTracks { get; init; }

    /// <summary>How many tracks sound the same as another; folds have both on one side.</summary>
    public int AlikeTracks { get; init; }

    /// <summary>Tracks of the data set that fits heard once more, varied.</summary>
    public required int AddedTracks { get; init; }

    /// <summary>The curves of each fit: folds first, then the model that was written.</summary>
    public required ImmutableArray<FitHistory> Curves { get; init; }

    /// <summary>All validation tracks, genre by genre, in ordinal order of the names; empty without validation.</summary>
    public required ImmutableArray<GenreScore> Genres { get; init; }

    /// <summary>What was said of each validation track, in the order of the data set; empty without validation.</summary>
    public required ImmutableArray<TrackPrediction> Predictions { get; init; }

    /// <summary>All validation tracks together; null without cross-validation.</summary>
    public required ClassificationScore? Pooled { get; init; }

    /// <summary>The same where the listener says the genre, which weighs the probabilities by what is usual in it; null
    /// without cross-validation.</summary>
    public required ClassificationScore? OfKnownGenre { get; init; }

    /// <summary>Single windows instead of whole clips, all folds together: what a live reading is worth; null without
    /// cross-validation.</summary>
    public required ClassificationScore? Windows { get; init; }

    /// <summary>Each fold by itself.</summary>
    public required ImmutableArray<ClassificationScore> Folds { get; init; }

    /// <summary>What "ambiguous" means, over single windows; null without cross-validation.</summary>
    public required AmbiguityMargin? Ambiguity { get; init; }

    /// <summary>What the logits are divided by, chosen on the folds; null without cross-validation.</summary>
    public required double? Temperature { get; init; }

    /// <summary>How the folds' answers stand changes of the sound, each by a model that did not hear the track; empty where
    /// it was not asked for.</summary>
    public required ImmutableArray<RobustnessRow> Robustness { get; init; }

    /// <summary>What was learnt from teachers; null without any.</summary>
    public required UnlabelledMusic? Unlabelled { get; init; }

    /// <summary>Weights in the network that is written.</summary>
    public required long Weights { get; init; }

    /// <summary>Largest difference of a probability between the tensor library and ONNX Runtime, over every window that
    /// was compared.</summary>
    public required double Parity { get; init; }

    /// <summary>Windows that were compared.</summary>
    public required int ParityWindows { get; init; }

    /// <summary>Bytes of the model file.</summary>
    public required long ModelBytes { get; init; }

    /// <summary>Seconds spent on features (small where they came from the cache).</summary>
    public required double FeatureSeconds { get; init; }

    /// <summary>Seconds spent on cross-validation and the model that was written.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>The day of training.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options);
}
