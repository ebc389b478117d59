using Google.Protobuf;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.TensorBoard;

/// <summary>An event file that TensorBoard reads while it grows: every event is on disk when it was added. One thread at a
/// time.</summary>
internal sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";
    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>Begins a file in a folder, which is made.</summary>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    internal EventFile(string folder)
    {
        double now = Now();
        _path = folder;
        try
        {
            Directory.CreateDirectory(folder);

            // TensorBoard reads what has this word in its name; the rest only has to differ.
            for (int i = 0; ; i++)
            {
                _path = Path.Combine(folder, $"events.out.tfevents.{(long)now}.emotion.{Environment.ProcessId}.{i}");
                if (!File.Exists(_path))
                {
                    break;
                }
            }

            _stream = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(_path, e);
        }

        Add(new EventProto { WallTime = now, FileVersion = Version });
    }

    /// <summary>The steps whose values are in a folder's event files; of a file that was cut off, those before the end.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    internal static HashSet<long> StepsIn(string folder)
    {
        var steps = new HashSet<long>();
        foreach (string path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "events.out.tfevents.*") : [])
        {
            try
            {
                byte[] bytes = File.ReadAllBytes(path);
                for (int at = 0; EventRecord.TryRead(bytes, ref at, out ReadOnlySpan<byte> data);)
                {
                    EventProto entry = EventProto.Parser.ParseFrom(data);
                    if (entry.Summary is not null)
                    {
                        steps.Add(entry.Step);
                    }
                }
            }
            catch (InvalidProtocolBufferException)
            {
                // Not one of ours: what is in it stays as it is.
            }
            catch (Exception e) when (IoFault.IsFileFault(e))
            {
                throw IoFault.Reading(path, e);
            }
        }

        return steps;
    }

    /// <summary>Adds the values of a step.</summary>
    /// <param name="step">The step, 0 or more.</param>
    /// <param name="values">Names, with a slash between group and curve, and values; null ones are left out.</param>
    /// <exception cref="InputException">The disk is full, or otherwise refuses.</exception>
    internal void Add(long step, params ReadOnlySpan<(string Tag, double? Value)> values)
    {
        var summary = new SummaryProto();
        foreach ((string tag, double? value) in values)
        {
            if (value is { } known)
            {
                summary.Value.Add(new SummaryValueProto { Tag = tag, SimpleValue = (float)known });
            }
        }

        Add(new EventProto { WallTime = Now(), Step = step, Summary = summary });
    }

    public void Dispose() => _stream.Dispose();

    private void Add(EventProto entry)
    {
        try
        {
            // In one piece: a reader that comes in between sees all of it, or finds the end of the file and comes again.
            _stream.Write(EventRecord.Around(entry.ToByteArray()));
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(_path, e);
        }
    }

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
