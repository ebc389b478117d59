using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;

namespace RealtimeEmotion.Vst3.Interop;

/// <summary>
/// A managed object that native code sees as a COM object: one native block with a slot {vtable, handle} an
/// interface. It starts with one reference, which belongs to its maker, and is destroyed exactly when the count
/// reaches zero. Counting and queries may come from any thread.
/// </summary>
internal abstract unsafe class ComObject
{
    private readonly ComSlot[] _slots;
    private readonly nint* _block;
    private GCHandle _handle;
    private int _references = 1;

    /// <summary>Lays out the native block. The first slot also answers for FUnknown, and so is the object's identity.</summary>
    private protected ComObject(ComSlot[] slots)
    {
        _slots = slots;
        _handle = GCHandle.Alloc(this);
        _block = (nint*)NativeMemory.Alloc((nuint)slots.Length, (nuint)(2 * sizeof(nint)));
        for (int k = 0; k < slots.Length; k++)
        {
            _block[2 * k] = slots[k].Table;
            _block[(2 * k) + 1] = GCHandle.ToIntPtr(_handle);
        }

        Serial = LiveObjects.Add(this);
    }

    /// <summary>A number that no other object of this process had or gets; names the object in traces and dumps.</summary>
    internal int Serial { get; }

    internal int References => Volatile.Read(ref _references);

    /// <summary>The pointer for the identity slot.</summary>
    internal void* Identity => _block;

    /// <summary>The functions of FUnknown, shared by every table.</summary>
    internal static UnknownTable UnknownFunctions => new()
    {
        QueryInterface = &QueryInterface,
        AddRef = &AddRef,
        Release = &Release,
    };

    /// <summary>The managed object behind a slot. The caller knows its type, because the table was that type's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Of<T>(void* self)
        where T : ComObject
        => Unsafe.As<T>(GCHandle.FromIntPtr(((nint*)self)[1]).Target!);

    /// <summary>A zeroed vtable in memory that lives as long as the process.</summary>
    internal static T* NewTable<T>()
        where T : unmanaged
        => (T*)NativeMemory.AllocZeroed((nuint)sizeof(T));

    /// <summary>Adds a reference.</summary>
    internal void Retain() => Interlocked.Increment(ref _references);

    /// <summary>Adds a reference unless the last one has gone already.</summary>
    internal bool TryRetain()
    {
        int seen = References;
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    /// <summary>Gives a reference back; the last one destroys the object.</summary>
    internal uint Drop()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left == 0)
            Destroy();
        return (uint)Math.Max(left, 0);
    }

    /// <summary>The pointer for an interface, with a reference added, or null.</summary>
    internal void* Query(in Uid iid)
    {
        int slot = iid == Iids.Unknown ? 0 : SlotOf(iid);
        if (slot < 0)
            return null;
        Retain();
        return _block + (2 * slot);
    }

    /// <summary>Called once, when the last reference has gone, before the native block is freed.</summary>
    private protected abstract void OnDestroyed();

    private string NameOf(in Uid iid)
    {
        int slot = SlotOf(iid);
        return slot < 0 ? "" : _slots[slot].Name;
    }

    private int SlotOf(in Uid iid)
    {
        for (int k = 0; k < _slots.Length; k++)
        {
            foreach (Uid known in _slots[k].Iids)
            {
                if (known == iid)
                    return k;
            }
        }

        return -1;
    }

    private void Destroy()
    {
        LiveObjects.Remove(this);
        try
        {
            OnDestroyed();
        }
        finally
        {
            _handle.Free();
            NativeMemory.Free(_block);
        }
    }

    [UnmanagedCallersOnly]
    private static int QueryInterface(void* self, Uid* iid, void** result)
    {
        try
        {
            if (result == null)
                return Result.InvalidArgument;
            *result = null;
            if (iid == null)
                return Result.InvalidArgument;
            ComObject target = Of<ComObject>(self);
            Trace.Enter(self, "FUnknown", $"{*iid} {target.NameOf(*iid)}");
            *result = target.Query(*iid);
            return Trace.Exit(*result == null ? Result.NoInterface : Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static uint AddRef(void* self)
    {
        try
        {
            ComObject target = Of<ComObject>(self);
            return (uint)Interlocked.Increment(ref target._references);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static uint Release(void* self)
    {
        try
        {
            return Of<ComObject>(self).Drop();
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }
}
