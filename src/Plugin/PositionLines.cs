using RealtimeEmotion.Effect;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>The position's automation over a VST3 block, as the effect reads it.</summary>
internal ref struct PositionLines(Automation automation) : ILineSource
{
    private Automation.Enumerator _segments = automation.GetEnumerator();

    public bool TryNext(out AutomationLine line)
    {
        bool any = _segments.MoveNext();
        AutomationSegment segment = _segments.Current;
        line = any ? new AutomationLine(segment.End, segment.FromOffset, segment.From, segment.ToOffset, segment.To) : default;
        return any;
    }
}
