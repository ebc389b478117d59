namespace RealtimeEmotion.Effect;

/// <summary>
/// The one thread of this process that analyses for all instances. It lives while an instance is active in real time,
/// below normal priority, and looks for work every few milliseconds: no instance has a thread, nothing spins.
/// </summary>
public static class InferenceThread
{
    // Short against the half second between hearing and acting, long against what a look costs.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);

    private static readonly Lock Gate = new();
    private static EffectCore[] _cores = [];
    private static Thread? _thread;
    private static bool _isStopping;

    /// <summary>
    /// Ends the thread for good and waits for it, when the process is about to end. Disposes nothing. Instances that
    /// process on are not analysed any more.
    /// </summary>
    public static void StopForExit()
    {
        Thread? thread;
        lock (Gate)
        {
            _isStopping = true;
            thread = _thread;
            _thread = null;
        }

        thread?.Join();
    }

    /// <summary>Takes an instance on.</summary>
    internal static void Add(EffectCore core)
    {
        lock (Gate)
        {
            if (_isStopping || Array.IndexOf(_cores, core) >= 0)
                return;
            Volatile.Write(ref _cores, [.. _cores, core]);
            if (_thread != null)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = "Emotion analysis", Priority = ThreadPriority.BelowNormal };
            _thread.Start();
        }
    }

    /// <summary>Lets an instance go; the last one ends the thread.</summary>
    internal static void Remove(EffectCore core)
    {
        Thread? last = null;
        lock (Gate)
        {
            Volatile.Write(ref _cores, [.. _cores.Where(other => other != core)]);
            if (_cores.Length == 0)
            {
                last = _thread;
                _thread = null;
            }
        }

        last?.Join();
    }

    private static void Run()
    {
        // Another one may have been started while this one was told to end.
        while (Volatile.Read(ref _thread) == Thread.CurrentThread)
        {
            foreach (EffectCore core in Volatile.Read(ref _cores))
                core.Analyse();
            Thread.Sleep(Pause);
        }
    }
}
