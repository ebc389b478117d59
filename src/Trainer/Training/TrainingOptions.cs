using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>What a caller decides about a training run.</summary>
public sealed record TrainingOptions
{
    /// <summary>How many folds there are unless a caller says otherwise.</summary>
    public const int UsualFolds = 5;

    /// <summary>The data set's folder (Emotify's layout).</summary>
    public required string DatasetPath { get; init; }

    /// <summary>More labelled music that every fit learns from and that none is judged on: folders or tables. What is also in the
    /// data set is left out.</summary>
    public ImmutableArray<string> AlsoPaths { get; init; } = [];

    /// <summary>The model file to write; the model card (.md) and the report (.json) go beside it.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Pretrained networks to learn from (ONNX): see <c>docs/models.md</c> for their form. None for no
    /// distillation.</summary>
    public ImmutableArray<string> TeacherPaths { get; init; } = [];

    /// <summary>Folders or files of music without labels, to hear what the teachers make of it; needs teachers. What is
    /// also in the data set is left out.</summary>
    public ImmutableArray<string> UnlabelledPaths { get; init; } = [];

    /// <summary>Decides folds, initial weights, windows and variations: on one machine the same seed gives the same
    /// model.</summary>
    public int Seed { get; init; }

    /// <summary>Folds of the cross-validation, 2 or more; 0 for none: then a part of the tracks is held out where the recipe
    /// says so, and else the model is left unjudged.</summary>
    public int Folds { get; init; } = UsualFolds;

    /// <summary>How many networks are trained, and files read, side by side; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Whether the folds' models are asked again about changed sound (levels, noise, low-pass, MP3): reading all of
    /// it takes minutes the first time.</summary>
    public bool ChecksRobustness { get; init; }

    /// <summary>Where networks compute.</summary>
    public TrainingDevice Device { get; init; }

    /// <summary>Whether to go on with a run of the same settings that did not end; where there is none, it is begun.</summary>
    public bool Resumes { get; init; }

    /// <summary>How often an unfinished fit is kept on disk, at the end of an epoch: zero for after every one.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A folder for TensorBoard's event files, which is made; null for none.</summary>
    public string? TensorBoardPath { get; init; }

    /// <summary>What is learnt and how.</summary>
    public TrainingRecipe Recipe { get; init; } = new();

    /// <summary>How the data set's categories become classes.</summary>
    public ClassMerge Merge { get; init; } = ClassMerge.Emotify;

    /// <summary>Where computed features are kept; null for the user's cache folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The command that a reader of the model card can repeat.</summary>
    public string? Command { get; init; }
}
