using RealtimeEmotion.Effect;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>A VST3 block's parameter points, as the effect reads them.</summary>
internal ref struct BlockChanges(OrderedChanges changes) : IChangeSource
{
    private OrderedChanges.Enumerator _points = changes.GetEnumerator();

    public bool TryNext(out EffectChange change)
    {
        bool any = _points.MoveNext();
        ParameterChange point = _points.Current;
        change = any ? new EffectChange(point.Offset, (ParameterId)point.ParameterId, point.Value) : default;
        return any;
    }
}
