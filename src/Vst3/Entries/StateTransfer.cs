using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>Moves states between a plugin and the host's streams. A state that makes no sense is refused; it is not a fault.</summary>
internal static unsafe class StateTransfer
{
    internal static int Load(void* stream, Action<Stream> load)
    {
        if (stream == null)
            return Result.InvalidArgument;
        try
        {
            using HostStream source = new(stream);
            load(source);
            return Result.Ok;
        }
        catch (Exception refusal) when (refusal is InvalidDataException or EndOfStreamException or IOException)
        {
            return Result.False;
        }
    }

    internal static int Save(void* stream, Action<Stream> save)
    {
        if (stream == null)
            return Result.InvalidArgument;
        try
        {
            using HostStream target = new(stream);
            save(target);
            return Result.Ok;
        }
        catch (IOException)
        {
            return Result.False;
        }
    }

    internal static int Program(void* stream, Func<int, int, Stream, bool> transfer, int list, int program)
    {
        if (stream == null)
            return Result.InvalidArgument;
        try
        {
            using HostStream data = new(stream);
            return Result.From(transfer(list, program, data));
        }
        catch (Exception refusal) when (refusal is InvalidDataException or EndOfStreamException or IOException)
        {
            return Result.False;
        }
    }
}
