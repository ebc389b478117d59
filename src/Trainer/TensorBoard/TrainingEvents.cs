using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.TensorBoard;

/// <summary>A run's curves for TensorBoard: a folder with the model's name, in it one a fit. One thread at a time.</summary>
internal sealed class TrainingEvents : IDisposable
{
    private const string Pretraining = "pretraining";
    private readonly string _folder;
    private readonly bool _resumes;
    private readonly Dictionary<string, EventFile> _files = [];
    private readonly Dictionary<string, HashSet<long>> _known = [];

    /// <param name="folder">The folder of all runs.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="resumes">Whether the run may go on with an earlier one: what that one wrote is not written again, since it would
    /// be the same.</param>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    internal TrainingEvents(string folder, string run, bool resumes)
    {
        _folder = Path.Combine(folder, run);
        _resumes = resumes;
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception e) when (Audio.Files.IoFault.IsFileFault(e))
        {
            throw Audio.Files.IoFault.Writing(_folder, e);
        }
    }

    /// <summary>Adds an epoch of a fit.</summary>
    /// <param name="fit">The fit's name.</param>
    /// <param name="epoch">The epoch.</param>
    /// <exception cref="InputException">The disk is full, or otherwise refuses.</exception>
    internal void Add(string fit, EpochRecord epoch)
    {
        EventFile file = FileOf(fit);
        if (_known[fit].Add(epoch.Epoch))
        {
            file.Add(
                epoch.Epoch,
                ("loss/training", epoch.Loss),
                ("loss/validation", epoch.ValidationLoss),
                ("accuracy/training", epoch.Accuracy),
                ("accuracy/validation", epoch.ValidationAccuracy));
        }
    }

    /// <summary>Adds a point of pretraining.</summary>
    /// <param name="windows">How many windows were heard.</param>
    /// <param name="loss">The mean squared error of the last ones.</param>
    /// <exception cref="InputException">The disk is full, or otherwise refuses.</exception>
    internal void AddPretraining(long windows, double loss)
    {
        EventFile file = FileOf(Pretraining);
        if (_known[Pretraining].Add(windows))
        {
            file.Add(windows, ("loss/imitation", loss));
        }
    }

    /// <summary>Adds how well the run's models do, in the end.</summary>
    /// <exception cref="InputException">The disk is full, or otherwise refuses.</exception>
    internal void Add(TrainingReport report)
    {
        if (report.Pooled is { } score)
        {
            FileOf(string.Empty).Add(
                0,
                ("scores/accuracy", score.Accuracy),
                ("scores/macro-F1", score.MacroF1),
                ("scores/cross-entropy", score.CrossEntropy),
                ("scores/calibration error", score.CalibrationError));
        }
    }

    public void Dispose()
    {
        foreach (EventFile file in _files.Values)
        {
            file.Dispose();
        }
    }

    private EventFile FileOf(string fit)
    {
        if (!_files.TryGetValue(fit, out EventFile? file))
        {
            string folder = Path.Combine(_folder, fit.Replace(' ', '-'));
            _known.Add(fit, _resumes ? EventFile.StepsIn(folder) : []);
            file = new EventFile(folder);
            _files.Add(fit, file);
        }

        return file;
    }
}
