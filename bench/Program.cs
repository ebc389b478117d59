using RealtimeEmotion.Bench;

// One line a comparison.
switch (args)
{
    case ["mel", .. string[] rest]:
        return MelComparison.Run(rest);
    case ["micro", .. string[] rest]:
        return SpectralBenchmarks.Run(rest);
    default:
        Console.Error.WriteLine("bench mel [repetitions] | bench micro [BenchmarkDotNet options]");
        return 2;
}
