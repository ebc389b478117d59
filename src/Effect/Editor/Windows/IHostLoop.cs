namespace RealtimeEmotion.Effect.Editor.Windows;

/// <summary>The host's event loop, which a window on X11 lives by. All calls and call-backs are the user-interface thread's.</summary>
public interface IHostLoop
{
    /// <summary>Calls back again and again until the registration is disposed; null if the host refuses.</summary>
    IDisposable? AddTimer(TimeSpan period, Action onTimer);

    /// <summary>Calls back whenever a file descriptor can be read, until the registration is disposed; null if the host refuses.</summary>
    IDisposable? AddFileDescriptor(int fileDescriptor, Action onReadable);
}
