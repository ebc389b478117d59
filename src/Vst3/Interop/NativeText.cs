using System.Text;

namespace RealtimeEmotion.Vst3.Interop;

/// <summary>Conversions between strings and the ABI's fixed and zero-terminated text: UTF-8 in char8, UTF-16 in char16.</summary>
internal static unsafe class NativeText
{
    internal const int String128Length = 128;

    /// <summary>Writes UTF-16 with a closing zero; cuts before a character that would not fit whole.</summary>
    internal static void Write(string text, char* destination, int capacity)
    {
        int length = Math.Min(text.Length, capacity - 1);
        if (length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        text.AsSpan(0, length).CopyTo(new Span<char>(destination, capacity));
        destination[length] = '\0';
    }

    /// <summary>Writes UTF-8 with a closing zero and zeros to the end; cuts before a character that would not fit whole.</summary>
    internal static void Write(string text, byte* destination, int capacity)
    {
        Span<byte> target = new(destination, capacity);
        target.Clear();
        // Stops by itself in front of a character that does not fit.
        Encoding.UTF8.GetEncoder().Convert(text, target[..(capacity - 1)], flush: true, out _, out _, out _);
    }

    /// <summary>Reads UTF-16 up to a zero or the capacity; null is the empty string.</summary>
    internal static string Read(char* text, int capacity)
    {
        if (text == null)
            return "";
        ReadOnlySpan<char> all = new(text, capacity);
        int end = all.IndexOf('\0');
        return new string(end < 0 ? all : all[..end]);
    }

    /// <summary>Reads zero-terminated UTF-8 up to the capacity; null is the empty string.</summary>
    internal static string Read(byte* text, int capacity = 4096)
    {
        if (text == null)
            return "";
        int length = 0;
        while (length < capacity && text[length] != 0)
            length++;
        return Encoding.UTF8.GetString(text, length);
    }

    /// <summary>Zero-terminated UTF-8 of a string.</summary>
    internal static byte[] ToUtf8(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>Reads zero-terminated UTF-16 whose length no one declares, but never past the limit.</summary>
    internal static string ReadTerminated(char* text, int limit = 4096)
    {
        if (text == null)
            return "";
        int length = 0;
        while (length < limit && text[length] != '\0')
            length++;
        return new string(text, 0, length);
    }
}
