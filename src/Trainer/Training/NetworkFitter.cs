using System.Collections.Immutable;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Trains one network on given tracks. Safe for several threads, each with a fit of its own.</summary>
internal sealed class NetworkFitter
{
    /// <summary>Windows of a validation track that an epoch is judged by: enough for a curve.</summary>
    private const int CurveWindows = 3;
    private const int CurveBatch = 32;
    private readonly TrainingRecipe _recipe;
    private readonly IReadOnlyList<LabelledTrack> _tracks;
    private readonly IReadOnlyList<StudyPiece> _pieces;
    private readonly ILookup<int, StudyPiece> _played;
    private readonly IReadOnlyList<StudyPiece> _music;
    private readonly IReadOnlyList<PretrainedStudent> _students;
    private readonly ModelMetadata _shape;
    private readonly float _floor;
    private readonly Device _device;
    private readonly RunCheckpoints? _checkpoints;
    private readonly int _targetSize;
    private readonly int _imitated;
    private readonly int _judged;
    private readonly StudentAdapter[] _adapters;
    private readonly HeadFitter? _head;

    /// <param name="recipe">What to do.</param>
    /// <param name="dataset">The categories and classes.</param>
    /// <param name="tracks">The tracks and their votes: the data set's with those that are added, and behind them those of the sets
    /// that are only learnt from.</param>
    /// <param name="judged">How many are of the data set, or added to it.</param>
    /// <param name="pieces">The tracks' frames and the teachers' targets.</param>
    /// <param name="played">Of the tracks that are judged, by their index, the same at other speeds, with targets; may be empty.</param>
    /// <param name="unlabelled">Music without labels, with targets; may be empty.</param>
    /// <param name="imitated">How many of a target's values, the first, a network predicts; 0 where there are no teachers.</param>
    /// <param name="students">Where the network's trunks begin, one each; none for random weights.</param>
    /// <param name="kept">Where students are kept.</param>
    /// <param name="shape">The model's metadata, all but the normalisation and the priors.</param>
    /// <param name="floor">The front-end's value for silence.</param>
    /// <param name="device">Where networks compute.</param>
    /// <param name="checkpoints">Where an unfinished fit is kept; null for nowhere.</param>
    internal NetworkFitter(
        TrainingRecipe recipe,
        LabelledDataset dataset,
        IReadOnlyList<LabelledTrack> tracks,
        int judged,
        IReadOnlyList<StudyPiece> pieces,
        ILookup<int, StudyPiece> played,
        IReadOnlyList<StudyPiece> unlabelled,
        int imitated,
        IReadOnlyList<PretrainedStudent> students,
        StudentCache kept,
        ModelMetadata shape,
        float floor,
        Device device,
        RunCheckpoints? checkpoints)
    {
        _recipe = recipe;
        _tracks = tracks;
        _pieces = pieces;
        _played = played;
        _music = imitated == 0 ? [] : [.. unlabelled, .. pieces.Skip(judged)];
        _students = students;
        _shape = shape;
        _floor = floor;
        _device = device;
        _checkpoints = checkpoints;
        _targetSize = pieces[0].Targets?.Bands ?? 0;
        _imitated = imitated;
        _judged = judged;
        _adapters = recipe.AdaptationWindows == 0 ? [] : [.. students.Select((student, i) => new StudentAdapter(recipe.OfStudent, student, i, _music, kept, checkpoints))];
        _head = recipe.HeadPenalty is null ? null : new HeadFitter(recipe, pieces, played, judged);
        Merge = new OutputMerge(
            recipe.Target == TrainingTarget.ClassLabels
                ? [.. Enumerable.Range(0, dataset.Merge.Classes.Length)]
                : [.. dataset.Categories.Select(dataset.Merge.ClassOf)],
            dataset.Merge.Classes.Length,
            recipe.MergeNorm);
    }

    /// <summary>How the network's outputs become classes: categories, or each class itself where these are learnt.</summary>
    internal OutputMerge Merge { get; }

    /// <summary>Trains.</summary>
    /// <param name="plan">Which tracks, and the seed.</param>
    /// <param name="onEpoch">Called after each epoch, and at once with those that an earlier run did, which is then true; where
    /// there is no epoch, once in the end with null.</param>
    /// <param name="onAdapted">Told, while the student is adapted, of windows heard and their mean loss since it was told last.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="InputException">The fit cannot be kept for later.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal FittedNetwork Fit(FitPlan plan, Action<EpochRecord?, bool> onEpoch, Action<int, double> onAdapted, CancellationToken cancellation)
    {
        var random = new CountedRandom(plan.Seed);
        ModelMetadata normalised = _students is [var student, ..] ? student.Metadata : BandStatistics.Normalised(_shape, _floor, plan.Tracks.Select(t => _pieces[t].Mel));
        ModelMetadata metadata = WithPriors(normalised, plan.Tracks);
        var cutter = new WindowCutter(metadata, _floor);
        EmotionNetwork network = EmotionNetwork.Create(_recipe.Network, Merge.Outputs, plan.Seed, _imitated, _device);
        try
        {
            if (_students.Count > 0)
            {
                StudyPiece[] own = [.. plan.Tracks.Where(t => t < _judged).SelectMany(t => _played[t].Prepend(_pieces[t]))];
                EmotionNetwork[] trunks = [.. _students.Select(_ => EmotionNetwork.Create(_recipe.OfStudent.Network, Merge.Outputs, plan.Seed, _imitated, _device))];
                try
                {
                    for (int i = 0; i < trunks.Length; i++)
                    {
                        if (_adapters.Length > 0)
                        {
                            _adapters[i].Run(plan.Name, trunks[i], cutter, own, plan.Seed, onAdapted, cancellation);
                        }
                        else
                        {
                            trunks[i].Restore(_students[i].Weights);
                        }
                    }

                    network.Join(trunks);
                }
                finally
                {
                    Array.ForEach(trunks, trunk => trunk.Dispose());
                }
            }

            Train(network, cutter, plan, random, onEpoch, cancellation);
            return new FittedNetwork(network, metadata, cutter, Merge);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private void Train(EmotionNetwork network, WindowCutter cutter, FitPlan plan, CountedRandom random, Action<EpochRecord?, bool> onEpoch, CancellationToken cancellation)
    {
        ImmutableArray<int> tracks = plan.Tracks;
        int categories = Merge.Outputs;
        int windowsAnEpoch = tracks.Length * _recipe.WindowsPerTrack;
        int labelled = Math.Min(_recipe.BatchSize, windowsAnEpoch);
        int replayed = _music.Count > 0 ? (int)Math.Round(labelled * _recipe.Replay) : 0;
        var batch = new WindowBatch(cutter, _recipe.Augmentation, labelled + replayed, _targetSize, _recipe.TeachingStepFrames, _recipe.TeachingJitterFrames);
        var shares = new float[labelled * categories];
        ShareRegression? teachers = _targetSize == 0 ? null : Votes(tracks);
        long steps = (long)_recipe.Epochs * (windowsAnEpoch / labelled);
        using var learner = new Learner(network, _recipe, _recipe.LearningRate, steps, _recipe.AverageShare);
        float[] held = HeldWindows(cutter, plan.Held);
        var history = new List<EpochRecord>(_checkpoints?.Restore(plan.Name, network, learner, random) ?? []);
        history.ForEach(epoch => onEpoch(epoch, true));
        while (history.Count < _recipe.Epochs)
        {
            int[] order = Order(tracks, random);
            double loss = 0;
            int right = 0;
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

                float[] logits = [];
                loss += learner.Step(() => Loss(network, cutter, batch, shares, teachers, labelled, labelled + replayed, random, out logits));
                right += Right(logits, order.AsSpan(at, labelled));
                batches++;
            }

            (double Loss, double Accuracy)? validation = Validate(network, cutter, plan.Held, held);
            history.Add(new EpochRecord(history.Count + 1, loss / batches, right / (double)(batches * labelled), validation?.Loss, validation?.Accuracy));
            _checkpoints?.Keep(plan.Name, network, learner, random, history, isLast: history.Count == _recipe.Epochs);
            onEpoch(history[^1], false);
        }

        learner.Finish();
        network.FinishTrunks();
        _head?.Fit(network, cutter, tracks, Target, teachers, plan.Seed, cancellation);
        if (_recipe.Epochs == 0)
        {
            onEpoch(null, false);
        }
    }

    /// <summary>What the teachers would vote, learnt from tracks of one fit.</summary>
    private ShareRegression Votes(ImmutableArray<int> tracks)
    {
        double others = _recipe.OtherImportance(
            tracks.Where(t => t < _judged).Sum(t => (long)_pieces[t].Targets!.Frames),
            tracks.Where(t => t >= _judged).Sum(t => (long)_pieces[t].Targets!.Frames));
        return ShareRegression.Fit(
            [.. tracks.Select(t => _pieces[t].Targets!)],
            [.. tracks.Select(Target)],
            Merge.Outputs,
            _recipe.TeacherPenalty,
            [.. tracks.Select(t => t < _judged ? 1 : others)]);
    }

    /// <summary>The windows that the validation tracks' curve is made of, spread over each track.</summary>
    private float[] HeldWindows(WindowCutter cutter, ImmutableArray<int> held)
    {
        if (_recipe.Epochs == 0)
        {
            return [];
        }

        var windows = new float[held.Length * CurveWindows * cutter.Length];
        for (int i = 0; i < held.Length; i++)
        {
            TrackFeatures mel = _pieces[held[i]].Mel;
            for (int w = 0; w < CurveWindows; w++)
            {
                int first = (int)((long)(mel.Frames - cutter.Frames) * ((2 * w) + 1) / (2 * CurveWindows));
                cutter.Cut(mel, first, windows.AsSpan(((i * CurveWindows) + w) * cutter.Length, cutter.Length));
            }
        }

        return windows;
    }

    private (double Loss, double Accuracy)? Validate(EmotionNetwork network, WindowCutter cutter, ImmutableArray<int> held, float[] windows)
    {
        if (held.IsEmpty)
        {
            return null;
        }

        using IDisposable noGradient = no_grad();
        network.eval();
        int count = held.Length * CurveWindows;
        int categories = Merge.Outputs;
        double loss = 0;
        int right = 0;
        for (int first = 0; first < count; first += CurveBatch)
        {
            using var scope = NewDisposeScope();
            int size = Math.Min(CurveBatch, count - first);
            float[] inputs = windows[(first * cutter.Length)..((first + size) * cutter.Length)];
            Tensor output = network.call(network.Placed(inputs, size, 1, cutter.Bands, cutter.Frames));
            float[] logs = functional.log_softmax(output, 1).cpu().contiguous().data<float>().ToArray();
            int[] tracks = [.. Enumerable.Range(first, size).Select(w => held[w / CurveWindows])];
            right += Right(logs, tracks);
            for (int i = 0; i < size; i++)
            {
                float[] target = Target(tracks[i]);
                for (int c = 0; c < categories; c++)
                {
                    loss -= target[c] * logs[(i * categories) + c];
                }
            }
        }

        network.train();
        return (loss / count, right / (double)count);
    }

    /// <summary>How many windows' most probable class is their track's label.</summary>
    /// <param name="logits">The network's outputs, or their logarithmic softmax, window after window; there may be more.</param>
    /// <param name="tracks">The track of each window.</param>
    private int Right(float[] logits, ReadOnlySpan<int> tracks)
    {
        int categories = Merge.Outputs;
        int right = 0;
        for (int i = 0; i < tracks.Length; i++)
        {
            double[] window = Array.ConvertAll(logits[(i * categories)..((i + 1) * categories)], logit => (double)logit);
            right += ClassificationScore.Top(Merge.OfLogits(window)) == _tracks[tracks[i]].ClassIndex ? 1 : 0;
        }

        return right;
    }

    /// <summary>What a track's windows are to be: the shares of the votes, and a part of the winner; or the label.</summary>
    private float[] Target(int track)
    {
        if (_recipe.Target == TrainingTarget.ClassLabels)
        {
            var label = new float[Merge.Outputs];
            label[_tracks[track].ClassIndex] = 1;
            return label;
        }

        ImmutableArray<double> shares = _tracks[track].CategoryShares;
        float[] target = [.. shares.Select(s => (float)((1 - _recipe.WinnerShare) * s))];
        target[shares.IndexOf(shares.Max())] += (float)_recipe.WinnerShare;
        return target;
    }

    private Tensor Loss(EmotionNetwork network, WindowCutter cutter, WindowBatch batch, float[] shares, ShareRegression? teachers, int labelled, int count, Random random, out float[] logits)
    {
        Tensor x = network.Placed(batch.Inputs, count, 1, cutter.Bands, cutter.Frames);
        Tensor y = network.Placed(shares, labelled, Merge.Outputs);
        Tensor? taught = teachers is null ? null : network.Placed(batch.Targets, count, _targetSize);
        if (taught is not null)
        {
            // Beside what listeners said of the whole track, what the teachers would say of this very window; of music
            // without labels there is only the latter.
            Tensor votes = teachers!.Vote(taught);
            y = y.Times(1 - _recipe.TeacherShare).Plus(votes.slice(0, 0, labelled, 1).Times(_recipe.TeacherShare));
            y = cat([y, votes.slice(0, labelled, count, 1)], 0);
        }

        if (_recipe.Mixup > 0)
        {
            double weight = BetaDistribution.Draw(_recipe.Mixup, random);
            long[] partners = [.. Enumerable.Range(0, count).Select(i => (long)i)];
            random.Shuffle(partners);
            Tensor other = tensor(partners, device: x.device);
            x = Mixed(x, other, weight);
            y = Mixed(y, other, weight);
            taught = taught is null ? null : Mixed(taught, other, weight);
        }

        Tensor pooled = network.Pool(x);
        Tensor output = network.Classify(pooled);
        logits = output.detach().cpu().contiguous().data<float>().ToArray();
        Tensor loss = EmotionNetwork.CrossEntropy(output, y);
        return taught is null ? loss : loss.Plus(network.ImitationLoss(pooled, taught).Times(_recipe.ImitationWeight));
    }

    private static Tensor Mixed(Tensor values, Tensor partners, double weight) => values.Times(weight).Plus(values[partners].Times(1 - weight));

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
    private ModelMetadata WithPriors(ModelMetadata metadata, IEnumerable<int> tracks)
    {
        ImmutableArray<int> judged = [.. tracks.Where(t => t < _judged)];
        return metadata with
        {
            Prior = MeanShares(judged),
            GenrePriors =
            [
                .. judged.GroupBy(t => _tracks[t].Genre, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new GenrePrior(g.Key, MeanShares([.. g]))),
            ],
        };
    }

    private ImmutableArray<float> MeanShares(ImmutableArray<int> tracks)
    {
        // One more track, undecided: a class that nobody chose is rare, not impossible.
        int classes = _shape.Labels.Length;
        return [.. Enumerable.Range(0, classes).Select(c => (float)((tracks.Sum(t => _tracks[t].ClassShares[c]) + (1.0 / classes)) / (tracks.Length + 1)))];
    }
}
