using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Effect;

/// <summary>The presets that ship with the effect. Their order is the program list's and never changes; new ones go to the end.</summary>
public static class FactoryPresets
{
    /// <summary>The presets, in the order of the program list.</summary>
    public static IReadOnlyList<FactoryPreset> All { get; } =
    [
        new("Default", new Dictionary<ParameterId, double>()),
        new("Smooth gate", new Dictionary<ParameterId, double>
        {
            [ParameterId.FadeInTime] = 2,
            [ParameterId.FadeOutTime] = 4,
            [ParameterId.FadeInCurve] = (int)FadeCurve.HSin,
            [ParameterId.FadeOutCurve] = (int)FadeCurve.HSin,
        }),
        new("Fade with the transport", new Dictionary<ParameterId, double>
        {
            [ParameterId.TriggerSource] = (int)TriggerSource.Transport,
            [ParameterId.FadeInBeats] = 5,
            [ParameterId.FadeOutBeats] = 4,
            [ParameterId.FadeInCurve] = (int)FadeCurve.QSin,
            [ParameterId.FadeOutCurve] = (int)FadeCurve.QSin,
        }),
        new("Duck when it gets angry", new Dictionary<ParameterId, double>
        {
            [ParameterId.TriggerSource] = (int)TriggerSource.Emotion,
            [ParameterId.TriggerEmotion] = 3,
            [ParameterId.TriggerAction] = (int)TriggerAction.Duck,
            [ParameterId.TriggerThreshold] = 45,
            [ParameterId.Floor] = -12,
            [ParameterId.FadeInTime] = 3,
            [ParameterId.FadeOutTime] = 1.5,
            [ParameterId.FadeInCurve] = (int)FadeCurve.HSin,
            [ParameterId.FadeOutCurve] = (int)FadeCurve.HSin,
        }),
        new("Come in with joy", new Dictionary<ParameterId, double>
        {
            [ParameterId.TriggerSource] = (int)TriggerSource.Emotion,
            [ParameterId.TriggerEmotion] = 0,
            [ParameterId.TriggerAction] = (int)TriggerAction.FadeIn,
            [ParameterId.FadeInTime] = 8,
            [ParameterId.FadeInCurve] = (int)FadeCurve.ESin,
        }),
        new("Leave when it turns sad", new Dictionary<ParameterId, double>
        {
            [ParameterId.TriggerSource] = (int)TriggerSource.Emotion,
            [ParameterId.TriggerEmotion] = 1,
            [ParameterId.TriggerAction] = (int)TriggerAction.FadeOut,
            [ParameterId.FadeOutTime] = 12,
            [ParameterId.FadeOutCurve] = (int)FadeCurve.QSin,
        }),
        new("Breathe with the music", new Dictionary<ParameterId, double>
        {
            [ParameterId.TriggerSource] = (int)TriggerSource.Manual,
            [ParameterId.Intensity] = 60,
            [ParameterId.IntensityRange] = 6,
            [ParameterId.Reaction] = 2,
        }),
        new("Meter only", new Dictionary<ParameterId, double>
        {
            [ParameterId.TriggerSource] = (int)TriggerSource.Manual,
            [ParameterId.Reaction] = 0.5,
        }),
    ];

    /// <summary>The presets' names, in the same order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(preset => preset.Name)];
}
