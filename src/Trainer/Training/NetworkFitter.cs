using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Trains one network on given tracks. Safe for several threads, each with a fit of its own.</summary>
internal sealed class NetworkFitter
{
    private const double WarmUpShare = 0.05;

    private readonly TrainingRecipe _recipe;
    private readonly LabelledDataset _dataset;
    private readonly IReadOnlyList<TrackFeatures> _features;
    private readonly ModelMetadata _shape;
    private readonly float _floor;

    /// <param name="recipe">What to do.</param>
    /// <param name="dataset">The tracks and their votes.</param>
    /// <param name="features">Each track's frames.</param>
    /// <param name="shape">The model's metadata, all but the normalisation and the priors.</param>
    /// <param name="floor">The front-end's value for silence.</param>
    internal NetworkFitter(TrainingRecipe recipe, LabelledDataset dataset, IReadOnlyList<TrackFeatures> features, ModelMetadata shape, float floor)
    {
        _recipe = recipe;
        _dataset = dataset;
        _features = features;
        _shape = shape;
        _floor = floor;
        ClassOfCategory = [.. dataset.Categories.Select(dataset.Merge.ClassOf)];
    }

    internal ImmutableArray<int> ClassOfCategory { get; }

    /// <summary>Trains.</summary>
    /// <param name="tracks">The indices of the tracks to train on; no other track is read.</param>
    /// <param name="seed">Decides weights, windows and variations.</param>
    /// <param name="onEpoch">Called after each epoch with its mean loss.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal FittedNetwork Fit(ImmutableArray<int> tracks, int seed, Action<double> onEpoch, CancellationToken cancellation)
    {
        var random = new Random(seed);
        ModelMetadata metadata = WithPriors(WithNormalisation(tracks), tracks);
        var cutter = new WindowCutter(metadata, _floor);
        var network = EmotionNetwork.Create(_recipe.Network, ClassOfCategory.Length, seed);
        try
        {
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
        var augmentation = new WindowAugmentation(_recipe.Augmentation, cutter.Bands, cutter.Frames);
        int categories = ClassOfCategory.Length;
        int windowsAnEpoch = tracks.Length * _recipe.WindowsPerTrack;
        int batchSize = Math.Min(_recipe.BatchSize, windowsAnEpoch);
        long steps = (long)_recipe.Epochs * (windowsAnEpoch / batchSize);
        long step = 0;
        var inputs = new float[batchSize * cutter.Length];
        var targets = new float[batchSize * categories];
        using AdamW optimiser = optim.AdamW(network.parameters(), _recipe.LearningRate, weight_decay: _recipe.WeightDecay);
        network.train();
        for (int epoch = 0; epoch < _recipe.Epochs; epoch++)
        {
            int[] order = Order(tracks, random);
            double loss = 0;
            int batches = 0;
            for (int at = 0; at + batchSize <= order.Length; at += batchSize)
            {
                cancellation.ThrowIfCancellationRequested();
                for (int i = 0; i < batchSize; i++)
                {
                    int track = order[at + i];
                    Span<float> window = inputs.AsSpan(i * cutter.Length, cutter.Length);
                    augmentation.Draw(random);
                    cutter.Cut(_features[track], random.Next(_features[track].Frames - cutter.Frames + 1), window, augmentation);
                    augmentation.Mask(window, random);
                    WriteTarget(_dataset.Tracks[track].CategoryShares, targets.AsSpan(i * categories, categories));
                }

                SetLearningRate(optimiser, step++, steps);
                loss += Step(network, optimiser, inputs, targets, batchSize, cutter, random);
                batches++;
            }

            onEpoch(loss / batches);
        }
    }

    private void WriteTarget(ImmutableArray<double> shares, Span<float> target)
    {
        for (int c = 0; c < target.Length; c++)
        {
            target[c] = (float)((1 - _recipe.WinnerShare) * shares[c]);
        }

        target[shares.IndexOf(shares.Max())] += (float)_recipe.WinnerShare;
    }

    private double Step(EmotionNetwork network, AdamW optimiser, float[] inputs, float[] targets, int count, WindowCutter cutter, Random random)
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(inputs, [count, 1, cutter.Bands, cutter.Frames]);
        Tensor y = tensor(targets, [count, ClassOfCategory.Length]);
        if (_recipe.Mixup > 0)
        {
            double weight = BetaDistribution.Draw(_recipe.Mixup, random);
            long[] partners = [.. Enumerable.Range(0, count).Select(i => (long)i)];
            random.Shuffle(partners);
            Tensor other = tensor(partners);
            x = (x * weight) + (x[other] * (1 - weight));
            y = (y * weight) + (y[other] * (1 - weight));
        }

        optimiser.zero_grad();
        Tensor loss = -(y * functional.log_softmax(network.call(x), 1)).sum(1).mean();
        loss.backward();
        optimiser.step();
        return loss.item<float>();
    }

    private void SetLearningRate(AdamW optimiser, long step, long steps)
    {
        double done = step / (double)steps;
        double rate = _recipe.LearningRate * Math.Min(1, (done / WarmUpShare) + 0.01) * (0.5 + (0.5 * Math.Cos(Math.PI * done)));
        foreach (var group in optimiser.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }

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

    /// <summary>The mean of each band, and the deviation of all values, over levelled windows of the training tracks.</summary>
    private ModelMetadata WithNormalisation(ImmutableArray<int> tracks)
    {
        ModelMetadata plain = _shape with { Mean = [0f], Deviation = [1f] };
        var cutter = new WindowCutter(plain, _floor);
        var sum = new double[cutter.Bands];
        var squares = new double[cutter.Bands];
        var window = new float[cutter.Length];
        long frames = 0;
        foreach (int track in tracks)
        {
            foreach (int position in cutter.Positions(_features[track]))
            {
                cutter.Cut(_features[track], position, window);
                for (int i = 0; i < window.Length; i++)
                {
                    sum[i / cutter.Frames] += window[i];
                    squares[i / cutter.Frames] += window[i] * (double)window[i];
                }

                frames += cutter.Frames;
            }
        }

        double variance = Enumerable.Range(0, cutter.Bands).Average(b => (squares[b] / frames) - (sum[b] / frames * (sum[b] / frames)));

        // Silence throughout would have no deviation; any scale does for it.
        float deviation = (float)Math.Sqrt(Math.Max(variance, 1e-6));
        return _shape with
        {
            Mean = [.. sum.Select(s => (float)(s / frames))],
            Deviation = [.. Enumerable.Repeat(deviation, cutter.Bands)],
        };
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
