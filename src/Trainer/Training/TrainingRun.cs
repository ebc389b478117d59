using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Export;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Surveys;
using RealtimeEmotion.Trainer.Teachers;
using RealtimeEmotion.Trainer.TensorBoard;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// One training from a data set to a model file: features, cross-validation, the model on all tracks, export, check,
/// model card and report. Prints nothing.
/// </summary>
/// <remarks>The fits of a run go side by side on as many threads as it is given; their number does not change the result.
/// One run at a time in a process: the tensor library's thread count belongs to the process.</remarks>
public sealed class TrainingRun
{
    /// <summary>The largest difference of a probability between the tensor library and ONNX Runtime that a run accepts.</summary>
    public const double ParityTolerance = 1e-5;

    /// <summary>A file beside music without labels that says, in Markdown, where it comes from and under which licences: it
    /// becomes a part of the model's card.</summary>
    public const string SourcesName = "SOURCES.md";

    private readonly TrainingOptions _options;
    private readonly TrainingOutputs _outputs;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = new();
    private int _adapted;
    private int _epochs;
    private int _epochsBefore;
    private int _epochsInAll;
    private double _accuracy = double.NaN;
    private ExportParity _parity;
    private TrainingEvents? _events;

    private TrainingRun(TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        _options = options;
        _outputs = new TrainingOutputs(options.OutputPath);
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Trains and writes the model, its card (<c>.md</c>) and the report (<c>.json</c>) beside it: all three
    /// when everything is done, or none. Until then what is done lies in a folder beside the model (<c>.unfinished</c>), from
    /// which <see cref="TrainingOptions.Resumes"/> goes on, whatever ended the run.</summary>
    /// <param name="options">What to train on, where to write, how.</param>
    /// <param name="progress">Told of every epoch, one at a time, by the threads that train; null for nobody.</param>
    /// <param name="cancellation">Stops the run within a step.</param>
    /// <exception cref="InputException">The data set, an audio file or the output is at fault, the exported model
    /// does not compute what was trained, the device is not there, or an unfinished run is in the way.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static TrainingReport Run(TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
        => new TrainingRun(options, progress, cancellation).Run();

    /// <summary>The folder beside a model in which a run that did not end lies.</summary>
    /// <param name="outputPath">The model file.</param>
    public static string UnfinishedFolder(string outputPath) => RunCheckpoints.FolderOf(outputPath);

    private string CacheFolder => _options.CacheFolder ?? FeatureCache.DefaultFolder;

    private TrainingReport Run()
    {
        CheckOptions();
        RunCheckpoints.CheckFree(_options);
        if (_options.Device != TrainingDevice.Cpu)
        {
            // Features take minutes: a device that is not there must be known before.
            TorchLibrary.Load(_options.Device);
        }

        JoinedDatasets joined = JoinedDatasets.Of(DatasetReader.Read(_options.DatasetPath, _options.Merge), [.. _options.AlsoPaths.Select(ReadOther)]);
        CheckDataset(joined.Judged);
        int threads = ParallelFiles.Threads(_options.Threads);

        var clock = Stopwatch.StartNew();
        TeacherModel[] teachers = LoadTeachers();
        try
        {
            return Run(joined, [.. teachers], threads, clock);
        }
        finally
        {
            foreach (TeacherModel teacher in teachers)
            {
                teacher.Dispose();
            }
        }
    }

    private TrainingReport Run(JoinedDatasets joined, ImmutableArray<TeacherModel> teachers, int threads, Stopwatch clock)
    {
        LabelledDataset dataset = joined.Judged;
        TrainingRecipe recipe = _options.Recipe;
        var extractor = new FeatureExtractor(recipe.FrontEnd, CacheFolder, teachers, recipe.WindowFrames, recipe.TeachingStepFrames);
        string[] unlabelled = [.. AudioFile.Find(_options.UnlabelledPaths)];
        RunManifest manifest = RunManifest.Of(_options, joined, unlabelled, threads, _cancellation);
        RunCheckpoints checkpoints = RunCheckpoints.Open(_options, manifest);
        try
        {
            using TrainingEvents? events = _options.TensorBoardPath is { } path
                ? new TrainingEvents(path, Path.GetFileNameWithoutExtension(_options.OutputPath), _options.Resumes)
                : null;
            _events = events;
            int labelled = dataset.Tracks.Length + joined.Also.Length;

            // The adaptation goes on from a student that something was there to make of.
            bool adapts = recipe.AdaptationWindows > 0 && recipe.Pretraining.Windows > 0 && unlabelled.Length + joined.Also.Length > 0;
            bool hears = adapts || (recipe.HeadPenalty is not null && recipe.TrackSpeedsWeight > 0);
            ImmutableArray<double> speeds = hears && !teachers.IsEmpty ? recipe.TrackSpeeds : [];
            int files = labelled + unlabelled.Length + (speeds.Length * dataset.Tracks.Length);
            HeardTrack[] tracks = extractor.ExtractAll(
                [.. dataset.Tracks.Select(t => t.AudioPath)],
                threads,
                done => Report(TrainingPhase.Features, 0, done, files, double.NaN, 0, null),
                _cancellation);
            CheckLengths(dataset, tracks);
            OtherTracks others = Learnable(joined, tracks, extractor.ExtractAll(
                [.. joined.Also.Select(t => t.AudioPath)],
                threads,
                done => Report(TrainingPhase.Features, 0, dataset.Tracks.Length + done, files, double.NaN, 0, null),
                _cancellation));
            HeardTrack?[] read = extractor.ExtractReadable(
                unlabelled,
                threads,
                done => Report(TrainingPhase.Features, 0, labelled + done, files, double.NaN, 0, null),
                _cancellation);
            HeardTrack[] music = Usable(tracks, others.Heard, read);
            if (unlabelled.Length > 0 && music.Length == 0)
            {
                throw new InputException(_options.UnlabelledPaths[0], "holds no music that is as long as a window, readable, and not in the data set", "give a folder of music, or leave '--unlabelled' out");
            }

            HeardTrack[][] played = [.. speeds.Select((speed, i) => extractor.ExtractTaught(
                [.. dataset.Tracks.Select(t => t.AudioPath)],
                AudioVariation.AtSpeed(speed),
                threads,
                done => Report(TrainingPhase.Features, 0, labelled + unlabelled.Length + (i * dataset.Tracks.Length) + done, files, double.NaN, 0, null),
                _cancellation))];
            ImmutableArray<(int First, int Second)> alike = AcousticPrint.Pairs([.. tracks.Select(t => t.Print)]);
            FitPlan[] plans = Plans(dataset, alike);
            (plans, LabelledTrack[] added, TrackFeatures[] addedFeatures) = AddTracks(plans, dataset, extractor, threads);
            TimeSpan featureTime = clock.Elapsed;
            plans = [.. plans.Select(p => p with { Tracks = [.. p.Tracks, .. Enumerable.Range(dataset.Tracks.Length + added.Length, others.Heard.Length)] })];
            TrainingReport report = Train(dataset, others, teachers, extractor, tracks, played, music, unlabelled.Length, plans, added, addedFeatures, manifest, checkpoints, threads, featureTime, out byte[] onnx, out ModelMetadata metadata) with
            {
                AlikeTracks = alike.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Count(),
            };
            report = report with { Warnings = TrainingDoubts.Of(report, dataset, tracks, alike, plans) };
            Write(onnx, ModelCard.Write(report, metadata, dataset, _options.Command), report.ToJson());
            checkpoints.Delete();
            events?.Add(report);
            return report;
        }
        catch
        {
            checkpoints.DeleteIfEmpty();
            throw;
        }
    }

    private TrainingReport Train(
        LabelledDataset dataset,
        OtherTracks others,
        ImmutableArray<TeacherModel> teachers,
        FeatureExtractor extractor,
        HeardTrack[] tracks,
        HeardTrack[][] played,
        HeardTrack[] music,
        int unlabelledFiles,
        FitPlan[] plans,
        LabelledTrack[] added,
        TrackFeatures[] addedFeatures,
        RunManifest manifest,
        RunCheckpoints checkpoints,
        int threads,
        TimeSpan featureTime,
        out byte[] onnx,
        out ModelMetadata metadata)
    {
        TrainingRecipe recipe = _options.Recipe;
        TrackFeatures[] features = [.. tracks.Select(t => t.Mel)];
        Device device = TorchLibrary.Load(_options.Device);

        // The fits run side by side, each on one thread: that is faster than sharing the threads within one small
        // network, and it makes the result independent of their number. Pretraining is the one that has nothing beside it.
        TorchSharp.torch.set_num_threads(1);
        ModelMetadata shape = Describe(dataset, others, checkpoints.Date);
        var clock = Stopwatch.StartNew();

        // What every fit may hear.
        HeardTrack[] common = teachers.IsEmpty ? [] : [.. music, .. others.Heard];
        TeacherTargets? targets = teachers.IsEmpty ? null : TeacherTargets.Fit(common.Length > 0 ? common : tracks, recipe.Pretraining.TargetSize);
        StudyPiece[] pieces =
        [
            .. tracks.Select(t => new StudyPiece(t.Key, t.Mel, targets?.Of(t))),
            .. addedFeatures.Select(f => new StudyPiece(string.Empty, f, null)),
            .. others.Heard.Zip(others.Tracks, (heard, track) => new StudyPiece(heard.Key, heard.Mel, targets?.Of(heard), recipe.LabelWeight > 0 ? [.. track.CategoryShares.Select(s => (float)s)] : null)),
        ];
        int judged = dataset.Tracks.Length + added.Length;

        // A track that is too short for a window when it is played faster is not heard so.
        ILookup<int, StudyPiece> atSpeeds = played.SelectMany(speed => speed.Index().Where(t => !t.Item.Teachers.IsEmpty))
            .ToLookup(t => t.Index, t => new StudyPiece(t.Item.Key, t.Item.Mel, targets!.Of(t.Item)));
        StudyPiece[] unlabelled = teachers.IsEmpty ? [] : [.. music.Select(t => new StudyPiece(t.Key, t.Mel, targets!.Of(t)))];
        PretrainedStudent[] students = Pretrain([.. unlabelled, .. pieces.Skip(judged)], targets?.Imitated ?? 0, teachers, shape, extractor.Floor, dataset.Categories.Length, device, checkpoints);
        double pretrainSeconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var fitter = new NetworkFitter(recipe, dataset, [.. dataset.Tracks, .. added, .. others.Tracks], judged, pieces, atSpeeds, unlabelled, targets?.Imitated ?? 0, students, new StudentCache(CacheFolder), shape, extractor.Floor, device, checkpoints);
        using FitResults fits = FitAll(fitter, plans, dataset, features, threads);
        double fitSeconds = clock.Elapsed.TotalSeconds;
        FoldScores? validation = fits.Judged.IsEmpty ? null : FoldScores.Of(dataset, fitter.Merge, [.. fits.Judged], recipe.Calibrates);
        if (validation is not null)
        {
            fits.SetTemperatures(validation);
        }

        FittedNetwork final = fits.Final;
        metadata = final.Metadata with { AmbiguityMargin = (float)(validation?.Ambiguity.Margin ?? shape.AmbiguityMargin) };
        ImmutableArray<RobustnessRow> robustness = CheckRobustness(extractor, dataset, fits.Judged, features, threads);
        onnx = OnnxExporter.Export(final.Network, final.Merge, metadata, Provenance(validation));
        CheckParity(final, onnx, features);
        return new TrainingReport
        {
            ModelFile = Path.GetFileName(_options.OutputPath),
            Dataset = dataset.Name,
            Licence = metadata.Licence,
            Tracks = dataset.Tracks.Length,
            AudioSeconds = Seconds(features),
            Also = others.Sets,
            LeftOut = dataset.LeftOut,
            Labels = metadata.Labels,
            LabelCounts = dataset.ClassCounts,
            Threads = threads,
            Manifest = manifest,
            Warnings = [],
            HeldOutTracks = _options.Folds == 0 && !fits.Judged.IsEmpty ? fits.Judged[0].Held.Length : 0,
            AddedTracks = added.Length,
            Curves = fits.Curves,
            Predictions = validation?.Predictions ?? [],
            Genres = validation?.Genres ?? [],
            Pooled = validation?.Clips,
            OfKnownGenre = validation?.ClipsOfKnownGenre,
            Windows = validation?.Windows,
            Folds = validation?.Folds ?? [],
            Ambiguity = validation?.Ambiguity,
            Temperature = recipe.Calibrates ? validation?.Temperature : null,
            Robustness = robustness,
            Unlabelled = teachers.IsEmpty ? null : new UnlabelledMusic(
                [.. teachers.Select(t => t.Name)],
                music.Length,
                unlabelledFiles,
                Seconds(music.Select(m => m.Mel)),
                targets!.Imitated,
                targets.ImitatedVariance,
                students.Length == 0 ? null : students.Average(student => student.Loss),
                pretrainSeconds,
                Sources()),
            Weights = final.Network.ExportedWeights,
            Parity = _parity.Largest,
            ParityWindows = _parity.Windows,
            ModelBytes = onnx.Length,
            FeatureSeconds = featureTime.TotalSeconds,
            FitSeconds = fitSeconds,
            Date = metadata.Date,
        };
    }

    /// <summary>The fits of the run: one a fold and one of all tracks; or one that leaves a part out; or one of all tracks
    /// alone.</summary>
    private FitPlan[] Plans(LabelledDataset dataset, ImmutableArray<(int First, int Second)> alike)
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, dataset.Tracks.Length)];
        if (_options.Folds > 0)
        {
            return
            [
                .. TrackSplit.Folds(SoundGroups.Join(dataset.Tracks, alike), _options.Folds, _options.Seed)
                    .Select((held, i) => new FitPlan($"fold {i + 1}", i + 1, [.. all.Except(held)], held, _options.Seed + i + 1)),
                new FitPlan("final", 0, all, [], _options.Seed),
            ];
        }

        if (_options.Recipe.HeldOutShare == 0)
        {
            return [new FitPlan("final", 0, all, [], _options.Seed)];
        }

        ImmutableArray<bool> isHeldOut = HoldOutSplit.ByGenre(dataset.Tracks, _options.Recipe.HeldOutShare, (uint)_options.Seed);
        return [new FitPlan("held out", 0, [.. all.Where(i => !isHeldOut[i])], [.. all.Where(i => isHeldOut[i])], _options.Seed)];
    }

    /// <summary>Adds varied tracks to each fit, as the recipe says.</summary>
    private (FitPlan[] Plans, LabelledTrack[] Tracks, TrackFeatures[] Features) AddTracks(FitPlan[] plans, LabelledDataset dataset, FeatureExtractor extractor, int threads)
    {
        if (_options.Recipe.Added is not { } rule)
        {
            return (plans, [], []);
        }

        ImmutableArray<(int Track, int Variation)>[] chosen = [.. plans.Select(p => rule.Choose(dataset, p.Tracks, _options.Seed))];
        (int Track, int Variation)[] distinct = [.. chosen.SelectMany(c => c).Distinct().Order()];
        var features = new TrackFeatures[distinct.Length];
        foreach (IGrouping<int, (int Track, int Index)> group in distinct.Select((d, i) => (d.Variation, (d.Track, i))).GroupBy(d => d.Variation, d => d.Item2))
        {
            TrackFeatures[] varied = extractor.ExtractVaried(
                [.. group.Select(g => dataset.Tracks[g.Track].AudioPath)],
                AudioVariation.Speeds[group.Key],
                threads,
                done => Report(TrainingPhase.Features, 0, done, distinct.Length, double.NaN, 0, null),
                _cancellation);
            foreach (((int _, int index), TrackFeatures of) in group.Zip(varied))
            {
                features[index] = of;
            }
        }

        // A faster one may have become too short.
        (int Track, int Variation)[] kept = [.. distinct.Where((_, i) => features[i].Frames >= _options.Recipe.WindowFrames)];
        return (
            [.. plans.Select((p, i) => p with { Tracks = [.. p.Tracks, .. chosen[i].Select(c => Array.IndexOf(kept, c)).Where(k => k >= 0).Select(k => dataset.Tracks.Length + k)] })],
            [.. kept.Select(k => dataset.Tracks[k.Track] with { Id = $"{dataset.Tracks[k.Track].Id}, {AudioVariation.Speeds[k.Variation].Name}" })],
            [.. features.Where(f => f.Frames >= _options.Recipe.WindowFrames)]);
    }

    private double Seconds(IEnumerable<TrackFeatures> features)
        => features.Sum(f => (double)f.Frames) * _options.Recipe.FrontEnd.HopLength / _options.Recipe.FrontEnd.SampleRate;

    private TeacherModel[] LoadTeachers()
    {
        var teachers = new List<TeacherModel>();
        try
        {
            foreach (string path in _options.TeacherPaths)
            {
                teachers.Add(TeacherModel.Load(path));
            }

            return [.. teachers];
        }
        catch
        {
            teachers.ForEach(t => t.Dispose());
            throw;
        }
    }

    /// <summary>The music without labels that can be learnt from: readable, a window long, each piece once, none that is among
    /// the other sets, and none that is judged or sounds like it.</summary>
    private static HeardTrack[] Usable(HeardTrack[] judged, HeardTrack[] others, HeardTrack?[] read)
    {
        HashSet<string> known = [.. judged.Concat(others).Select(t => t.Key)];
        return [.. read.OfType<HeardTrack>().Where(m => !m.Teachers.IsEmpty && known.Add(m.Key) && !IsHeard(m, judged))];
    }

    /// <summary>Whether something sounds like what is judged: some fold's model would have heard its own tracks.</summary>
    private static bool IsHeard(HeardTrack track, HeardTrack[] judged) => judged.Any(j => j.Print.IsSameAs(track.Print));

    /// <summary>What the folders of music say of where it comes from and how it may be used.</summary>
    private string Sources() => string.Join('\n', _options.UnlabelledPaths.Select(SourcesIn).OfType<string>());

    private static string? SourcesIn(string folder)
    {
        string path = Path.Combine(folder, SourcesName);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    /// <summary>A data set that is only learnt from, with what is said beside it of where it comes from.</summary>
    private LabelledDataset ReadOther(string path)
    {
        LabelledDataset set = DatasetReader.Read(path, _options.Merge);
        return SourcesIn(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!) is { } said
            ? set with { Source = said, Licence = $"{set.Name}: as its source says" }
            : set;
    }

    /// <summary>Of the sets that are only learnt from, the tracks that are as long as a window, each once, and none that is judged or sounds like
    /// it.</summary>
    private OtherTracks Learnable(JoinedDatasets joined, HeardTrack[] judged, HeardTrack[] heard)
    {
        HashSet<string> known = [.. judged.Select(t => t.Key)];
        bool[] isKept = [.. heard.Select(t => t.Mel.Frames >= _options.Recipe.WindowFrames && known.Add(t.Key) && !IsHeard(t, judged))];
        var sets = ImmutableArray.CreateBuilder<OtherDataset>();
        int first = 0;
        foreach (LabelledDataset set in joined.Sets)
        {
            int[] kept = [.. Enumerable.Range(first, set.Tracks.Length).Where(i => isKept[i])];
            sets.Add(new OtherDataset(
                set.Name,
                set.Source,
                set.Licence,
                kept.Length,
                set.Tracks.Length - kept.Length,
                Seconds(kept.Select(i => heard[i].Mel)),
                [.. set.Merge.Classes.Select((_, c) => kept.Count(i => joined.Also[i].ClassIndex == c))]));
            first += set.Tracks.Length;
        }

        return new OtherTracks([.. joined.Also.Where((_, i) => isKept[i])], [.. heard.Where((_, i) => isKept[i])], sets.ToImmutable());
    }

    /// <summary>The students that every fit begins with, one a trunk; none where there is nothing to learn from.</summary>
    private PretrainedStudent[] Pretrain(StudyPiece[] music, int imitated, ImmutableArray<TeacherModel> teachers, ModelMetadata shape, float floor, int categories, Device device, RunCheckpoints checkpoints)
    {
        TrainingRecipe recipe = _options.Recipe;
        PretrainingSettings settings = recipe.Pretraining;
        if (music.Length == 0 || imitated == 0 || settings.Windows == 0)
        {
            return [];
        }

        // Pretraining takes longest, and hears nothing of the data set: it is kept like the features, by what decides it.
        var cache = new StudentCache(CacheFolder);
        var students = new PretrainedStudent?[recipe.Network.Trunks];
        var pretrainers = new Pretrainer[students.Length];
        for (int i = 0; i < students.Length; i++)
        {
            string key = cache.KeyOf([
                settings.ToString(),
                JsonSerializer.Serialize(new { recipe.Network.Convolutions, recipe.Network.Dropout, recipe.Network.HeadDropout }),
                recipe.Augmentation.ToString(),
                shape.FrontEnd.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"{shape.WindowFrames} {recipe.WeightDecay} {recipe.LabelWeight} {SeedOf(i)} {categories} {Pretrainer.TensorThreads}"),
                .. teachers.Select(t => t.Identity),
                .. music.Select(m => m.Identity),
            ]);
            pretrainers[i] = new Pretrainer(recipe.OfStudent, i == 0 ? "pretraining" : $"pretraining {i + 1}", key, music, imitated, shape, floor, categories, device, checkpoints);
            students[i] = cache.Find(key) is var (weights, loss) ? pretrainers[i].Restore(weights, loss) : null;
        }

        _clock.Restart();
        int windows = 0;
        int all = settings.Windows * students.Count(student => student is null);
        for (int i = 0; i < students.Length; i++)
        {
            if (students[i] is null)
            {
                PretrainedStudent student = students[i] = pretrainers[i].Run(SeedOf(i), OnHeard, _cancellation);
                cache.Keep(student.Key, student.Weights, student.Loss);
            }
        }

        return students!;

        // Of other seeds than the fits', which follow the run's.
        int SeedOf(int student) => _options.Seed + (student * StudentAdapter.SeedStep);

        void OnHeard(int heard, double loss)
        {
            windows += heard;
            double fraction = windows / (double)all;
            _events?.AddPretraining(windows, loss);
            Report(TrainingPhase.Pretraining, 0, windows, all, loss, fraction, _clock.Elapsed * ((1 - fraction) / fraction));
        }
    }

    private FitResults FitAll(NetworkFitter fitter, FitPlan[] plans, LabelledDataset dataset, TrackFeatures[] features, int threads)
    {
        var judged = new FoldResult?[plans.Length];
        var curves = plans.ToDictionary(p => p.Name, _ => ImmutableArray.CreateBuilder<EpochRecord>());
        var networks = new FittedNetwork?[plans.Length];
        _epochsInAll = Math.Max(1, _options.Recipe.Epochs) * plans.Length;
        _clock.Restart();
        try
        {
            // The folds first, so that a reader sees how well it does early; the last fit is the model that is written.
            Parallel.ForEach(
                Partitioner.Create(plans.Index(), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = _cancellation },
                (next, state) =>
                {
                    // The tensor library asks each thread by itself, and one that has computed before keeps its number.
                    TorchSharp.torch.set_num_threads(1);
                    (int index, FitPlan plan) = next;
                    FittedNetwork fitted = fitter.Fit(plan, (epoch, isEarlier) => ReportEpoch(plan, epoch, isEarlier, curves[plan.Name], state), (windows, loss) => ReportAdaptation(windows, loss, plans.Length, state), _cancellation);
                    networks[index] = fitted;
                    if (!plan.Held.IsEmpty)
                    {
                        judged[index] = Judge(fitted, plan, features);
                        lock (_gate)
                        {
                            _accuracy = FoldScores.AccuracyOf(dataset, fitter.Merge, judged.OfType<FoldResult>());
                        }
                    }
                });
        }
        catch (Exception e)
        {
            Array.ForEach(networks, network => network?.Dispose());
            if (e is AggregateException several)
            {
                ExceptionDispatchInfo.Throw(several.InnerExceptions.FirstOrDefault(i => i is not OperationCanceledException) ?? several.InnerExceptions[0]);
            }

            throw;
        }

        ImmutableArray<FoldResult> results = [.. judged.OfType<FoldResult>()];
        foreach (FoldResult result in results)
        {
            _parity = _parity.With(result.Parity);
        }

        return new FitResults(
            [.. networks.OfType<FittedNetwork>()],
            networks[Array.FindIndex(plans, p => p.IsFinal)]!,
            results,
            [.. plans.Select(p => new FitHistory(p.Name, curves[p.Name].ToImmutable()))]);
    }

    private static FoldResult Judge(FittedNetwork fitted, FitPlan plan, TrackFeatures[] features)
    {
        using var comparison = new ExportComparison(Exported(fitted), $"the exported model ({plan.Name})");
        var parity = default(ExportParity);
        var windows = new double[plan.Held.Length][][];
        var seconds = new double[plan.Held.Length][];
        double frameSeconds = fitted.Metadata.FrontEnd.HopLength / (double)fitted.Metadata.FrontEnd.SampleRate;
        for (int i = 0; i < plan.Held.Length; i++)
        {
            seconds[i] = [.. fitted.Cutter.Positions(features[plan.Held[i]]).Select(p => p * frameSeconds)];
            windows[i] = fitted.PredictCategories(features[plan.Held[i]], out float[] inputs);
            parity = parity.With(comparison.Compare(inputs, [.. windows[i].Select(fitted.Merge.Merged)]));
        }

        return new FoldResult(fitted, plan.Held, windows, seconds, parity);
    }

    private static byte[] Exported(FittedNetwork fitted) => OnnxExporter.Export(fitted.Network, fitted.Merge, fitted.Metadata, ImmutableDictionary<string, string>.Empty);

    /// <summary>How the answers of the folds' models stand changes of the sound; empty where it was not asked for.</summary>
    private ImmutableArray<RobustnessRow> CheckRobustness(FeatureExtractor extractor, LabelledDataset dataset, ImmutableArray<FoldResult> results, TrackFeatures[] features, int threads)
    {
        if (!_options.ChecksRobustness || results.IsEmpty)
        {
            return [];
        }

        EmotionModel[] models = [.. results.Select((r, i) => EmotionModel.Load(Exported(r.Fitted), $"the model of fold {i + 1}"))];
        ClipJudge[] judges = [.. models.Select(m => new ClipJudge(m, extractor.Floor))];
        try
        {
            (int Index, ClipJudge Judge)[] asked = [.. results.Zip(judges).SelectMany(r => r.First.Held.Select(index => (index, r.Second))).OrderBy(r => r.index)];
            ClipJudge[] judgeOf = [.. asked.Select(r => r.Judge)];
            LabelledDataset held = dataset with { Tracks = [.. asked.Select(r => dataset.Tracks[r.Index])] };
            int all = asked.Length * AudioVariation.All.Length;
            return Robustness.Measure(
                extractor,
                held,
                judgeOf,
                [.. asked.Select(r => ClipJudge.Mean(r.Judge.Windows(features[r.Index])))],
                threads,
                done => Report(TrainingPhase.Robustness, 0, done, all, double.NaN, 1, null),
                _cancellation);
        }
        finally
        {
            Array.ForEach(judges, j => j.Dispose());
            Array.ForEach(models, m => m.Dispose());
        }
    }

    private void CheckParity(FittedNetwork fitted, byte[] onnx, TrackFeatures[] features)
    {
        using var comparison = new ExportComparison(onnx, _options.OutputPath);
        foreach (TrackFeatures track in features)
        {
            _cancellation.ThrowIfCancellationRequested();
            double[][] expected = fitted.Predict(track, out float[] inputs);
            _parity = _parity.With(comparison.Compare(inputs, expected));
        }
    }

    private ModelMetadata Describe(LabelledDataset dataset, OtherTracks others, DateOnly date) => new()
    {
        Name = Path.GetFileNameWithoutExtension(_options.OutputPath),
        Labels = [.. dataset.Merge.Classes.Select(c => c.Name)],
        LabelValence = [.. dataset.Merge.Classes.Select(c => c.Valence)],
        LabelArousal = [.. dataset.Merge.Classes.Select(c => c.Arousal)],
        AmbiguityMargin = 0,
        FrontEnd = _options.Recipe.FrontEnd,
        WindowFrames = _options.Recipe.WindowFrames,
        LevelNormalisation = _options.Recipe.Levelling,
        Mean = [0f],
        Deviation = [1f],
        Licence = string.Join("; ", others.Sets.Select(set => set.Licence).Prepend(dataset.Licence).Distinct()),
        TrainingData = string.Join("; ", [
            $"{dataset.Name}, {dataset.Tracks.Length} tracks ({dataset.Source})",
            .. others.Sets.Select(set => $"{set.Name}, {set.Tracks} tracks ({set.Source})"),
        ]),
        Date = date,
    };

    private Dictionary<string, string> Provenance(FoldScores? validation)
    {
        var entries = new Dictionary<string, string>
        {
            ["rte.training.recipe"] = _options.Recipe.Name,
            ["rte.training.seed"] = _options.Seed.ToString(CultureInfo.InvariantCulture),
            ["rte.training.classTable"] = _options.Merge.Name,
        };
        if (validation is { } known)
        {
            entries[_options.Folds > 0 ? "rte.training.crossValidatedAccuracy" : "rte.training.heldOutAccuracy"] = known.Clips.Accuracy.ToString("0.000", CultureInfo.InvariantCulture);
        }

        return entries;
    }

    private void CheckOptions()
    {
        TrainingRecipe recipe = _options.Recipe;
        ArgumentOutOfRangeException.ThrowIfNegative(recipe.Epochs);
        ArgumentOutOfRangeException.ThrowIfLessThan(recipe.WindowsPerTrack, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(recipe.BatchSize, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(recipe.WinnerShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recipe.WinnerShare, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(recipe.MergeNorm, 1);
        if (recipe.FrontEnd.Compression != Compression.Decibel || recipe.FrontEnd.TopDecibels is not null || recipe.FrontEnd.AffineOffset != 0 || recipe.FrontEnd.AffineScale != 1)
        {
            throw new ArgumentException("The front-end of a trained model is in plain decibels: augmentation adds on that scale.", nameof(TrainingOptions));
        }

        if (_options.Folds is < 0 or 1)
        {
            throw new InputException("--folds", $"is {_options.Folds}", "give 0 for no cross-validation, or 2 and more");
        }

        if (!_options.TeacherPaths.IsEmpty && recipe.Target == TrainingTarget.ClassLabels)
        {
            throw new InputException("--teacher", $"has no use with the recipe '{recipe.Name}', which learns from labels alone", "leave one of the two out");
        }

        if (!_options.UnlabelledPaths.IsEmpty && _options.TeacherPaths.IsEmpty)
        {
            throw new InputException("--unlabelled", "has no use without a teacher, who says something of that music", "give '--teacher' as well");
        }

        if (_options.UnlabelledPaths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
        {
            throw new InputException(missing, "there is no such folder or file", "give a folder of music");
        }

        if (!_options.OutputPath.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(_options.OutputPath, "does not end in .onnx", "give the name of the model file to write");
        }

        _outputs.CheckFree(_options.TeacherPaths);

        // Training takes long: a folder that cannot be written must be known before, not after it.
        using var probe = new AtomicFile(_options.OutputPath);
    }

    private void CheckDataset(LabelledDataset dataset)
    {
        int present = dataset.ClassCounts.Count(c => c > 0);
        if (present < 2)
        {
            throw new InputException(dataset.Path, $"has only one class ({dataset.Merge.Classes[dataset.Tracks[0].ClassIndex].Name})", "training needs tracks of two classes or more");
        }

        int least = Math.Max(2, _options.Folds);
        if (dataset.Tracks.Length < least)
        {
            throw new InputException(dataset.Path, $"has {dataset.Tracks.Length} tracks", $"{_options.Folds} folds need {least} or more: add tracks, or ask for fewer folds");
        }
    }

    private void CheckLengths(LabelledDataset dataset, HeardTrack[] tracks)
    {
        TrackFeatures[] features = [.. tracks.Select(t => t.Mel)];
        int frames = _options.Recipe.WindowFrames;
        int shortest = Enumerable.Range(0, features.Length).MinBy(i => features[i].Frames);
        if (features[shortest].Frames < frames)
        {
            double seconds = features[shortest].Frames * (double)_options.Recipe.FrontEnd.HopLength / _options.Recipe.FrontEnd.SampleRate;
            throw new InputException(dataset.Tracks[shortest].AudioPath, string.Create(CultureInfo.InvariantCulture, $"is {seconds:0.#} s long, shorter than the network's window of {_options.Recipe.WindowSeconds:0.#} s"), "take it out of the data set, or choose a shorter window");
        }
    }

    private void ReportEpoch(FitPlan plan, EpochRecord? epoch, bool isEarlier, ImmutableArray<EpochRecord>.Builder curve, ParallelLoopState state)
    {
        lock (_gate)
        {
            // Another fit has failed: what this one still does would be thrown away.
            if (state.IsExceptional)
            {
                throw new OperationCanceledException();
            }

            if (epoch is not null)
            {
                curve.Add(epoch);
                _events?.Add(plan.Name, epoch);
            }

            _epochsBefore += isEarlier ? 1 : 0;
            double fraction = ++_epochs / (double)_epochsInAll;
            TimeSpan? remaining = _epochs > _epochsBefore ? _clock.Elapsed * ((_epochsInAll - _epochs) / (double)(_epochs - _epochsBefore)) : null;
            Report(plan.IsFinal ? TrainingPhase.Final : TrainingPhase.Validation, plan.Fold, _epochs, _epochsInAll, epoch?.Loss ?? double.NaN, fraction, remaining, epoch?.ValidationAccuracy ?? epoch?.Accuracy);
        }
    }

    private void ReportAdaptation(int windows, double loss, int fits, ParallelLoopState state)
    {
        lock (_gate)
        {
            if (state.IsExceptional)
            {
                throw new OperationCanceledException();
            }

            _adapted += windows;
            int all = _options.Recipe.Network.Trunks * _options.Recipe.AdaptationRuns * _options.Recipe.AdaptationSteps * _options.Recipe.Pretraining.BatchSize * fits;
            double fraction = _adapted / (double)all;
            Report(TrainingPhase.Adaptation, 0, _adapted, all, loss, fraction, _clock.Elapsed * ((1 - fraction) / fraction));
        }
    }

    private void Report(TrainingPhase phase, int fold, int done, int of, double loss, double fraction, TimeSpan? remaining, double? ofEpoch = null)
        => _progress?.Report(new TrainingProgress(phase, fold, _options.Folds, done, of, loss, double.IsNaN(_accuracy) ? ofEpoch ?? double.NaN : _accuracy, fraction, remaining));

    /// <summary>What is learnt from and not judged.</summary>
    /// <param name="Tracks">Tracks and votes.</param>
    /// <param name="Heard">The same tracks as they were heard.</param>
    /// <param name="Sets">The sets that they are of.</param>
    private sealed record OtherTracks(ImmutableArray<LabelledTrack> Tracks, HeardTrack[] Heard, ImmutableArray<OtherDataset> Sets);

    private void Write(byte[] onnx, string card, string json)
    {
        // All are written before any takes its name.
        using var model = new AtomicFile(_outputs.Model);
        using var cardFile = new AtomicFile(_outputs.Card);
        using var reportFile = new AtomicFile(_outputs.Report);
        try
        {
            model.Stream.Write(onnx);
            cardFile.Stream.Write(Encoding.UTF8.GetBytes(card));
            reportFile.Stream.Write(Encoding.UTF8.GetBytes(json));
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(_options.OutputPath, e);
        }

        _cancellation.ThrowIfCancellationRequested();
        reportFile.Commit();
        cardFile.Commit();
        model.Commit();
    }
}
