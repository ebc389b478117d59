using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Everything that decides what is learnt from given tracks, apart from the seed: one value, written into the
/// run's report.</summary>
public sealed record TrainingRecipe
{
    /// <summary>How many students there are where nobody says.</summary>
    public const int UsualStudents = 2;

    private const double PenaltyOfStudent = 0.01;

    /// <summary>More than these are beyond 10 MB, what a plugin's model is to have, unless their kernels take half of it.</summary>
    private const int MostInSinglePrecision = 2;

    /// <summary>The recipe where there are teachers: a wider network, which has enough to learn from; its convolutions learn from
    /// the teachers and from labels that nobody is judged on, and only the last layer is fitted to the votes. Going on to train all of
    /// it on a few hundred tracks made it no better.</summary>
    public static TrainingRecipe Distilled { get; } = new TrainingRecipe
    {
        Name = "distilled",
        Network = new NetworkSettings
        {
            Convolutions =
            [
                new(16, 5, 2, 2, 2),
                new(64, 3, 1, 2, 2),
                new(128, 3, 1, 2, 2),
                new(256, 3, 1, 2, 1),
                new(256, 3, 1, 1, 1),
                new(512, 1, 1, 1, 1),
            ],

            // It hears hours where a fit on votes hears minutes: it has not enough weights to learn too much by heart.
            Dropout = 0,
        },
        Epochs = 0,
        AdaptationWindows = 80_000,
        TrackSpeeds = [0.77, 0.84, 0.92, 1.09, 1.19, 1.3],
        LabelWeight = 0.5,

        // The norm by which categories are merged moves the decision to where the label is, and costs the shares less.
        WinnerShare = 0,
        TeacherShare = 0.6,
        TeacherPenalty = 0.03,
        OtherSetsWeight = 0.3,
        TrackSpeedsWeight = 0.6,
        HeadVariations = 1,
    }.WithStudents(UsualStudents);

    /// <summary>The recipe that the project's idea came from, as it is described: four convolutions, each with batch
    /// normalisation, ReLU and dropout; standardised mel features; hard labels and cross-entropy; gradient descent at 0.01
    /// with momentum 0.9; ten tracks of sadness added by augmentation; a fifth of each genre held out. To be compared with,
    /// not to be used. What it leaves open (channels, pooling, length of a window, epochs) is chosen here.</summary>
    public static TrainingRecipe SourceSgd { get; } = new()
    {
        Name = "sgd",
        Network = new NetworkSettings
        {
            Convolutions =
            [
                new(16, 3, 1, 2, 4),
                new(32, 3, 1, 2, 2),
                new(64, 3, 1, 2, 2),
                new(128, 3, 1, 2, 2),
            ],
            Dropout = 0.25,
            HeadDropout = 0,
        },
        Augmentation = AugmentationSettings.None,
        Levelling = LevelNormalisation.None,
        Target = TrainingTarget.ClassLabels,
        WinnerShare = 1,
        Optimiser = Optimiser.Sgd,
        LearningRate = 0.01,
        Momentum = 0.9,
        WeightDecay = 0,
        Schedule = RateSchedule.Constant,
        AverageShare = 0,
        Calibrates = false,
        Added = new AddedTracks("sadness", 10),
        HeldOutShare = 0.2,
        Epochs = 30,
    };

    /// <summary><see cref="SourceSgd"/> with its other optimiser: Adam at 0.0001.</summary>
    public static TrainingRecipe SourceAdam { get; } = SourceSgd with { Name = "adam", Optimiser = Optimiser.Adam, LearningRate = 1e-4, Momentum = 0 };

    /// <summary>The recipe's name in reports.</summary>
    public string Name { get; init; } = "shares";

    /// <summary>The model's front-end; its compression is decibel.</summary>
    public FrontEndSettings FrontEnd { get; init; } = new()
    {
        SampleRate = 22050,
        FftSize = 2048,
        WindowLength = 2048,
        HopLength = 1024,
        Centering = Centering.None,
        MelBands = 64,
        LowestFrequency = 30,

        // The recordings that models are trained on are often MP3 at low rates, which are empty above 10 kHz or so.
        HighestFrequency = 10000,

        // A floor at about -90 dBFS of white noise: what lies below is an artefact of codecs and converters.
        DecibelMinimum = 1e-7,
    };

    /// <summary>How a window is levelled before it is standardised.</summary>
    public LevelNormalisation Levelling { get; init; } = LevelNormalisation.WindowMean;

    /// <summary>The length of the network's input in seconds, above 0.</summary>
    public double WindowSeconds { get; init; } = 10;

    /// <summary>The network.</summary>
    public NetworkSettings Network { get; init; } = new();

    /// <summary>How windows are varied.</summary>
    public AugmentationSettings Augmentation { get; init; } = new();

    /// <summary>Passes over the training tracks, 0 or more.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Random windows cut from each track in each epoch, 1 or more.</summary>
    public int WindowsPerTrack { get; init; } = 2;

    /// <summary>Windows in a step, 2 or more.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>What is made of gradients.</summary>
    public Optimiser Optimiser { get; init; } = Optimiser.AdamW;

    /// <summary>The highest learning rate, above 0.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>How the learning rate changes.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.WarmCosine;

    /// <summary>The optimiser's weight decay, 0 or more.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>The momentum of gradient descent, 0 … below 1; unused by the others.</summary>
    public double Momentum { get; init; }

    /// <summary>What the network predicts.</summary>
    public TrainingTarget Target { get; init; } = TrainingTarget.CategoryShares;

    /// <summary>How much of what is learnt is the track's most-voted category instead of all shares, 0 … 1. Shares alone
    /// predict shares best; a part of the vote's winner moves the decision to where the label is.</summary>
    public double WinnerShare { get; init; } = 0.25;

    /// <summary>The norm by which categories are merged into classes, 1 or more; see <see cref="OutputMerge"/>. The larger, the more often
    /// the top class is the label, and the less the probabilities fit the shares of the votes.</summary>
    public double MergeNorm { get; init; } = 1.5;

    /// <summary>How a student learns from teachers before it sees a label; unused where there are no teachers.</summary>
    public PretrainingSettings Pretraining { get; init; } = new();

    /// <summary>Windows by which the student of each fit goes on imitating the teachers, half of them of the fit's own tracks,
    /// before it sees a label: music without labels is seldom of the kind that is judged. 0 for none; unused where there are no
    /// teachers.</summary>
    public int AdaptationWindows { get; init; }

    /// <summary>Speeds at which each fit has its own tracks as well, as a tape would play them, each above 0: the teachers are asked about
    /// them at that speed. Its student is adapted to them, and its last layer is fitted to them by <see cref="TrackSpeedsWeight"/>. Of the
    /// judged kind there is little music, and this makes more of it. Unused where there are no teachers.</summary>
    /// <remarks>T. Ko, V. Peddinti, D. Povey, S. Khudanpur, "Audio augmentation for speech recognition", Interspeech 2015; that a teacher is
    /// to hear what its student hears: L. Beyer and others, "Knowledge distillation: A good teacher is patient and consistent", CVPR 2022.</remarks>
    public ImmutableArray<double> TrackSpeeds { get; init; } = [];

    /// <summary>How many times a student is adapted from where it began, each time with other windows and variations, to be averaged weight
    /// by weight, 1 or more.</summary>
    public int AdaptationRuns { get; init; } = 1;

    /// <summary>The weight, while a student is pretrained and adapted, of the cross-entropy to the votes of the sets that are only
    /// learnt from, beside the imitation's squared error, 0 or more; where it is above 0, a quarter of the adaptation's windows are theirs
    /// alone.</summary>
    public double LabelWeight { get; init; }

    /// <summary>The highest learning rate of that, above 0.</summary>
    public double AdaptationRate { get; init; } = 1e-3;

    /// <summary>How much of what a labelled window is to be comes from the teachers, by a regression on the fit's own
    /// tracks, instead of the track's votes, 0 … 1; unused where there are no teachers. Where the last layer is fitted anew, it is of the
    /// judged set alone: of that there are few tracks, whose votes say little of a window.</summary>
    public double TeacherShare { get; init; } = 0.3;

    /// <summary>The penalty on the weights of that regression, 0 or more.</summary>
    public double TeacherPenalty { get; init; } = 0.01;

    /// <summary>The weight of the imitation's squared error beside the cross-entropy, 0 or more; unused where there are no
    /// teachers.</summary>
    public double ImitationWeight { get; init; } = 1;

    /// <summary>Windows of music without labels for each labelled one, 0 or more.</summary>
    public double Replay { get; init; } = 1;

    /// <summary>The penalty on the last layer's weights where it is fitted anew in the end, by regression; null where it stays
    /// as it was trained.</summary>
    public double? HeadPenalty { get; init; }

    /// <summary>The share of windows that lie outside the bounds of a feature, on each side, where the last layer is fitted anew,
    /// 0 … below 0.5; see <see cref="FeatureBounds"/>.</summary>
    public double FeatureTail { get; init; } = 0.005;

    /// <summary>How much the sets that are only learnt from count in a regression, beside the judged one's 1, above 0.</summary>
    public double OtherSetsWeight { get; init; } = 1;

    /// <summary>How much the judged set's tracks at <see cref="TrackSpeeds"/> count together where the last layer is fitted anew, beside the 1 of
    /// these tracks as they are, 0 or more. Their windows are to be what the teachers would vote, since nobody voted on that sound.</summary>
    public double TrackSpeedsWeight { get; init; }

    /// <summary>How many varied versions of each window that regression hears beside the window itself, 0 or more.</summary>
    public int HeadVariations { get; init; } = 1;

    /// <summary>The share of a fit's steps over which weights are averaged in the end, roughly, 0 … 1.</summary>
    public double AverageShare { get; init; } = 0.1;

    /// <summary>Mixes pairs of windows and their shares by a Beta(a, a) weight; 0 for not.</summary>
    public double Mixup { get; init; }

    /// <summary>Tracks that every fit hears once more, varied; null for none.</summary>
    public AddedTracks? Added { get; init; }

    /// <summary>The share of each genre that is held out where there is no cross-validation, 0 … below 1: the model that is
    /// written is then trained on the others and judged on these. 0 for none.</summary>
    public double HeldOutShare { get; init; }

    /// <summary>Whether the logits are divided by a temperature that is chosen on the validation tracks.</summary>
    public bool Calibrates { get; init; } = true;

    /// <summary>This recipe with another number of students, each a trunk of the network: they differ in what they get wrong, and together
    /// they are nearer to the teachers than any of them.</summary>
    /// <param name="students">1 or more.</param>
    public TrainingRecipe WithStudents(int students) => this with
    {
        Network = Network with { Trunks = students, HalfKernels = students > MostInSinglePrecision },

        // Students that say the same share a weight: as many times the penalty are as strong a one.
        HeadPenalty = students * PenaltyOfStudent,
    };

    /// <summary>The recipe of one trunk alone: where there are teachers, each learns from them by itself.</summary>
    internal TrainingRecipe OfStudent => this with { Network = Network with { Trunks = 1 } };

    /// <summary>Steps of one run of the adaptation: whole batches.</summary>
    internal int AdaptationSteps => AdaptationWindows / Pretraining.BatchSize;

    /// <summary>How much a window of the sets that are only learnt from counts in a regression, beside 1 for one of the judged
    /// set, however many there are of each.</summary>
    internal double OtherImportance(long judged, long others) => Importance(OtherSetsWeight, judged, others);

    /// <summary>How much a window of the judged set's tracks at other speeds counts there.</summary>
    internal double TrackSpeedsImportance(long judged, long played) => Importance(TrackSpeedsWeight, judged, played);

    private static double Importance(double weight, long judged, long windows) => weight * judged / Math.Max(1, windows);

    /// <summary>Frames in the network's input.</summary>
    public int WindowFrames => (int)Math.Round(WindowSeconds * FrontEnd.SampleRate / FrontEnd.HopLength);

    /// <summary>Frames from one window that teachers are asked about to the next.</summary>
    internal int TeachingStepFrames => Math.Max(1, (int)Math.Round(Pretraining.Step * WindowFrames));

    /// <summary>How many frames a student's window may lie from the teachers'.</summary>
    internal int TeachingJitterFrames => (int)Math.Round(Pretraining.Jitter * WindowFrames);
}
