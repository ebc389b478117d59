using AudioPlugSharp;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>
/// Plays the library's host. By default it hands over every point of a block. As the bridge does, it keeps one cursor for all
/// queues together: points are lost then, and some come twice.
/// </summary>
internal sealed class StandInHost : IAudioHost
{
    private readonly List<Queue> _queues = [];
    private int _reached;
    private int _next;

    public double SampleRate { get; set; } = 48000;

    public uint MaxAudioBufferSize { get; set; } = 8192;

    public uint CurrentAudioBufferSize { get; set; }

    public EAudioBitsPerSample BitsPerSample { get; set; } = EAudioBitsPerSample.Bits32;

    public double BPM { get; set; } = 120;

    public long CurrentProjectSample { get; set; }

    public bool IsPlaying { get; set; } = true;

    /// <summary>Whether points are handed over as the bridge does it.</summary>
    public bool IsBridge { get; set; }

    /// <summary>The samples of the block's MIDI events.</summary>
    public List<int> Notes { get; } = [];

    /// <summary>The edits that came from the plugin.</summary>
    public List<string> Edits { get; } = [];

    /// <summary>Thrown instead of handing over points.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How many points were handed over since the last <see cref="Begin"/>.</summary>
    public int Handed { get; private set; }

    private EffectPlugin? Plugin { get; set; }

    /// <summary>Becomes a plugin's host.</summary>
    public void Adopt(EffectPlugin plugin)
    {
        Plugin = plugin;
        plugin.Host = this;
    }

    /// <summary>A block begins: no points yet.</summary>
    public void Begin(int frames)
    {
        CurrentAudioBufferSize = (uint)frames;
        (_reached, _next, Handed) = (0, 0, 0);
        Notes.Clear();
        foreach (Queue queue in _queues)
            queue.Points.Clear();
    }

    /// <summary>A point for this block; a parameter's points in the order of their samples.</summary>
    public void Add(AudioPluginParameter parameter, int offset, double value)
    {
        // A loop, and no Find: blocks are counted by the byte.
        foreach (Queue queue in _queues)
        {
            if (queue.Parameter == parameter)
            {
                queue.Points.Add((offset, value));
                return;
            }
        }

        _queues.Add(new Queue(parameter) { Points = { (offset, value) } });
    }

    /// <summary>The block has ended, as the bridge ends it.</summary>
    public void End()
    {
        foreach (Queue queue in _queues)
        {
            if (queue.Points.Count > 0)
                queue.Parameter.ResetParameterChange();
        }
    }

    public void ProcessAllEvents()
    {
        if (Fault != null)
            throw Fault;
        if (IsBridge)
        {
            while (ProcessEvents() < CurrentAudioBufferSize)
            {
                // Until the block's end.
            }

            return;
        }

        foreach (Queue queue in _queues)
        {
            foreach ((int offset, double value) in queue.Points)
                Hand(queue, offset, value);
        }
    }

    public int ProcessEvents()
    {
        int until = (int)CurrentAudioBufferSize;
        foreach (Queue queue in _queues)
        {
            for (int index = _next; index < queue.Points.Count; index++)
            {
                (int offset, double value) = queue.Points[index];
                if (offset != 0 && offset <= _reached)
                    continue;
                Hand(queue, offset, value);
                if (offset == 0)
                    continue;
                (until, _next) = (offset + 1, index + 1);
                break;
            }
        }

        foreach (int note in Notes)
        {
            if (note > _reached)
            {
                until = Math.Min(until, note);
                break;
            }
        }

        return _reached = until;
    }

    public void BeginEdit(int parameter) => Edits.Add($"begin {Name(parameter)}");

    public void PerformEdit(int parameter, double normalizedValue) => Edits.Add($"perform {Name(parameter)} {normalizedValue}");

    public void EndEdit(int parameter) => Edits.Add($"end {Name(parameter)}");

    public void SendNoteOn(int channel, int noteNumber, float velocity, int sampleOffset) => throw new NotSupportedException();

    public void SendNoteOff(int channel, int noteNumber, float velocity, int sampleOffset) => throw new NotSupportedException();

    public void SendCC(int channel, int ccNumber, int ccValue, int sampleOffset) => throw new NotSupportedException();

    public void SendPolyPressure(int channel, int noteNumber, float pressure, int sampleOffset) => throw new NotSupportedException();

    private string Name(int parameter) => Plugin!.Parameters[parameter].Name;

    private void Hand(Queue queue, int offset, double value)
    {
        Handed++;
        Plugin!.HandleParameterChange(queue.Parameter, value, offset);
    }

    private sealed class Queue(AudioPluginParameter parameter)
    {
        public AudioPluginParameter Parameter { get; } = parameter;

        public List<(int Offset, double Value)> Points { get; } = [];
    }
}
