using System.Diagnostics.CodeAnalysis;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Mel frames of a stream that comes in blocks of any length: frame k covers samples k·hop … k·hop + frameLength − 1 of
/// the stream (counted after pre-emphasis) and appears with the block that completes it.
/// </summary>
/// <remarks>
/// However the stream is cut, the frames are the same to the bit, and the same as <see cref="MelFrontEnd.Analyze(ReadOnlySpan{float})"/>
/// gives with <see cref="Centering.None"/> and no <see cref="FrontEndSettings.TopDecibels"/>. Not thread-safe. Allocates
/// nothing after construction.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of frames, not a System.IO.Stream.")]
public sealed unsafe class MelFrameStream
{
    private readonly MelFrontEnd _frontEnd;
    private readonly int _bands;
    private readonly int _hop;
    private readonly int _inputLength;
    private readonly bool _backward;
    private readonly AlignedMemory<float> _buffer;

    // The next frame starts at _start; samples are there up to _end; _skip more must pass before any belongs to it.
    private int _start;
    private int _end;
    private int _skip;

    /// <summary>Plans the stream.</summary>
    /// <param name="settings">Every field but the centering and topDecibels is read.</param>
    /// <exception cref="InputException">A field is out of its range.</exception>
    public MelFrameStream(FrontEndSettings settings)
    {
        _frontEnd = new MelFrontEnd(settings);
        _bands = _frontEnd.Bands;
        _hop = settings.HopLength;
        _inputLength = _frontEnd.InputLength;
        _backward = settings.PreEmphasis == PreEmphasisKind.Backward;

        // Twice a frame, so that what is moved to the front was used at least once for each time that it is moved.
        _buffer = new AlignedMemory<float>(Math.Max(2 * _inputLength, 8192));
        Reset();
    }

    /// <summary>The settings of the frames.</summary>
    public FrontEndSettings Settings => _frontEnd.Settings;

    /// <summary>Values of a frame.</summary>
    public int Bands => _bands;

    /// <summary>Frames since construction or the last <see cref="Reset"/>.</summary>
    public long FramesProduced { get; private set; }

    /// <summary>The most frames that a block of this length can complete.</summary>
    /// <param name="inputLength">Samples of the block.</param>
    public int MaxFrames(int inputLength) => inputLength <= 0 ? 0 : ((inputLength - 1) / _hop) + 1;

    /// <summary>Takes a block and gives the frames that it completes.</summary>
    /// <param name="input">Samples of a mono signal, full scale ±1; all of them are taken.</param>
    /// <param name="frames">Takes the frames one after the other, <see cref="Bands"/> values each. Where it is too short
    /// (see <see cref="MaxFrames"/>), the frames that do not fit are lost, but counted.</param>
    /// <returns>The number of frames written.</returns>
    public int Process(ReadOnlySpan<float> input, Span<float> frames)
    {
        int written = 0;
        while (!input.IsEmpty)
        {
            if (_skip > 0)
            {
                int passed = Math.Min(_skip, input.Length);
                _skip -= passed;
                input = input[passed..];
                continue;
            }

            if (_end == _buffer.Length)
            {
                _buffer.Span[_start.._end].CopyTo(_buffer.Span);
                _end -= _start;
                _start = 0;
            }

            int taken = Math.Min(input.Length, _buffer.Length - _end);
            input[..taken].CopyTo(_buffer.Span[_end..]);
            _end += taken;
            input = input[taken..];
            while (_end - _start >= _inputLength)
            {
                if (frames.Length >= _bands)
                {
                    _frontEnd.Frame(_buffer.Pointer + _start, frames[.._bands]);
                    frames = frames[_bands..];
                    written++;
                }

                FramesProduced++;
                _start += _hop;
            }

            if (_start >= _end)
            {
                _skip = _start - _end;
                _start = _end = 0;
            }
        }

        return written;
    }

    /// <summary>Forgets everything: the next sample is the first.</summary>
    public void Reset()
    {
        _start = 0;
        _end = 0;
        _skip = 0;
        FramesProduced = 0;
        if (_backward)
        {
            // The sample before the first one is 0.
            _buffer.Span[_end++] = 0;
        }
    }
}
