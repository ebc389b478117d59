using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Trainer.Tests;

/// <summary>Metadata and recipes of a size for tests.</summary>
internal static class TestModels
{
    public static FrontEndSettings FrontEnd(int bands) => new()
    {
        SampleRate = 8000,
        FftSize = 512,
        WindowLength = 512,
        HopLength = 256,
        Centering = Centering.None,
        MelBands = bands,
        LowestFrequency = 50,
        HighestFrequency = 3800,
        DecibelMinimum = 1e-7,
    };

    public static ModelMetadata Metadata(int bands, int frames) => new()
    {
        Name = "test",
        Labels = ["a", "b", "c"],
        LabelValence = [1, 0, -1],
        LabelArousal = [0, 1, -1],
        AmbiguityMargin = 0.1f,
        FrontEnd = FrontEnd(bands),
        WindowFrames = frames,
        LevelNormalisation = LevelNormalisation.WindowMean,
        Mean = [.. Enumerable.Range(0, bands).Select(b => b * 0.5f)],
        Deviation = [.. Enumerable.Range(0, bands).Select(b => 1 + (b * 0.25f))],
        Licence = "none",
        TrainingData = "none",
        Date = new DateOnly(2020, 1, 2),
    };
}
