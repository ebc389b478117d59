using System.Runtime.InteropServices;
using RealtimeEmotion.Engine.Tests.Models;

namespace RealtimeEmotion.Effect.Tests;

/// <summary>A report of the effect at its sample of the whole stream.</summary>
internal readonly record struct Reported(long Position, ParameterId Id, double Value);

/// <summary>A parameter's change at a sample of the whole stream.</summary>
internal readonly record struct Scheduled(long Position, ParameterId Id, double Normalised);

/// <summary>Plays host to an <see cref="EffectCore"/>: streams of any length, cut in any way, with changes at their samples.</summary>
internal sealed unsafe class Rig : IDisposable
{
    private readonly int _channels;
    private readonly int _sideChannels;
    private readonly bool _isDouble;
    private double _position = 1;

    /// <param name="model">The shipped model; the tiny one by default.</param>
    /// <param name="rate">Sample rate.</param>
    /// <param name="channels">Main channels.</param>
    /// <param name="sideChannels">Side-chain channels.</param>
    /// <param name="isOffline">Whether the core waits for its analysis.</param>
    /// <param name="isDouble">64-bit samples.</param>
    /// <param name="hasModel">Whether there is a model at all.</param>
    public Rig(string? model = null, int rate = 48000, int channels = 1, int sideChannels = 0, bool isOffline = true, bool isDouble = false, bool hasModel = true)
    {
        Rate = rate;
        _channels = channels;
        _sideChannels = sideChannels;
        _isDouble = isDouble;
        IsOffline = isOffline;
        Core = new EffectCore(new EffectEnvironment(hasModel ? model ?? TinyPath : null, []), Clock);
    }

    public static string TinyPath { get; } = WriteTiny();

    public static string ShippedPath { get; } = Path.Combine(AppContext.BaseDirectory, "emotify.onnx");

    public EffectCore Core { get; }

    public int Rate { get; }

    public bool IsOffline { get; }

    /// <summary>Every report, in the order in which it came.</summary>
    public List<Reported> Reports { get; } = [];

    /// <summary>Samples given since the last activation.</summary>
    public long Position { get; private set; }

    /// <summary>Whether the host's transport runs; null for a host that says nothing.</summary>
    public bool? IsPlaying { get; set; } = true;

    public long ProjectPosition { get; set; }

    public double Tempo { get; set; }

    /// <summary>The clock that the core sees.</summary>
    public SteppedClock Clock { get; } = new();

    /// <summary>How many seconds of sound the host gives a second; infinite where it waits for nothing. A live one gives 1.</summary>
    public double Pace { get; set; } = 1;

    /// <summary>Called after each block in real time, so that a test can wait for the analysis.</summary>
    public Action? AfterBlock { get; set; }

    public bool LastBlockWasSilent { get; private set; }

    public Rig Set(ParameterId id, double plain)
    {
        Core.SetPlain(id, plain);
        if (id == ParameterId.Position)
            _position = plain;
        return this;
    }

    public Rig Start()
    {
        Core.Prepare(Rate, _channels, _sideChannels, IsOffline);
        Core.Activate();
        Position = 0;
        return this;
    }

    public void Dispose() => Core.Dispose();

    /// <summary>Processes a mono signal on every channel; gives the first channel of the output.</summary>
    public float[] Run(float[] input, Func<int, int>? blockSize = null, IReadOnlyList<Scheduled>? changes = null, IReadOnlyList<(long Position, double Value)>? positions = null, float[]? side = null)
    {
        double[] output = RunChannels([.. Enumerable.Range(0, _channels).Select(_ => input.Select(x => (double)x).ToArray())], blockSize, changes, positions, side)[0];
        return [.. output.Select(x => (float)x)];
    }

    /// <summary>Processes channels of their own; 32-bit signals come through as 32-bit numbers.</summary>
    /// <param name="input">One array a channel.</param>
    /// <param name="blockSize">The length of block k; 512 by default.</param>
    /// <param name="changes">Changes at samples of this run, sorted; not of the position.</param>
    /// <param name="positions">Points of the position's automation at samples of this run, sorted: straight lines between them.</param>
    /// <param name="side">What every side-chain channel gets; null connects none.</param>
    public double[][] RunChannels(double[][] input, Func<int, int>? blockSize = null, IReadOnlyList<Scheduled>? changes = null, IReadOnlyList<(long Position, double Value)>? positions = null, float[]? side = null)
    {
        int length = input[0].Length;
        double[][] output = [.. input.Select(channel => new double[length])];
        int largest = 1 << 16;
        nuint bytes = (nuint)(largest * sizeof(double));
        void** inputs = (void**)NativeMemory.Alloc((nuint)(sizeof(void*) * 16));
        void** sides = inputs + 8;
        for (int channel = 0; channel < 16; channel++)
            inputs[channel] = NativeMemory.AlignedAlloc(bytes, 64);
        try
        {
            int change = 0;
            int point = 0;
            long lineStart = -1;
            double lineValue = _position;
            for (int at = 0, k = 0; at < length; k++)
            {
                int count = Math.Min(length - at, blockSize?.Invoke(k) ?? 512);
                for (int channel = 0; channel < input.Length; channel++)
                    Write(inputs[channel], input[channel], at, count);
                for (int channel = 0; channel < _sideChannels && side != null; channel++)
                    Write(sides[channel], [.. side.Select(x => (double)x)], at, count);

                List<EffectChange> blockChanges = [];
                for (; changes != null && change < changes.Count && changes[change].Position <= at + count - 1; change++)
                    blockChanges.Add(new EffectChange((int)(changes[change].Position - at), changes[change].Id, changes[change].Normalised));
                List<AutomationLine> lines = [];
                for (; positions != null && point < positions.Count && positions[point].Position < at + count; point++)
                {
                    int to = (int)(positions[point].Position - at);
                    lines.Add(new AutomationLine(to + 1, (int)(lineStart - at), lineValue, to, positions[point].Value));
                    (lineStart, lineValue) = positions[point];
                    blockChanges.Add(new EffectChange(to, ParameterId.Position, lineValue));
                    _position = lineValue;
                }

                if (positions != null && point < positions.Count)
                    lines.Add(new AutomationLine(count, (int)(lineStart - at), lineValue, (int)(positions[point].Position - at), positions[point].Value));
                blockChanges.Sort((a, b) => a.Offset.CompareTo(b.Offset));

                EffectBlock block = new()
                {
                    Frames = count,
                    IsDouble = _isDouble,
                    Channels = input.Length,
                    Inputs = inputs,
                    Outputs = inputs,
                    SideChannels = side == null ? 0 : _sideChannels,
                    SideInputs = sides,
                    Transport = new TransportState(IsPlaying ?? false, ProjectPosition, Tempo, IsPlaying != null),
                };
                var outputs = new Recorder(Reports, Position);
                LastBlockWasSilent = Core.Process(in block, new Lines(lines), new Changes(blockChanges), ref outputs);
                Clock.Advance(count / (Rate * Pace));
                AfterBlock?.Invoke();
                for (int channel = 0; channel < input.Length; channel++)
                    Read(inputs[channel], output[channel], at, count);
                at += count;
                Position += count;
                if (IsPlaying != false)
                    ProjectPosition += count;
            }
        }
        finally
        {
            for (int channel = 0; channel < 16; channel++)
                NativeMemory.AlignedFree(inputs[channel]);
            NativeMemory.Free(inputs);
        }

        return output;
    }

    private static string WriteTiny()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "tiny.onnx");
        File.WriteAllBytes(path, TinyModel.Bytes());
        return path;
    }

    private void Write(void* target, double[] samples, int at, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_isDouble)
                ((double*)target)[i] = samples[at + i];
            else
                ((float*)target)[i] = (float)samples[at + i];
        }
    }

    private void Read(void* source, double[] samples, int at, int count)
    {
        for (int i = 0; i < count; i++)
            samples[at + i] = _isDouble ? ((double*)source)[i] : ((float*)source)[i];
    }

    private struct Lines(List<AutomationLine> lines) : ILineSource
    {
        private int _next;

        public bool TryNext(out AutomationLine line)
        {
            line = _next < lines.Count ? lines[_next] : default;
            return _next++ < lines.Count;
        }
    }

    private struct Changes(List<EffectChange> changes) : IChangeSource
    {
        private int _next;

        public bool TryNext(out EffectChange change)
        {
            change = _next < changes.Count ? changes[_next] : default;
            return _next++ < changes.Count;
        }
    }

    private readonly struct Recorder(List<Reported> reports, long origin) : IEffectOutputs
    {
        public void Report(ParameterId id, int offset, double normalised) => reports.Add(new Reported(origin + offset, id, normalised));
    }
}
