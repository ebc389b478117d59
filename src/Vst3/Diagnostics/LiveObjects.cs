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

    internal static int Count
    {
        get
        {
            lock (Gate)
                return Objects.Count;
        }
    }

    internal static int Add(ComObject item)
    {
        lock (Gate)
        {
            Objects.Add(++_lastSerial, item);
            return _lastSerial;
        }
    }

    internal static void Remove(ComObject item)
    {
        lock (Gate)
            Objects.Remove(item.Serial);
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
