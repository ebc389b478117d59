using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class DeviceTests
{
    [Fact]
    public void A_card_that_is_not_there_is_said_before_anything_is_read()
    {
        Assert.SkipWhen(HasCuda(), "there is a CUDA device here");
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 1, 3);
        var seen = new List<TrainingProgress>();
        InputException error = Assert.Throws<InputException>(() => TrainingRun.Run(RecipeTests.Options(folder, Optimiser.Sgd) with { Device = TrainingDevice.Cuda }, new Collected(seen)));
        Assert.Equal("--device cuda", error.Subject);
        Assert.Contains("--device cpu", error.Message, StringComparison.Ordinal);
        Assert.Empty(seen);
        Assert.False(Directory.Exists(folder["model.unfinished"]));
    }

    [Fact]
    public void A_card_trains_the_same_kind_of_model()
    {
        Assert.SkipUnless(HasCuda(), "there is no CUDA device here, or the tensor library is built without CUDA");
        using var folder = new TemporaryFolder();
        SyntheticEmotify.Write(folder.Path, 5, 3);
        TrainingOptions options = RecipeTests.Options(folder, Optimiser.Adam) with { Device = TrainingDevice.Cuda, CheckpointInterval = TimeSpan.Zero };
        TrainingReport report = TrainingRun.Run(options);
        Assert.InRange(report.Pooled!.Accuracy, 0.7, 1);
        Assert.InRange(report.Parity, 0, TrainingRun.ParityTolerance);
        Assert.True(report.Curves[0].Epochs[^1].Loss < 0.7 * report.Curves[0].Epochs[0].Loss);
    }

    private static bool HasCuda()
    {
        try
        {
            TorchLibrary.Load(TrainingDevice.Cuda);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private sealed class Collected(List<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value);
    }
}
