using RealtimeEmotion.Bench;

// One line a comparison.
switch (args)
{
    case ["fade", .. string[] rest]:
        return FadeComparison.Run(rest);
    case ["fade-once", .. string[] rest]:
        return FadeComparison.Once(rest);
    case ["decode", .. string[] rest]:
        return DecodeComparison.Run(rest);
    default:
        Console.Error.WriteLine("bench fade [repetitions] | bench decode [repetitions]");
        return 2;
}
