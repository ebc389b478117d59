using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>Makes the connection that an address asks for.</summary>
internal static class StreamInputs
{
    /// <exception cref="InputException">It cannot be made.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StreamInput Open(StreamAddress address, ListenOptions options, CancellationToken cancellation) => address.Kind switch
    {
        StreamKind.File => new FileInput(address.Text, options.Fast),
        StreamKind.StandardInput => PipeInput.OpenStandardInput(options.Raw, cancellation),
        StreamKind.Url => FfmpegInput.OpenUrl(address, cancellation),
        StreamKind.Device => CaptureDevices.Open(address, cancellation),
        _ => throw new ArgumentException("Pushed sound has its input already.", nameof(address)),
    };
}
