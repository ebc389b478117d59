using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>
/// The automation of one block, in either direction. Queues and points live in arrays that are made once, so that
/// filling, reading and clearing allocate nothing after the first blocks.
/// </summary>
public sealed unsafe class HostParameterChanges : IDisposable
{
    private readonly ChangesObject _native = new();

    internal void* Pointer => _native.Identity;

    /// <summary>How many queues have points.</summary>
    public int Count => _native.Used;

    /// <summary>Adds a point to a parameter's queue, in the order given.</summary>
    public void Add(uint parameterId, int offset, double value) => _native.QueueFor(parameterId).Add(offset, value);

    /// <summary>Forgets all points.</summary>
    public void Clear() => _native.Clear();

    /// <summary>The points of a parameter; none if it has no queue.</summary>
    public IReadOnlyList<ParameterPoint> Points(uint parameterId)
    {
        for (int k = 0; k < _native.Used; k++)
        {
            if (_native.Queues[k].Id == parameterId)
                return _native.Queues[k].ToArray();
        }

        return [];
    }

    /// <summary>The ids of the queues that have points.</summary>
    public IReadOnlyList<uint> Ids => [.. _native.Queues.Take(_native.Used).Select(queue => queue.Id)];

    public void Dispose()
    {
        foreach (QueueObject queue in _native.Queues)
            queue.Drop();
        _native.Drop();
    }

    private sealed class ChangesObject : ComObject
    {
        private static readonly ComSlot[] Slots = [new("IParameterChanges", CreateTable(), Iids.ParameterChanges)];

        internal ChangesObject()
            : base(Slots)
        {
        }

        internal List<QueueObject> Queues { get; } = [];

        internal int Used { get; private set; }

        internal QueueObject QueueFor(uint id)
        {
            for (int k = 0; k < Used; k++)
            {
                if (Queues[k].Id == id)
                    return Queues[k];
            }

            if (Used == Queues.Count)
                Queues.Add(new QueueObject());
            QueueObject queue = Queues[Used++];
            queue.Restart(id);
            return queue;
        }

        internal void Clear() => Used = 0;

        private protected override void OnDestroyed()
        {
        }

        private static nint CreateTable()
        {
            ParameterChangesTable* table = NewTable<ParameterChangesTable>();
            table->Unknown = UnknownFunctions;
            table->GetParameterCount = &GetParameterCount;
            table->GetParameterData = &GetParameterData;
            table->AddParameterData = &AddParameterData;
            return (nint)table;
        }

        [UnmanagedCallersOnly]
        private static int GetParameterCount(void* self) => Of<ChangesObject>(self).Used;

        [UnmanagedCallersOnly]
        private static void* GetParameterData(void* self, int index)
        {
            ChangesObject changes = Of<ChangesObject>(self);
            return (uint)index < (uint)changes.Used ? changes.Queues[index].Identity : null;
        }

        [UnmanagedCallersOnly]
        private static void* AddParameterData(void* self, uint* id, int* index)
        {
            try
            {
                ChangesObject changes = Of<ChangesObject>(self);
                QueueObject queue = changes.QueueFor(*id);
                *index = changes.Queues.IndexOf(queue);
                return queue.Identity;
            }
            catch (Exception fault)
            {
                Firewall.Caught(fault);
                return null;
            }
        }
    }

    private sealed class QueueObject : ComObject
    {
        private static readonly ComSlot[] Slots = [new("IParamValueQueue", CreateTable(), Iids.ParameterValueQueue)];

        private ParameterPoint[] _points = new ParameterPoint[64];
        private int _count;

        internal QueueObject()
            : base(Slots)
        {
        }

        internal uint Id { get; private set; }

        internal void Restart(uint id)
        {
            Id = id;
            _count = 0;
        }

        internal int Add(int offset, double value)
        {
            if (_count == _points.Length)
                Array.Resize(ref _points, 2 * _count);
            _points[_count] = new ParameterPoint(offset, value);
            return _count++;
        }

        internal ParameterPoint[] ToArray() => _points[.._count];

        private protected override void OnDestroyed()
        {
        }

        private static nint CreateTable()
        {
            ParameterValueQueueTable* table = NewTable<ParameterValueQueueTable>();
            table->Unknown = UnknownFunctions;
            table->GetParameterId = &GetParameterId;
            table->GetPointCount = &GetPointCount;
            table->GetPoint = &GetPoint;
            table->AddPoint = &AddPoint;
            return (nint)table;
        }

        [UnmanagedCallersOnly]
        private static uint GetParameterId(void* self) => Of<QueueObject>(self).Id;

        [UnmanagedCallersOnly]
        private static int GetPointCount(void* self) => Of<QueueObject>(self)._count;

        [UnmanagedCallersOnly]
        private static int GetPoint(void* self, int index, int* offset, double* value)
        {
            QueueObject queue = Of<QueueObject>(self);
            if ((uint)index >= (uint)queue._count)
                return Result.InvalidArgument;
            *offset = queue._points[index].Offset;
            *value = queue._points[index].Value;
            return Result.Ok;
        }

        [UnmanagedCallersOnly]
        private static int AddPoint(void* self, int offset, double value, int* index)
        {
            try
            {
                int added = Of<QueueObject>(self).Add(offset, value);
                if (index != null)
                    *index = added;
                return Result.Ok;
            }
            catch (Exception fault)
            {
                return Firewall.Caught(fault);
            }
        }
    }
}
