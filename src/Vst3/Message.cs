using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>A message between the halves of a plugin, in the host's memory. Valid during the call that gave it.</summary>
public readonly unsafe ref struct Message
{
    private readonly void* _message;

    internal Message(void* message)
    {
        _message = message;
    }

    /// <summary>What the message is about.</summary>
    public string Id => _message == null ? "" : NativeText.Read(Table->GetMessageId(_message));

    /// <summary>Its content.</summary>
    public AttributeList Attributes => new(_message == null ? null : Table->GetAttributes(_message));

    internal void* Pointer => _message;

    private MessageTable* Table => *(MessageTable**)_message;

    /// <summary>Compares with a zero-terminated id.</summary>
    internal bool HasId(ReadOnlySpan<byte> id)
    {
        byte* own = _message == null ? null : Table->GetMessageId(_message);
        for (int k = 0; own != null && k < id.Length; k++)
        {
            if (own[k] != id[k])
                return false;
        }

        return own != null;
    }

    /// <summary>Sets a zero-terminated id, which the host copies.</summary>
    internal void SetId(ReadOnlySpan<byte> id)
    {
        fixed (byte* text = id)
            Table->SetMessageId(_message, text);
    }
}
