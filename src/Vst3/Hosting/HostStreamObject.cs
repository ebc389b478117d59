using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Hosting;

/// <summary>IBStream over memory. It can hand out few bytes at a time, as hosts may.</summary>
#pragma warning disable CA1001 // Its stream ends with the last reference, in OnDestroyed.
internal sealed unsafe class HostStreamObject : ComObject
{
    private static readonly ComSlot[] Slots = [new("IBStream", CreateTable(), Iids.Stream)];

    private readonly MemoryStream _content = new();
    private readonly int _largestTransfer;

    internal HostStreamObject(ReadOnlySpan<byte> content = default, int largestTransfer = int.MaxValue)
        : base(Slots)
    {
        _content.Write(content);
        _content.Position = 0;
        _largestTransfer = largestTransfer;
    }

    internal byte[] ToArray() => _content.ToArray();

    private protected override void OnDestroyed() => _content.Dispose();

    private static nint CreateTable()
    {
        StreamTable* table = NewTable<StreamTable>();
        table->Unknown = UnknownFunctions;
        table->Read = &Read;
        table->Write = &Write;
        table->Seek = &Seek;
        table->Tell = &Tell;
        return (nint)table;
    }

    [UnmanagedCallersOnly]
    private static int Read(void* self, void* buffer, int count, int* read)
    {
        try
        {
            HostStreamObject stream = Of<HostStreamObject>(self);
            int got = stream._content.Read(new Span<byte>(buffer, Math.Min(count, stream._largestTransfer)));
            if (read != null)
                *read = got;
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Write(void* self, void* buffer, int count, int* written)
    {
        try
        {
            HostStreamObject stream = Of<HostStreamObject>(self);
            int taken = Math.Min(count, stream._largestTransfer);
            stream._content.Write(new ReadOnlySpan<byte>(buffer, taken));
            if (written != null)
                *written = taken;
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Seek(void* self, long position, int mode, long* result)
    {
        try
        {
            MemoryStream content = Of<HostStreamObject>(self)._content;
            long now = content.Seek(position, mode switch { 0 => SeekOrigin.Begin, 1 => SeekOrigin.Current, _ => SeekOrigin.End });
            if (result != null)
                *result = now;
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Tell(void* self, long* position)
    {
        try
        {
            *position = Of<HostStreamObject>(self)._content.Position;
            return Result.Ok;
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
