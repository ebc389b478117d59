using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>A plugin answered a call with an error where a host cannot go on.</summary>
public sealed class HostException : Exception
{
    public HostException()
    {
    }

    public HostException(string message)
        : base(message)
    {
    }

    public HostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static void Check(int result, string call)
    {
        if (result != Result.Ok)
            throw new HostException($"{call} answered \"{Result.Name(result)}\".");
    }
}
