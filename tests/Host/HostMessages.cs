using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>IMessage with its attributes.</summary>
internal sealed unsafe class MessageObject : ComObject
{
    private static readonly ComSlot[] Slots = [new("IMessage", CreateTable(), Iids.Message)];

    private readonly AttributesObject _attributes = new();
    private byte* _id;

    internal MessageObject()
        : base(Slots)
    {
    }

    private protected override void OnDestroyed()
    {
        NativeMemory.Free(_id);
        _attributes.Drop();
    }

    private static nint CreateTable()
    {
        MessageTable* table = NewTable<MessageTable>();
        table->Unknown = UnknownFunctions;
        table->GetMessageId = &GetMessageId;
        table->SetMessageId = &SetMessageId;
        table->GetAttributes = &GetAttributes;
        return (nint)table;
    }

    [UnmanagedCallersOnly]
    private static byte* GetMessageId(void* self) => Of<MessageObject>(self)._id;

    [UnmanagedCallersOnly]
    private static void SetMessageId(void* self, byte* id)
    {
        MessageObject message = Of<MessageObject>(self);
        NativeMemory.Free(message._id);
        byte[] text = NativeText.ToUtf8(NativeText.Read(id));
        message._id = (byte*)NativeMemory.Alloc((nuint)text.Length);
        text.CopyTo(new Span<byte>(message._id, text.Length));
    }

    [UnmanagedCallersOnly]
    private static void* GetAttributes(void* self) => Of<MessageObject>(self)._attributes.Identity;
}

/// <summary>IAttributeList over a dictionary.</summary>
internal sealed unsafe class AttributesObject : ComObject
{
    private static readonly ComSlot[] Slots = [new("IAttributeList", CreateTable(), Iids.AttributeList)];

    private readonly Dictionary<string, object> _values = [];
    private readonly List<GCHandle> _pinned = [];

    internal AttributesObject()
        : base(Slots)
    {
    }

    internal void Set(string key, object value) => _values[key] = value;

    private protected override void OnDestroyed() => _pinned.ForEach(handle => handle.Free());

    private static nint CreateTable()
    {
        AttributeListTable* table = NewTable<AttributeListTable>();
        table->Unknown = UnknownFunctions;
        table->SetInt = &SetInt;
        table->GetInt = &GetInt;
        table->SetFloat = &SetFloat;
        table->GetFloat = &GetFloat;
        table->SetString = &SetString;
        table->GetString = &GetString;
        table->SetBinary = &SetBinary;
        table->GetBinary = &GetBinary;
        return (nint)table;
    }

    private static bool TryGet<T>(void* self, byte* key, out T value)
    {
        if (Of<AttributesObject>(self)._values.TryGetValue(NativeText.Read(key), out object? found) && found is T typed)
        {
            value = typed;
            return true;
        }

        value = default!;
        return false;
    }

    private static int Put(void* self, byte* key, object value)
    {
        try
        {
            Of<AttributesObject>(self).Set(NativeText.Read(key), value);
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetInt(void* self, byte* key, long value) => Put(self, key, value);

    [UnmanagedCallersOnly]
    private static int GetInt(void* self, byte* key, long* value)
    {
        if (!TryGet(self, key, out long found))
            return Result.False;
        *value = found;
        return Result.Ok;
    }

    [UnmanagedCallersOnly]
    private static int SetFloat(void* self, byte* key, double value) => Put(self, key, value);

    [UnmanagedCallersOnly]
    private static int GetFloat(void* self, byte* key, double* value)
    {
        if (!TryGet(self, key, out double found))
            return Result.False;
        *value = found;
        return Result.Ok;
    }

    [UnmanagedCallersOnly]
    private static int SetString(void* self, byte* key, char* value) => Put(self, key, NativeText.ReadTerminated(value));

    [UnmanagedCallersOnly]
    private static int GetString(void* self, byte* key, char* value, uint bytes)
    {
        if (!TryGet(self, key, out string found))
            return Result.False;
        NativeText.Write(found, value, (int)(bytes / sizeof(char)));
        return Result.Ok;
    }

    [UnmanagedCallersOnly]
    private static int SetBinary(void* self, byte* key, void* data, uint length)
        => Put(self, key, new ReadOnlySpan<byte>(data, (int)length).ToArray());

    [UnmanagedCallersOnly]
    private static int GetBinary(void* self, byte* key, void** data, uint* length)
    {
        if (!TryGet(self, key, out byte[] found))
            return Result.False;
        GCHandle pin = GCHandle.Alloc(found, GCHandleType.Pinned);
        Of<AttributesObject>(self)._pinned.Add(pin);
        *data = (void*)pin.AddrOfPinnedObject();
        *length = (uint)found.Length;
        return Result.Ok;
    }
}
