using RealtimeEmotion.Vst3.Entries;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// The host's event loop on Linux, where a plugin has none of its own: timers and file descriptors (an X11
/// connection) are served on the host's user-interface thread. Only from that thread.
/// </summary>
public sealed unsafe class RunLoop
{
    private readonly HostReference _loop;

    internal RunLoop(HostReference loop)
    {
        _loop = loop;
    }

    /// <summary>Calls back again and again until the registration is disposed; null if the host refuses.</summary>
    public IDisposable? AddTimer(TimeSpan period, Action onTimer)
    {
        TimerCallbackObject timer = new(onTimer);
        ulong milliseconds = (ulong)Math.Max(1, (long)period.TotalMilliseconds);
        if (_loop.Table<RunLoopTable>()->RegisterTimer(_loop.Pointer, timer.Identity, milliseconds) == Result.Ok)
            return new Registration(_loop.Pointer, timer, isTimer: true);
        timer.Drop();
        return null;
    }

    /// <summary>Calls back whenever a file descriptor can be read, until the registration is disposed; null if the host refuses.</summary>
    public IDisposable? AddFileDescriptor(int fileDescriptor, Action onReadable)
    {
        DescriptorCallbackObject handler = new(onReadable);
        if (_loop.Table<RunLoopTable>()->RegisterEventHandler(_loop.Pointer, handler.Identity, fileDescriptor) == Result.Ok)
            return new Registration(_loop.Pointer, handler, isTimer: false);
        handler.Drop();
        return null;
    }

    internal void Release() => _loop.Release();

    private sealed class Registration : IDisposable
    {
        private readonly bool _isTimer;
        private HostReference? _loop;
        private ComObject? _callback;

        internal Registration(void* loop, ComObject callback, bool isTimer)
        {
            _loop = HostReference.Retain(loop);
            _callback = callback;
            _isTimer = isTimer;
        }

        public void Dispose()
        {
            if (_loop == null || _callback == null)
                return;
            RunLoopTable* table = _loop.Table<RunLoopTable>();
            if (_isTimer)
                table->UnregisterTimer(_loop.Pointer, _callback.Identity);
            else
                table->UnregisterEventHandler(_loop.Pointer, _callback.Identity);
            _callback.Drop();
            _loop.Release();
            _callback = null;
            _loop = null;
        }
    }
}
