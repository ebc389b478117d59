using System.Runtime.Versioning;
using NAudio.CoreAudioApi;
using NAudio.Wave;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>A device of Windows, by WASAPI in shared mode. Loopback gives nothing while nothing plays: that is a stall.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WasapiInput : StreamInput
{
    // Between two deliveries: short against what an estimate may be late.
    private const int BufferMilliseconds = 20;

    private readonly string _subject;
    private readonly MMDevice _device;
    private readonly WasapiRecorder _recorder;
    private readonly PcmFormat _format;
    private readonly PushedInput _pushed;
    private volatile Exception? _failure;
    private float[] _samples = [];
    private byte[] _bytes = [];

    /// <param name="subject">What to call it in messages.</param>
    /// <param name="device">The device; disposed with the input.</param>
    /// <param name="isLoopback">Whether it is a loudspeaker.</param>
    /// <exception cref="InputException">It keeps its samples in a way that is not known.</exception>
    public WasapiInput(string subject, MMDevice device, bool isLoopback)
    {
        _subject = subject;
        _device = device;
        var builder = new WasapiRecorderBuilder().WithDevice(device).WithSharedMode().WithEventSync().WithBufferLength(BufferMilliseconds);
        _recorder = (isLoopback ? builder.WithLoopbackCapture() : builder).Build();
        WaveFormat format = _recorder.WaveFormat;
        var encoding = format.BitsPerSample switch
        {
            // Windows' mixer works in floats; what else has 32 bits a sample is not offered in shared mode.
            32 => SampleEncoding.IeeeFloat32,
            24 => SampleEncoding.Pcm24,
            16 => SampleEncoding.Pcm16,
            var bits => throw new InputException(subject, $"keeps its samples in {bits} bits", "choose another format in Windows' sound settings"),
        };
        _format = new PcmFormat(encoding, BigEndian: false, format.Channels, format.SampleRate);
        _pushed = new PushedInput(format.SampleRate, format.Channels);
        _recorder.DataAvailable += (buffer, _, _, _) => Push(buffer);
        _recorder.RecordingStopped += (_, stopped) =>
        {
            _failure = stopped.Exception;
            _pushed.Complete();
        };
        _recorder.StartRecording();
    }

    public override int SampleRate => _pushed.SampleRate;

    public override int Channels => _pushed.Channels;

    public override string Format => $"WASAPI, {_format.Name}";

    public override long LostBefore => _pushed.LostBefore;

    public override bool IsComplete => false;

    public override int Read(Span<float> interleaved, CancellationToken cancellation)
    {
        var frames = _pushed.Read(interleaved, cancellation);
        return frames == 0 && _failure is { } failure
            ? throw new InputException(_subject, $"sends no more ({failure.Message.Trim()})", "check that it is connected", failure)
            : frames;
    }

    public override void Abort() => _pushed.Complete();

    protected override void Dispose(bool disposing)
    {
        _recorder.StopRecording();
        _recorder.Dispose();
        _pushed.Dispose();
        _device.Dispose();
    }

    private void Push(ReadOnlySpan<byte> data)
    {
        var frames = data.Length / _format.BytesPerFrame;
        var samples = frames * _format.Channels;
        if (_samples.Length < samples)
        {
            _samples = new float[samples];
            _bytes = new byte[frames * _format.BytesPerFrame];
        }

        data[..(frames * _format.BytesPerFrame)].CopyTo(_bytes);
        SampleCodec.Decode(_bytes.AsSpan(0, frames * _format.BytesPerFrame), _format, _samples.AsSpan(0, samples));
        _pushed.Write(_samples.AsSpan(0, samples));
    }
}
