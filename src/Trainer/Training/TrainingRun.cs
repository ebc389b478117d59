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
using RealtimeEmotion.Trainer.Teachers;
using RealtimeEmotion.Trainer.Torch;

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
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = new();
    private int _epochs;
    private double _accuracy = double.NaN;
    private ExportParity _parity;

    private TrainingRun(TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Trains and writes the model, its card (<c>.md</c>) and the report (<c>.json</c>) beside it: all three
    /// when everything is done, or nothing.</summary>
    /// <param name="options">What to train on, where to write, how.</param>
    /// <param name="progress">Told of every epoch, one at a time, by the threads that train; null for nobody.</param>
    /// <param name="cancellation">Stops the run within a step; nothing is written then.</param>
    /// <exception cref="InputException">The data set, an audio file or the output is at fault, or the exported model
    /// does not compute what was trained.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static TrainingReport Run(TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
        => new TrainingRun(options, progress, cancellation).Run();

    private TrainingReport Run()
    {
        CheckOptions();
        LabelledDataset dataset = EmotifyReader.Read(_options.DatasetPath, _options.Merge);
        CheckDataset(dataset);
        int threads = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount;

        var clock = Stopwatch.StartNew();
        TeacherModel[] teachers = LoadTeachers();
        try
        {
            return Run(dataset, [.. teachers], threads, clock);
        }
        finally
        {
            foreach (TeacherModel teacher in teachers)
            {
                teacher.Dispose();
            }
        }
    }

    private TrainingReport Run(LabelledDataset dataset, ImmutableArray<TeacherModel> teachers, int threads, Stopwatch clock)
    {
        TrainingRecipe recipe = _options.Recipe;
        string cacheFolder = _options.CacheFolder ?? FeatureCache.DefaultFolder;
        var extractor = new FeatureExtractor(recipe.FrontEnd, cacheFolder, teachers, recipe.WindowFrames, recipe.TeachingStepFrames);
        string[] unlabelled = [.. AudioFile.Find(_options.UnlabelledPaths)];
        int files = dataset.Tracks.Length + unlabelled.Length;
        HeardTrack[] tracks = extractor.ExtractAll(
            [.. dataset.Tracks.Select(t => t.AudioPath)],
            threads,
            done => Report(TrainingPhase.Features, 0, done, files, double.NaN, 0, null),
            _cancellation);
        TrackFeatures[] features = [.. tracks.Select(t => t.Mel)];
        CheckLengths(dataset, features);
        HeardTrack?[] read = extractor.ExtractReadable(
            unlabelled,
            threads,
            done => Report(TrainingPhase.Features, 0, dataset.Tracks.Length + done, files, double.NaN, 0, null),
            _cancellation);
        HeardTrack[] music = Usable(tracks, read);
        if (unlabelled.Length > 0 && music.Length == 0)
        {
            throw new InputException(_options.UnlabelledPaths[0], "holds no music that is as long as a window, readable, and not in the data set", "give a folder of music, or leave '--unlabelled' out");
        }

        double featureSeconds = clock.Elapsed.TotalSeconds;

        TorchLibrary.Load();

        // The fits run side by side, each on one thread: that is faster than sharing the threads within one small
        // network, and it makes the result independent of their number.
        TorchSharp.torch.set_num_threads(1);
        ModelMetadata shape = Describe(dataset);
        clock.Restart();
        TeacherTargets? targets = teachers.IsEmpty ? null : TeacherTargets.Fit(music.Length > 0 ? music : tracks, recipe.Pretraining.TargetSize);
        StudyPiece[] pieces = [.. tracks.Select(t => new StudyPiece(t.Mel, targets?.Of(t)))];
        StudyPiece[] heard = [.. music.Select(t => new StudyPiece(t.Mel, targets!.Of(t)))];
        PretrainedStudent? student = Pretrain(heard, music, teachers, shape, extractor.Floor, dataset.Categories.Length, cacheFolder);
        double pretrainSeconds = clock.Elapsed.TotalSeconds;
        var fitter = new NetworkFitter(recipe, dataset, pieces, heard, student, shape, extractor.Floor);
        clock.Restart();
        (CrossValidation? validation, FittedNetwork last) = FitAll(fitter, dataset, features, threads);
        using FittedNetwork final = last;
        double fitSeconds = clock.Elapsed.TotalSeconds;

        ModelMetadata metadata = final.Metadata with { AmbiguityMargin = (float)(validation?.Ambiguity.Margin ?? shape.AmbiguityMargin) };
        ImmutableArray<RobustnessRow> robustness = CheckRobustness(extractor, dataset, validation, features, threads);
        byte[] onnx = OnnxExporter.Export(final.Network, final.ClassOfCategory, metadata, Provenance(validation));
        CheckParity(final, onnx, features);
        var report = new TrainingReport
        {
            ModelFile = Path.GetFileName(_options.OutputPath),
            Dataset = dataset.Name,
            Licence = dataset.Licence,
            Tracks = dataset.Tracks.Length,
            AudioSeconds = Seconds(features),
            Labels = metadata.Labels,
            LabelCounts = dataset.ClassCounts,
            Seed = _options.Seed,
            Threads = threads,
            Recipe = recipe,
            Pooled = validation?.Clips,
            OfKnownGenre = validation?.ClipsOfKnownGenre,
            Windows = validation?.Windows,
            Folds = validation?.Folds ?? [],
            Ambiguity = validation?.Ambiguity,
            Temperature = validation?.Temperature,
            Robustness = robustness,
            Unlabelled = teachers.IsEmpty ? null : new UnlabelledMusic(
                [.. teachers.Select(t => t.Name)],
                music.Length,
                unlabelled.Length,
                Seconds(music.Select(m => m.Mel)),
                targets!.Size,
                targets.KeptVariance,
                student?.Loss,
                pretrainSeconds,
                Sources()),
            Weights = final.Network.ExportedWeights,
            Parity = _parity.Largest,
            ParityWindows = _parity.Windows,
            ModelBytes = onnx.Length,
            FeatureSeconds = featureSeconds,
            FitSeconds = fitSeconds,
            Date = metadata.Date,
        };
        Write(onnx, ModelCard.Write(report, metadata, dataset, _options.Command), report.ToJson());
        return report;
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

    /// <summary>The music without labels that can be learnt from: readable, a window long, each piece once, and none that
    /// is in the data set, since some fold's model would have heard what it is judged on.</summary>
    private static HeardTrack[] Usable(HeardTrack[] tracks, HeardTrack?[] read)
    {
        HashSet<string> known = [.. tracks.Select(t => t.Key)];
        return [.. read.OfType<HeardTrack>().Where(m => !m.Teachers.IsEmpty && known.Add(m.Key))];
    }

    /// <summary>What the folders of music say of where it comes from and how it may be used.</summary>
    private string Sources()
        => string.Join('\n', _options.UnlabelledPaths.Select(p => Path.Combine(p, SourcesName)).Where(File.Exists).Select(p => File.ReadAllText(p).Trim()));

    private PretrainedStudent? Pretrain(StudyPiece[] heard, HeardTrack[] music, ImmutableArray<TeacherModel> teachers, ModelMetadata shape, float floor, int categories, string cacheFolder)
    {
        PretrainingSettings settings = _options.Recipe.Pretraining;
        if (heard.Length == 0 || settings.Windows == 0)
        {
            return null;
        }

        // Pretraining takes longest, and hears nothing of the data set: it is kept like the features, by what decides it.
        var cache = new FeatureCache(cacheFolder, "student");
        string key = cache.KeyOf([
            settings.ToString(),
            JsonSerializer.Serialize(_options.Recipe.Network),
            _options.Recipe.Augmentation.ToString(),
            shape.FrontEnd.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{shape.WindowFrames} {_options.Recipe.WeightDecay} {_options.Seed} {categories}"),
            .. teachers.Select(t => t.Identity),
            .. music.Select(m => m.Key),
        ]);
        var pretrainer = new Pretrainer(_options.Recipe, heard, shape, floor, categories);
        if (cache.Find(key, null) is { } found && pretrainer.Restore(found.Values) is { } kept)
        {
            return kept;
        }

        _clock.Restart();
        PretrainedStudent student = pretrainer.Run(
            _options.Seed,
            (windows, loss) =>
            {
                double fraction = windows / (double)settings.Windows;
                Report(TrainingPhase.Pretraining, 0, windows, settings.Windows, loss, fraction, _clock.Elapsed * ((1 - fraction) / fraction));
            },
            _cancellation);
        cache.Keep(key, new TrackFeatures(Pretrainer.Stored(student), 1, Pretrainer.Stored(student).Length));
        return student;
    }

    private (CrossValidation? Validation, FittedNetwork Final) FitAll(NetworkFitter fitter, LabelledDataset dataset, TrackFeatures[] features, int threads)
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, dataset.Tracks.Length)];
        ImmutableArray<ImmutableArray<int>> folds = _options.Folds > 0 ? TrackSplit.Folds(dataset.Tracks, _options.Folds, _options.Seed) : [];
        var judged = new FoldResult?[folds.Length];
        FittedNetwork? final = null;
        _clock.Restart();
        try
        {
            // The folds first, so that a reader sees how well it does early; the last fit is the model that is written.
            Parallel.ForEach(
                Partitioner.Create(Enumerable.Range(1, folds.Length + 1), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = _cancellation },
                (number, state) =>
                {
                    // The tensor library asks each thread by itself, and one that has computed before keeps its number.
                    TorchSharp.torch.set_num_threads(1);
                    bool isFinal = number > folds.Length;
                    FittedNetwork fitted = fitter.Fit(
                        isFinal ? all : [.. all.Except(folds[number - 1])],
                        isFinal ? _options.Seed : _options.Seed + number,
                        loss => ReportEpoch(isFinal ? 0 : number, loss, state),
                        _cancellation);
                    if (isFinal)
                    {
                        final = fitted;
                        return;
                    }

                    using (fitted)
                    {
                        judged[number - 1] = Judge(fitted, number, dataset, folds[number - 1], features);
                    }

                    lock (_gate)
                    {
                        _accuracy = Predictions.Together(judged.OfType<FoldResult>().Select(f => ScoresOf(dataset, f, 1).Clips)).Score().Accuracy;
                    }
                });
        }
        catch (AggregateException e)
        {
            final?.Dispose();
            ExceptionDispatchInfo.Throw(e.InnerExceptions.FirstOrDefault(i => i is not OperationCanceledException) ?? e.InnerExceptions[0]);
        }
        catch
        {
            final?.Dispose();
            throw;
        }

        FoldResult[] results = [.. judged.OfType<FoldResult>()];
        if (results.Length == 0)
        {
            return (null, final!);
        }

        foreach (FoldResult result in results)
        {
            _parity = _parity.With(result.Parity);
        }

        // Each fold at the temperature that suits the others; the model that is written at the one that suits all.
        double temperature = ChooseTemperature(dataset, results);
        final!.SetTemperature(temperature);
        FoldScores[] scores = [.. results.Select(r => ScoresOf(dataset, r, results.Length == 1 ? temperature : ChooseTemperature(dataset, [.. results.Where(o => o != r)])))];
        Predictions windows = Predictions.Together(scores.Select(r => r.Windows));
        return (
            new CrossValidation(
                Predictions.Together(scores.Select(r => r.Clips)).Score(),
                Predictions.Together(scores.Select(r => r.ClipsOfKnownGenre)).Score(),
                windows.Score(),
                [.. scores.Select(r => r.Clips.Score())],
                AmbiguityMargin.Choose(windows.Labels, windows.Probabilities),
                temperature,
                results),
            final!);
    }

    private static FoldResult Judge(FittedNetwork fitted, int number, LabelledDataset dataset, ImmutableArray<int> held, TrackFeatures[] features)
    {
        byte[] onnx = OnnxExporter.Export(fitted.Network, fitted.ClassOfCategory, fitted.Metadata, ImmutableDictionary<string, string>.Empty);
        using var comparison = new ExportComparison(onnx, $"the exported model of fold {number}");
        var parity = default(ExportParity);
        var windows = new double[held.Length][][];
        for (int i = 0; i < held.Length; i++)
        {
            windows[i] = fitted.PredictCategories(features[held[i]], out float[] inputs);
            parity = parity.With(comparison.Compare(inputs, [.. windows[i].Select(w => dataset.Merge.Merge(dataset.Categories, w))]));
        }

        return new FoldResult(held, windows, fitted.Metadata, onnx, parity);
    }

    /// <summary>The temperature at which whole clips fit the shares of the votes best: a probability of 60 % is to mean
    /// that 60 % of the votes say so.</summary>
    private static double ChooseTemperature(LabelledDataset dataset, FoldResult[] results) => Temperature.Choose(temperature => results.Sum(result => result.Held
        .Select((index, i) => ClassificationScore.CrossEntropyOf(dataset.Tracks[index].ClassShares.AsSpan(), ClipJudge.Mean(ClassesOf(dataset, result.Windows[i], temperature))))
        .Sum()));

    private static double[][] ClassesOf(LabelledDataset dataset, double[][] windows, double temperature)
        => [.. windows.Select(w => dataset.Merge.Merge(dataset.Categories, Temperature.Applied(w, temperature)))];

    private static FoldScores ScoresOf(LabelledDataset dataset, FoldResult result, double temperature)
    {
        var scores = new FoldScores(new Predictions(), new Predictions(), new Predictions());
        for (int i = 0; i < result.Held.Length; i++)
        {
            LabelledTrack track = dataset.Tracks[result.Held[i]];
            double[][] ofWindows = ClassesOf(dataset, result.Windows[i], temperature);
            double[] clip = ClipJudge.Mean(ofWindows);
            scores.Clips.Add(track, clip);
            scores.ClipsOfKnownGenre.Add(track, Weighted(clip, result.Metadata, track.Genre));
            foreach (double[] window in ofWindows)
            {
                scores.Windows.Add(track, window);
            }
        }

        return scores;
    }

    /// <summary>How the answers of the folds' models stand changes of the sound; empty where it was not asked for.</summary>
    private ImmutableArray<RobustnessRow> CheckRobustness(FeatureExtractor extractor, LabelledDataset dataset, CrossValidation? validation, TrackFeatures[] features, int threads)
    {
        if (!_options.ChecksRobustness || validation is null)
        {
            return [];
        }

        EmotionModel[] models = [.. validation.Results.Select((r, i) => EmotionModel.Load(r.Onnx, $"the model of fold {i + 1}"))];
        ClipJudge[] judges = [.. models.Select(m => new ClipJudge(m, extractor.Floor))];
        try
        {
            var judgeOf = new ClipJudge[features.Length];
            foreach ((FoldResult result, ClipJudge judge) in validation.Results.Zip(judges))
            {
                foreach (int index in result.Held)
                {
                    judgeOf[index] = judge;
                }
            }

            int all = features.Length * AudioVariation.All.Length;
            return Robustness.Measure(
                extractor,
                dataset,
                judgeOf,
                [.. features.Select((f, i) => ClipJudge.Mean(judgeOf[i].Windows(f)))],
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

    /// <summary>What a clip's probabilities become when the listener says its genre.</summary>
    private static double[] Weighted(double[] probabilities, ModelMetadata metadata, string genre)
    {
        // A genre of which no track is in training changes nothing.
        if (!metadata.GenrePriors.Any(p => p.Genre == genre))
        {
            return probabilities;
        }

        double[] weighted = [.. probabilities.Zip(metadata.GenreWeights(genre), (p, w) => p * w)];
        double sum = weighted.Sum();
        return [.. weighted.Select(w => w / sum)];
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

    private ModelMetadata Describe(LabelledDataset dataset) => new()
    {
        Name = Path.GetFileNameWithoutExtension(_options.OutputPath),
        Labels = [.. dataset.Merge.Classes.Select(c => c.Name)],
        LabelValence = [.. dataset.Merge.Classes.Select(c => c.Valence)],
        LabelArousal = [.. dataset.Merge.Classes.Select(c => c.Arousal)],
        AmbiguityMargin = 0,
        FrontEnd = _options.Recipe.FrontEnd,
        WindowFrames = _options.Recipe.WindowFrames,
        LevelNormalisation = LevelNormalisation.WindowMean,
        Mean = [0f],
        Deviation = [1f],
        Licence = dataset.Licence,
        TrainingData = $"{dataset.Name}, {dataset.Tracks.Length} tracks ({dataset.Source})",
        Date = DateOnly.FromDateTime(DateTime.Today),
    };

    private Dictionary<string, string> Provenance(CrossValidation? validation)
    {
        var entries = new Dictionary<string, string>
        {
            ["rte.training.recipe"] = _options.Recipe.Name,
            ["rte.training.seed"] = _options.Seed.ToString(CultureInfo.InvariantCulture),
            ["rte.training.classTable"] = _options.Merge.Name,
        };
        if (validation is { } known)
        {
            entries["rte.training.crossValidatedAccuracy"] = known.Clips.Accuracy.ToString("0.000", CultureInfo.InvariantCulture);
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
        if (recipe.FrontEnd.Compression != Compression.Decibel || recipe.FrontEnd.TopDecibels is not null || recipe.FrontEnd.AffineOffset != 0 || recipe.FrontEnd.AffineScale != 1)
        {
            throw new ArgumentException("The front-end of a trained model is in plain decibels: augmentation adds on that scale.", nameof(TrainingOptions));
        }

        if (_options.Folds is < 0 or 1)
        {
            throw new InputException("--folds", $"is {_options.Folds}", "give 0 for no cross-validation, or 2 and more");
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
            throw new InputException(dataset.Path, $"has {dataset.Tracks.Length} tracks", $"{_options.Folds} folds need {least} or more");
        }
    }

    private void CheckLengths(LabelledDataset dataset, TrackFeatures[] features)
    {
        int frames = _options.Recipe.WindowFrames;
        int shortest = Enumerable.Range(0, features.Length).MinBy(i => features[i].Frames);
        if (features[shortest].Frames < frames)
        {
            double seconds = features[shortest].Frames * (double)_options.Recipe.FrontEnd.HopLength / _options.Recipe.FrontEnd.SampleRate;
            throw new InputException(dataset.Tracks[shortest].AudioPath, string.Create(CultureInfo.InvariantCulture, $"is {seconds:0.#} s long, shorter than the network's window of {_options.Recipe.WindowSeconds:0.#} s"), "take it out of the data set, or choose a shorter window");
        }
    }

    private void ReportEpoch(int fold, double loss, ParallelLoopState state)
    {
        lock (_gate)
        {
            // Another fit has failed: what this one still does would be thrown away.
            if (state.IsExceptional)
            {
                throw new OperationCanceledException();
            }

            int all = Math.Max(1, _options.Recipe.Epochs) * (_options.Folds + 1);
            double fraction = ++_epochs / (double)all;
            TimeSpan remaining = _clock.Elapsed * ((1 - fraction) / fraction);
            Report(fold > 0 ? TrainingPhase.Validation : TrainingPhase.Final, fold, _epochs, all, loss, fraction, remaining);
        }
    }

    private void Report(TrainingPhase phase, int fold, int done, int of, double loss, double fraction, TimeSpan? remaining)
        => _progress?.Report(new TrainingProgress(phase, fold, _options.Folds, done, of, loss, _accuracy, fraction, remaining));

    private void Write(byte[] onnx, string card, string json)
    {
        // All are written before any takes its name.
        using var model = new AtomicFile(_options.OutputPath);
        using var cardFile = new AtomicFile(Path.ChangeExtension(_options.OutputPath, ".md"));
        using var reportFile = new AtomicFile(Path.ChangeExtension(_options.OutputPath, ".json"));
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

    /// <summary>What a fold's network says of the tracks that it did not hear: shares of the categories, window by
    /// window.</summary>
    private sealed record FoldResult(ImmutableArray<int> Held, double[][][] Windows, ModelMetadata Metadata, byte[] Onnx, ExportParity Parity);

    private sealed record FoldScores(Predictions Clips, Predictions ClipsOfKnownGenre, Predictions Windows);

    private sealed record CrossValidation(
        ClassificationScore Clips,
        ClassificationScore ClipsOfKnownGenre,
        ClassificationScore Windows,
        ImmutableArray<ClassificationScore> Folds,
        AmbiguityMargin Ambiguity,
        double Temperature,
        FoldResult[] Results);
}
