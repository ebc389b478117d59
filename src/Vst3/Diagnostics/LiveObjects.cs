using System.Text;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Diagnostics;

/// <summary>
/// Every object that native code holds a reference to. A host that has let go of a plugin leaves none, so tests ask
/// for the dump and find leaks, and one too many releases, by name.
/// </summary>
internal static class LiveObjects
{
    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<int, ComObject> Objects = [];
    private static int _lastSerial;

    // Kept apart, so that a test that counts bytes takes no lock: a thread's first lock makes 240 of them.
    private static int _count;

    internal static int Count => Volatile.Read(ref _count);

    internal static int Add(ComObject item)
    {
        lock (Gate)
        {
            Objects.Add(++_lastSerial, item);
            _count = Objects.Count;
            return _lastSerial;
        }
    }

    internal static void Remove(ComObject item)
    {
        lock (Gate)
        {
            Objects.Remove(item.Serial);
            _count = Objects.Count;
        }
    }

    /// <summary>One line an object: serial number, kind, references.</summary>
    internal static string Dump()
    {
        StringBuilder text = new();
        lock (Gate)
        {
            foreach (ComObject item in Objects.Values)
                text.Append('#').Append(item.Serial).Append(' ').Append(item).Append(" references=").Append(item.References).Append('\n');
        }

        return text.ToString();
    }
}
