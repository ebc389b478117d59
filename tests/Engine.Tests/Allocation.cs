namespace RealtimeEmotion.Engine.Tests;

/// <summary>Bytes that steady code allocates.</summary>
internal static class Allocation
{
    private const int Rounds = 5;

    /// <summary>
    /// The fewest bytes that a round of <paramref name="action"/> allocated on this thread. Code that allocates does so
    /// in every round; the runtime's own book-keeping (a collection that another test caused, a method compiled
    /// anew) disturbs a round now and then.
    /// </summary>
    public static long LeastOf(Action action)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
