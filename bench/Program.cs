using RealtimeEmotion.Bench;

// One line a comparison.
switch (args)
{
    case ["mel", .. string[] rest]:
        return MelComparison.Run(rest);
    case ["fade", .. string[] rest]:
        return FadeComparison.Run(rest);
    case ["analyze", .. string[] rest]:
        return AnalyzeComparison.Run(rest);
    case ["decode", .. string[] rest]:
        return DecodeComparison.Run(rest);
    case ["plugin", .. string[] rest]:
        return PluginComparison.Run(rest);
    case ["model", .. string[] rest]:
        return ModelComparison.Run(rest);
    case ["live", .. string[] rest]:
        return LiveComparison.Run(rest);
    case ["micro", .. string[] rest]:
        return SpectralBenchmarks.Run(rest);
    case ["timing", .. string[] rest]:
        return TimingBenchmarks.Run(rest);
    default:
        Console.Error.WriteLine("""
            bench mel|fade|analyze|decode [repetitions]
            bench model [repetitions] [--teachers FOLDER]
            bench live [streams…]
            bench plugin [minutes of real time]
            bench micro|timing [BenchmarkDotNet options]
            """);
        return 2;
}
