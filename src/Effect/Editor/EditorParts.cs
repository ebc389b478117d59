using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Panels;

namespace RealtimeEmotion.Effect.Editor;

/// <summary>The editor's elements by name, for the layout.</summary>
internal sealed class EditorParts
{
    internal required StatusPanel Status { get; init; }

    internal required Choice Preset { get; init; }

    internal required ModelField ModelName { get; init; }

    internal required Switch Bypass { get; init; }

    internal required EmotionPanel Now { get; init; }

    internal required PlanePanel Plane { get; init; }

    internal required FadePanel Fade { get; init; }

    internal required Choice InCurve { get; init; }

    internal required Choice InBeats { get; init; }

    internal required Choice OutCurve { get; init; }

    internal required Choice OutBeats { get; init; }

    internal required TimelinePanel Timeline { get; init; }

    internal required PushButton ZoomOut { get; init; }

    internal required PushButton ZoomIn { get; init; }

    internal required PushButton Pause { get; init; }

    internal required PushButton Hold { get; init; }

    internal required PushButton AutoReset { get; init; }

    internal required PushButton Reset { get; init; }

    internal required PushButton Export { get; init; }

    internal required LevelPanel Level { get; init; }

    internal required Card FadeCard { get; init; }

    internal required Card TriggerCard { get; init; }

    internal required Card EmotionCard { get; init; }

    internal required Switch Gate { get; init; }

    internal required Knob[] FadeKnobs { get; init; }

    internal required Knob[] TriggerKnobs { get; init; }

    internal required Choice[] TriggerFields { get; init; }

    internal required Knob[] EmotionKnobs { get; init; }

    internal required Choice[] EmotionFields { get; init; }

    /// <summary>All of them, from the back to the front, which also is the order of the tab key.</summary>
    internal Element[] All =>
    [
        Status, Preset, ModelName, Bypass, Now, Plane, Fade, InCurve, InBeats, OutCurve, OutBeats, Timeline, ZoomOut, ZoomIn, Pause, Hold, AutoReset,
        Reset, Export, Level, FadeCard, TriggerCard, EmotionCard, Gate, .. FadeKnobs, .. TriggerKnobs, .. TriggerFields, .. EmotionKnobs, .. EmotionFields,
    ];
}
