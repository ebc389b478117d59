using System.Globalization;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Torch;

public sealed class TensorMemoryTests
{
    private const int Steps = 50;
    private const int Megabytes = 8;

    public TensorMemoryTests() => TorchLibrary.Load();

    [Fact]
    public void What_a_step_lets_go_of_serves_the_next()
    {
        if (!File.Exists("/proc/thread-self/stat"))
        {
            Assert.Skip("page faults are counted by Linux");
        }

        Assert.InRange(FaultsOfSteps(), 0, Steps * Megabytes * 256 / 4);
    }

    /// <summary>Pages that this thread had to wait for while it made a tensor again and again.</summary>
    private static long FaultsOfSteps()
    {
        Step();
        long before = Faults();
        for (int i = 0; i < Steps; i++)
        {
            Step();
        }

        return Faults() - before;

        static void Step()
        {
            using Tensor one = full([Megabytes * 131072], 1f);
            using Tensor two = full([Megabytes * 131072], 2f);
            two.add_(one);
        }
    }

    private static long Faults()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
