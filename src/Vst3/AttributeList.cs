using System.Diagnostics.CodeAnalysis;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>Named values in the host's memory: the content of a message, or what is known of a channel. Valid during the call that gave it.</summary>
public readonly unsafe ref struct AttributeList
{
    private const int LongestText = 4096;

    private readonly void* _list;

    internal AttributeList(void* list)
    {
        _list = list;
    }

    private AttributeListTable* Table => *(AttributeListTable**)_list;

    /// <summary>Stores a whole number; false if the host refuses.</summary>
    public bool SetInteger(string key, long value) => SetInteger(NativeText.ToUtf8(key), value);

    /// <summary>Reads a whole number; false if there is none.</summary>
    public bool TryGetInteger(string key, out long value) => TryGetInteger(NativeText.ToUtf8(key), out value);

    /// <summary>Stores a number; false if the host refuses.</summary>
    public bool SetNumber(string key, double value)
    {
        fixed (byte* id = NativeText.ToUtf8(key))
            return _list != null && Table->SetFloat(_list, id, value) == Result.Ok;
    }

    /// <summary>Reads a number; false if there is none.</summary>
    public bool TryGetNumber(string key, out double value)
    {
        double read = 0;
        fixed (byte* id = NativeText.ToUtf8(key))
        {
            bool found = _list != null && Table->GetFloat(_list, id, &read) == Result.Ok;
            value = read;
            return found;
        }
    }

    /// <summary>Stores a text; false if the host refuses.</summary>
    public bool SetText(string key, string value)
    {
        fixed (byte* id = NativeText.ToUtf8(key))
        fixed (char* text = value)
            return _list != null && Table->SetString(_list, id, text) == Result.Ok;
    }

    /// <summary>Reads a text of at most 2047 characters; false if there is none.</summary>
    public bool TryGetText(string key, [NotNullWhen(true)] out string? value)
    {
        char* buffer = stackalloc char[LongestText / sizeof(char)];
        buffer[0] = '\0';
        fixed (byte* id = NativeText.ToUtf8(key))
        {
            bool found = _list != null && Table->GetString(_list, id, buffer, LongestText) == Result.Ok;
            value = found ? NativeText.Read(buffer, LongestText / sizeof(char)) : null;
            return found;
        }
    }

    /// <summary>Stores bytes, which the host copies; false if it refuses.</summary>
    public bool SetBinary(string key, ReadOnlySpan<byte> value) => SetBinary(NativeText.ToUtf8(key), value);

    /// <summary>Reads bytes in the host's memory; false if there are none.</summary>
    public bool TryGetBinary(string key, out ReadOnlySpan<byte> value) => TryGetBinary(NativeText.ToUtf8(key), out value);

    // Keys in zero-terminated UTF-8 serve the callers that must not allocate.
    internal bool SetInteger(ReadOnlySpan<byte> key, long value)
    {
        fixed (byte* id = key)
            return _list != null && Table->SetInt(_list, id, value) == Result.Ok;
    }

    internal bool TryGetInteger(ReadOnlySpan<byte> key, out long value)
    {
        long read = 0;
        fixed (byte* id = key)
        {
            bool found = _list != null && Table->GetInt(_list, id, &read) == Result.Ok;
            value = read;
            return found;
        }
    }

    internal bool SetBinary(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* id = key)
        fixed (byte* bytes = value)
            return _list != null && Table->SetBinary(_list, id, bytes, (uint)value.Length) == Result.Ok;
    }

    internal bool TryGetBinary(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        void* bytes = null;
        uint length = 0;
        fixed (byte* id = key)
        {
            bool found = _list != null && Table->GetBinary(_list, id, &bytes, &length) == Result.Ok && bytes != null && length <= int.MaxValue;
            value = found ? new ReadOnlySpan<byte>(bytes, (int)length) : default;
            return found;
        }
    }
}
