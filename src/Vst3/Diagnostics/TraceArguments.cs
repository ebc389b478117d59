using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Vst3.Diagnostics;

/// <summary>The arguments of a traced call: text is only made while the trace is on.</summary>
[InterpolatedStringHandler]
internal ref struct TraceArguments
{
    private DefaultInterpolatedStringHandler _text;

    public TraceArguments(int literalLength, int formattedCount, out bool on)
    {
        on = Trace.On;
        if (on)
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    public string ToStringAndClear() => _text.ToStringAndClear();
}
