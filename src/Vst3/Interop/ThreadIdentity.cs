namespace RealtimeEmotion.Vst3.Interop;

/// <summary>
/// The system's number of the calling thread. .NET's own number would make a managed thread of a host's thread at its
/// first block, 240 bytes of garbage on the audio thread.
/// </summary>
internal static partial class ThreadIdentity
{
    internal static nint Current => OperatingSystem.IsWindows() ? CurrentOnWindows() : CurrentOnUnix();
}
