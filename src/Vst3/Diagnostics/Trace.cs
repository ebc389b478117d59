using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Diagnostics;

/// <summary>
/// Writes each call of the host to a file: seconds since the start, thread, object, function, arguments, result,
/// indented by depth. On when the environment variable <see cref="Variable"/> named a file as the host loaded the
/// library; otherwise each entry pays for one test of a flag. While it is on, calls are serialised and allocate:
/// it shows what a host does, not how fast.
/// </summary>
internal static unsafe class Trace
{
    internal const string Variable = "RTE_VST3_TRACE";

    // Nothing in this class has an initialiser, so that the test of the flag is a load and no check of a constructor.
    private static bool _on;

    [ThreadStatic]
    private static int _depth;

    [ThreadStatic]
    private static bool _entered;

    internal static bool On => _on;

    /// <summary>Turns the trace on if the environment asks for it. A file that cannot be written turns nothing on.</summary>
    internal static void Start()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        if (_on || string.IsNullOrEmpty(path))
            return;
        try
        {
            Sink.Open(path);
            _on = true;
            Note($"trace of {Environment.ProcessPath}, process {Environment.ProcessId}, {DateTime.UtcNow:u}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // A host must not fail because a log cannot be written.
        }
    }

    /// <summary>A call without arguments begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Enter(void* self, string type, [CallerMemberName] string member = "")
    {
        if (_on)
            Begin(self, type, member, "");
    }

    /// <summary>A call begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Enter(void* self, string type, ref TraceArguments arguments, [CallerMemberName] string member = "")
    {
        if (_on)
            Begin(self, type, member, arguments.ToStringAndClear());
    }

    /// <summary>The call ends with a result code, which is handed on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Exit(int result)
    {
        if (_on)
            End(Result.Name(result));
        return result;
    }

    /// <summary>The call ends with a value that is not a result code; the value is handed on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ExitValue<T>(T value)
        where T : unmanaged
    {
        if (_on)
            End(string.Create(CultureInfo.InvariantCulture, $"{value}"));
        return value;
    }

    /// <summary>A line of its own.</summary>
    internal static void Note(string text) => Write(text);

    private static void Begin(void* self, string type, string member, string arguments)
    {
        string subject = self == null ? "" : $" #{ComObject.Of<ComObject>(self).Serial}";
        Write($"{type}.{member}{subject}{(arguments.Length == 0 ? "" : " ")}{arguments}");
        _depth++;
        _entered = true;
    }

    private static void End(string result)
    {
        // A call that failed before it was announced has nothing to close.
        if (!_entered)
            return;
        _depth--;
        _entered = _depth > 0;
        Write($"= {result}");
    }

    private static void Write(string text) => Sink.Write(new string(' ', 2 * _depth) + text);

    private static class Sink
    {
        private static readonly Lock Gate = new();
        private static readonly long Start = Stopwatch.GetTimestamp();
        private static StreamWriter? _writer;

        internal static void Open(string path)
            => _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

        internal static void Write(string text)
        {
            double seconds = Stopwatch.GetElapsedTime(Start).TotalSeconds;
            string line = string.Create(CultureInfo.InvariantCulture, $"{seconds:F6} [{Environment.CurrentManagedThreadId}] {text}");
            lock (Gate)
                _writer?.WriteLine(line);
        }
    }
}
