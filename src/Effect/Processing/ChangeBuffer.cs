using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// Collects a block's parameter points for shells whose host calls with one point after the other: in any order, some of
/// them twice. Then gives them as the effect reads them. Belongs to the audio thread; allocates nothing.
/// </summary>
/// <remarks>
/// A straight line from point to point; before the first from the value of the last block, which lies at sample −1; after
/// the last constant: VST3's rule, which the hosts behind such shells follow.
/// </remarks>
[RealTimeSafe]
public sealed class ChangeBuffer
{
    /// <summary>The points of a block that are kept. Of more, the last one of each parameter is kept all the same.</summary>
    public const int Capacity = 4096;

    private const int OffsetShift = 32;

    private readonly EffectChange[] _points = new EffectChange[Capacity + EffectParameters.All.Count];
    private readonly ulong[] _order = new ulong[Capacity + EffectParameters.All.Count];

    // Of each parameter, its latest point's place in _points; −1 where it has none.
    private readonly int[] _latest = new int[EffectParameters.All.Count];

    /// <summary>Makes an empty buffer.</summary>
    public ChangeBuffer()
    {
        Clear();

        // What sorting needs is made here, and not in a block.
        _order.AsSpan().Sort();
    }

    /// <summary>How many points there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a point. One that says again what its parameter's latest said is dropped, as are an unknown parameter's
    /// and a value that is no number.</summary>
    /// <param name="id">The parameter.</param>
    /// <param name="offset">The sample of the block; what lies before it counts as 0.</param>
    /// <param name="normalised">Clamped to 0 … 1.</param>
    public void Add(ParameterId id, int offset, double normalised)
    {
        int index = EffectParameters.IndexOf(id);
        if (index < 0 || double.IsNaN(normalised))
            return;
        EffectChange point = new(Math.Max(0, offset), id, Math.Clamp(normalised, 0, 1));
        int latest = _latest[index];
        if (latest >= 0 && _points[latest].Offset == point.Offset && _points[latest].Normalised == point.Normalised)
            return;
        if (latest >= 0 && Count >= Capacity)
        {
            _points[latest] = point;
            return;
        }

        _latest[index] = Count;
        _points[Count++] = point;
    }

    /// <summary>Puts the points in the order of their samples, those of one sample in the order in which they came. What lies
    /// behind the block counts as behind its last sample.</summary>
    /// <param name="frames">The block's samples.</param>
    public void Arrange(int frames)
    {
        for (int place = 0; place < Count; place++)
        {
            ref EffectChange point = ref _points[place];
            if (point.Offset > frames)
                point = new EffectChange(frames, point.Id, point.Normalised);
            _order[place] = ((ulong)(uint)point.Offset << OffsetShift) | (uint)place;
        }

        _order.AsSpan(0, Count).Sort();
    }

    /// <summary>Forgets all points.</summary>
    public void Clear()
    {
        Count = 0;
        _latest.AsSpan().Fill(-1);
    }

    /// <summary>All points, once they are arranged.</summary>
    public Changes Points => new(this);

    /// <summary>How <see cref="ParameterId.Position"/> moves, once the points are arranged.</summary>
    /// <param name="value">Its normalised value before the block.</param>
    /// <param name="frames">The block's samples.</param>
    public Lines PositionLines(double value, int frames) => new(this, value, frames);

    private ref readonly EffectChange At(int rank) => ref _points[(int)(uint)_order[rank]];

    /// <summary>Walks over the points.</summary>
    [RealTimeSafe]
    public struct Changes : IChangeSource
    {
        private readonly ChangeBuffer _buffer;
        private int _next;

        internal Changes(ChangeBuffer buffer) => _buffer = buffer;

        /// <inheritdoc/>
        public bool TryNext(out EffectChange change)
        {
            change = default;
            if (_next >= _buffer.Count)
                return false;
            change = _buffer.At(_next++);
            return true;
        }
    }

    /// <summary>Walks over the position's lines.</summary>
    [RealTimeSafe]
    public struct Lines : ILineSource
    {
        private readonly ChangeBuffer _buffer;
        private readonly int _frames;
        private int _next;
        private int _done;
        private int _offset = -1;
        private double _value;

        internal Lines(ChangeBuffer buffer, double value, int frames)
        {
            _buffer = buffer;
            _value = value;
            _frames = frames;
        }

        /// <inheritdoc/>
        public bool TryNext(out AutomationLine line)
        {
            line = default;
            if (_done >= _frames)
                return false;
            (int fromOffset, double from) = (_offset, _value);
            _done = TakePoint() ? Math.Min(_offset + 1, _frames) : _frames;
            line = new AutomationLine(_done, fromOffset, from, _offset, _value);
            return true;
        }

        // Of several points at one sample the last one counts.
        private bool TakePoint()
        {
            bool taken = false;
            for (; _next < _buffer.Count; _next++)
            {
                ref readonly EffectChange point = ref _buffer.At(_next);
                if (point.Id != ParameterId.Position)
                    continue;
                if (taken && point.Offset > _offset)
                    break;
                (_offset, _value) = (point.Offset, point.Normalised);
                taken = true;
            }

            return taken;
        }
    }
}
