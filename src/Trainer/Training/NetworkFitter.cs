using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Trains one network on given tracks. Safe for several threads, each with a fit of its own.</summary>
internal sealed class NetworkFitter
{
    private readonly TrainingRecipe _recipe;
    private readonly LabelledDataset _dataset;
    private readonly IReadOnlyList<StudyPiece> _pieces;
    private readonly IReadOnlyList<StudyPiece> _music;
    private readonly PretrainedStudent? _student;
    private readonly ModelMetadata _shape;
    private readonly float _floor;
    private readonly int _targetSize;

    /// <param name="recipe">What to do.</param>
    /// <param name="dataset">The tracks and their votes.</param>
    /// <param name="pieces">The tracks' frames and the teachers' targets.</param>
    /// <param name="music">Music without labels, with targets; may be empty.</param>
    /// <param name="student">Where to begin; null for random weights.</param>
    /// <param name="shape">The model's metadata, all but the normalisation and the priors.</param>
    /// <param name="floor">The front-end's value for silence.</param>
    internal NetworkFitter(TrainingRecipe recipe, LabelledDataset dataset, IReadOnlyList<StudyPiece> pieces, IReadOnlyList<StudyPiece> music, PretrainedStudent? student, ModelMetadata shape, float floor)
    {
        _recipe = recipe;
        _dataset = dataset;
        _pieces = pieces;
        _music = music;
        _student = student;
        _shape = shape;
        _floor = floor;
        _targetSize = pieces[0].Targets?.Bands ?? 0;
        ClassOfCategory = [.. dataset.Categories.Select(dataset.Merge.ClassOf)];
    }

    internal ImmutableArray<int> ClassOfCategory { get; }

    /// <summary>Trains.</summary>
    /// <param name="tracks">The indices of the tracks to train on; no other track is read.</param>
    /// <param name="seed">Decides weights, windows and variations.</param>
    /// <param name="onEpoch">Called after each epoch with its mean loss; where there is none, once in the end, with NaN.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal FittedNetwork Fit(ImmutableArray<int> tracks, int seed, Action<double> onEpoch, CancellationToken cancellation)
    {
        var random = new Random(seed);
        ModelMetadata normalised = _student?.Metadata ?? BandStatistics.Normalised(_shape, _floor, tracks.Select(t => _pieces[t].Mel));
        ModelMetadata metadata = WithPriors(normalised, tracks);
        var cutter = new WindowCutter(metadata, _floor);
        EmotionNetwork network = EmotionNetwork.Create(_recipe.Network, ClassOfCategory.Length, seed, _targetSize);
        try
        {
            if (_student is { } student)
            {
                network.Restore(student.Weights);
            }

            Train(network, cutter, tracks, random, onEpoch, cancellation);
            return new FittedNetwork(network, metadata, cutter, ClassOfCategory);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private void Train(EmotionNetwork network, WindowCutter cutter, ImmutableArray<int> tracks, Random random, Action<double> onEpoch, CancellationToken cancellation)
    {
        int categories = ClassOfCategory.Length;
        int windowsAnEpoch = tracks.Length * _recipe.WindowsPerTrack;
        int labelled = Math.Min(_recipe.BatchSize, windowsAnEpoch);
        int replayed = _music.Count > 0 ? (int)Math.Round(labelled * _recipe.Replay) : 0;
        var batch = new WindowBatch(cutter, _recipe.Augmentation, labelled + replayed, _targetSize, _recipe.TeachingStepFrames, _recipe.TeachingJitterFrames);
        var shares = new float[labelled * categories];
        ShareRegression? head = _targetSize == 0 ? null : ShareRegression.Fit(
            [.. tracks.Select(t => _pieces[t].Targets!)],
            [.. tracks.Select(t => Repeated(Target(t), _pieces[t].Targets!.Frames))],
            categories,
            _recipe.TeacherPenalty);
        long steps = (long)_recipe.Epochs * (windowsAnEpoch / labelled);
        using var learner = new Learner(network, _recipe.LearningRate, _recipe.WeightDecay, steps, _recipe.AverageShare);
        for (int epoch = 0; epoch < _recipe.Epochs; epoch++)
        {
            int[] order = Order(tracks, random);
            double loss = 0;
            int batches = 0;
            for (int at = 0; at + labelled <= order.Length; at += labelled)
            {
                cancellation.ThrowIfCancellationRequested();
                for (int i = 0; i < labelled; i++)
                {
                    batch.Draw(i, _pieces[order[at + i]], random);
                    Target(order[at + i]).CopyTo(shares, i * categories);
                }

                for (int i = labelled; i < labelled + replayed; i++)
                {
                    batch.Draw(i, _music[random.Next(_music.Count)], random);
                }

                loss += learner.Step(() => Loss(network, cutter, batch, shares, head, labelled, labelled + replayed, random));
                batches++;
            }

            onEpoch(loss / batches);
        }

        learner.Finish();
        if (_recipe.HeadPenalty is { } penalty)
        {
            Refit(network, cutter, tracks, head, penalty, random);
        }

        if (_recipe.Epochs == 0)
        {
            onEpoch(double.NaN);
        }
    }

    /// <summary>Fits the last layer anew, by regression on what the network makes of the tracks' windows, as they are and
    /// varied: a few hundred tracks leave it too free otherwise.</summary>
    private void Refit(EmotionNetwork network, WindowCutter cutter, ImmutableArray<int> tracks, ShareRegression? teachers, double penalty, Random random)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        network.eval();
        var features = new List<TrackFeatures>(tracks.Length);
        var shares = new List<float[]>(tracks.Length);
        foreach (int track in tracks)
        {
            using var inner = NewDisposeScope();
            StudyPiece piece = _pieces[track];
            int windows = piece.Targets?.Frames ?? cutter.Positions(piece.Mel).Length;
            float[] target = Repeated(Target(track), windows);
            if (teachers is not null && piece.Targets is { } targets)
            {
                float[] votes = teachers.Vote(tensor(targets.Values, [targets.Frames, targets.Bands])).data<float>().ToArray();
                target = [.. target.Zip(votes, (t, v) => (float)(((1 - _recipe.TeacherShare) * t) + (_recipe.TeacherShare * v)))];
            }

            for (int variation = 0; variation <= _recipe.HeadVariations; variation++)
            {
                var inputs = new float[windows * cutter.Length];
                WindowAugmentation? augmentation = variation == 0 ? null : new WindowAugmentation(_recipe.Augmentation, cutter.Bands, cutter.Frames);
                int[] positions = piece.Targets is null ? cutter.Positions(piece.Mel) : [.. Enumerable.Range(0, windows).Select(w => w * _recipe.TeachingStepFrames)];
                for (int w = 0; w < windows; w++)
                {
                    Span<float> window = inputs.AsSpan(w * cutter.Length, cutter.Length);
                    augmentation?.Draw(random);
                    cutter.Cut(piece.Mel, Math.Min(positions[w], piece.Mel.Frames - cutter.Frames), window, augmentation);
                }

                Tensor pooled = network.Pool(tensor(inputs, [windows, 1, cutter.Bands, cutter.Frames]));
                features.Add(new TrackFeatures(pooled.contiguous().data<float>().ToArray(), windows, (int)pooled.shape[1]));
                shares.Add(target);
            }
        }

        // Standardised for the regression; the layer takes the features as they come.
        int size = features[0].Bands;
        double count = features.Sum(f => (double)f.Frames);
        var mean = new double[size];
        var deviation = new double[size];
        foreach ((float value, int i) in features.SelectMany(f => f.Values.Select((v, i) => (v, i % size))))
        {
            mean[i] += value / count;
            deviation[i] += value * (double)value / count;
        }

        for (int i = 0; i < size; i++)
        {
            // A channel that never speaks has no deviation; any scale does for it.
            deviation[i] = Math.Sqrt(Math.Max(deviation[i] - (mean[i] * mean[i]), 1e-8));
        }

        TrackFeatures[] standardised = [.. features.Select(f => f with { Values = [.. f.Values.Select((v, i) => (float)((v - mean[i % size]) / deviation[i % size]))] })];
        int categories = ClassOfCategory.Length;
        ShareRegression regression;
        using (enable_grad())
        {
            regression = ShareRegression.Fit(standardised, shares, categories, penalty);
        }

        var weights = new float[categories * size];
        var bias = new float[categories];
        for (int c = 0; c < categories; c++)
        {
            double offset = regression.Bias[c];
            for (int i = 0; i < size; i++)
            {
                double weight = regression.Weights[(i * categories) + c] / deviation[i];
                weights[(c * size) + i] = (float)weight;
                offset -= weight * mean[i];
            }

            bias[c] = (float)offset;
        }

        network.Head.weight!.copy_(tensor(weights, [categories, size]));
        network.Head.bias!.copy_(tensor(bias));
    }

    private static float[] Repeated(float[] values, int times)
    {
        var all = new float[values.Length * times];
        for (int i = 0; i < times; i++)
        {
            values.CopyTo(all, i * values.Length);
        }

        return all;
    }

    /// <summary>What a track's windows are to be: the shares of the votes, and a part of the winner.</summary>
    private float[] Target(int track)
    {
        ImmutableArray<double> shares = _dataset.Tracks[track].CategoryShares;
        float[] target = [.. shares.Select(s => (float)((1 - _recipe.WinnerShare) * s))];
        target[shares.IndexOf(shares.Max())] += (float)_recipe.WinnerShare;
        return target;
    }

    private Tensor Loss(EmotionNetwork network, WindowCutter cutter, WindowBatch batch, float[] shares, ShareRegression? head, int labelled, int count, Random random)
    {
        Tensor x = tensor(batch.Inputs, [count, 1, cutter.Bands, cutter.Frames]);
        Tensor y = tensor(shares, [labelled, ClassOfCategory.Length]);
        Tensor? taught = head is null ? null : tensor(batch.Targets, [count, _targetSize]);
        if (taught is not null)
        {
            // Beside what listeners said of the whole track, what the teachers would say of this very window; of music
            // without labels there is only the latter.
            Tensor votes = head!.Vote(taught);
            y = (y * (1 - _recipe.TeacherShare)) + (votes.slice(0, 0, labelled, 1) * _recipe.TeacherShare);
            y = cat([y, votes.slice(0, labelled, count, 1)], 0);
        }

        if (_recipe.Mixup > 0)
        {
            double weight = BetaDistribution.Draw(_recipe.Mixup, random);
            long[] partners = [.. Enumerable.Range(0, count).Select(i => (long)i)];
            random.Shuffle(partners);
            Tensor other = tensor(partners);
            x = Mixed(x, other, weight);
            y = Mixed(y, other, weight);
            taught = taught is null ? null : Mixed(taught, other, weight);
        }

        Tensor pooled = network.Pool(x);
        Tensor loss = -(y * functional.log_softmax(network.Classify(pooled), 1)).sum(1).mean();
        return taught is null ? loss : loss + (_recipe.ImitationWeight * (network.Imitate(pooled) - taught).square().mean());
    }

    private static Tensor Mixed(Tensor values, Tensor partners, double weight) => (values * weight) + (values[partners] * (1 - weight));

    private int[] Order(ImmutableArray<int> tracks, Random random)
    {
        // Every track once before any comes again, so that a batch rarely holds a track twice.
        var order = new List<int>(tracks.Length * _recipe.WindowsPerTrack);
        for (int i = 0; i < _recipe.WindowsPerTrack; i++)
        {
            int[] round = [.. tracks];
            random.Shuffle(round);
            order.AddRange(round);
        }

        return [.. order];
    }

    /// <summary>How common each class is among the training tracks' votes, in all and in each genre.</summary>
    private ModelMetadata WithPriors(ModelMetadata metadata, ImmutableArray<int> tracks) => metadata with
    {
        Prior = MeanShares(tracks),
        GenrePriors =
        [
            .. tracks.GroupBy(t => _dataset.Tracks[t].Genre, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new GenrePrior(g.Key, MeanShares([.. g]))),
        ],
    };

    private ImmutableArray<float> MeanShares(ImmutableArray<int> tracks)
    {
        // One more track, undecided: a class that nobody chose is rare, not impossible.
        int classes = _dataset.Merge.Classes.Length;
        return [.. Enumerable.Range(0, classes).Select(c => (float)((tracks.Sum(t => _dataset.Tracks[t].ClassShares[c]) + (1.0 / classes)) / (tracks.Length + 1)))];
    }
}
