using System.Diagnostics;
using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>The host's event loop on Linux, turned by hand: <see cref="Run"/> serves timers and file descriptors.</summary>
public sealed unsafe class HostRunLoop
{
    private const short PollIn = 1;

    private readonly List<Timer> _timers = [];
    private readonly List<Watch> _watches = [];

    /// <summary>How many timers plugins have registered.</summary>
    public int TimerCount => _timers.Count;

    /// <summary>How many file descriptors plugins have registered.</summary>
    public int DescriptorCount => _watches.Count;

    /// <summary>Serves the plugin for a while.</summary>
    public void Run(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            foreach (Timer timer in _timers.ToArray())
            {
                if (Stopwatch.GetElapsedTime(timer.Last) < timer.Period || !_timers.Contains(timer))
                    continue;
                timer.Last = Stopwatch.GetTimestamp();
                (*(TimerHandlerTable**)timer.Handler)->OnTimer((void*)timer.Handler);
            }

            ServeDescriptors();
        }
    }

    internal int Register(void* handler, ulong milliseconds)
    {
        if (handler == null || milliseconds == 0)
            return Result.InvalidArgument;
        (*(UnknownTable**)handler)->AddRef(handler);
        _timers.Add(new Timer { Handler = (nint)handler, Period = TimeSpan.FromMilliseconds(milliseconds), Last = Stopwatch.GetTimestamp() });
        return Result.Ok;
    }

    internal int Unregister(void* handler)
    {
        int index = _timers.FindIndex(timer => timer.Handler == (nint)handler);
        if (index < 0)
            return Result.False;
        _timers.RemoveAt(index);
        (*(UnknownTable**)handler)->Release(handler);
        return Result.Ok;
    }

    internal int RegisterDescriptor(void* handler, int descriptor)
    {
        if (handler == null)
            return Result.InvalidArgument;
        (*(UnknownTable**)handler)->AddRef(handler);
        _watches.Add(new Watch((nint)handler, descriptor));
        return Result.Ok;
    }

    internal int UnregisterDescriptor(void* handler)
    {
        int index = _watches.FindIndex(watch => watch.Handler == (nint)handler);
        if (index < 0)
            return Result.False;
        _watches.RemoveAt(index);
        (*(UnknownTable**)handler)->Release(handler);
        return Result.Ok;
    }

    private void ServeDescriptors()
    {
        if (_watches.Count == 0)
        {
            Thread.Sleep(1);
            return;
        }

        PollEntry[] entries = [.. _watches.Select(watch => new PollEntry { Descriptor = watch.Descriptor, Events = PollIn })];
        nint[] handlers = [.. _watches.Select(watch => watch.Handler)];
        fixed (PollEntry* first = entries)
        {
            if (Poll(first, (nuint)entries.Length, 1) <= 0)
                return;
        }

        for (int k = 0; k < entries.Length; k++)
        {
            if ((entries[k].Returned & PollIn) != 0)
                (*(EventHandlerTable**)handlers[k])->OnFileDescriptorIsSet((void*)handlers[k], entries[k].Descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(PollEntry* entries, nuint count, int milliseconds);

    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    private sealed class Timer
    {
        public required nint Handler { get; init; }

        public required TimeSpan Period { get; init; }

        public required long Last { get; set; }
    }

    private sealed record Watch(nint Handler, int Descriptor);
}
