using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>All parameters of the effect: the only place where a range, a default or a name of one is written.</summary>
public static class EffectParameters
{
    /// <summary>The lowest level in decibels; it stands for silence.</summary>
    public const double SilenceDecibels = -90;

    /// <summary>The highest level change by intensity, in decibels.</summary>
    public const double MostIntensityDecibels = 24;

    /// <summary>The beats that a fade may last, by the index of <see cref="ParameterId.FadeInBeats"/>; 0 means that it is given in seconds.</summary>
    public static IReadOnlyList<double> Beats { get; } = [0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];

    /// <summary>Every parameter, in the order in which hosts show them.</summary>
    public static IReadOnlyList<EffectParameter> All { get; } = Declare();

    private static readonly int[] Indices = MakeIndices();

    /// <summary>A parameter by its id.</summary>
    public static EffectParameter Of(ParameterId id) => All[IndexOf(id)];

    /// <summary>Where a parameter stands in <see cref="All"/>; −1 where there is none of this id.</summary>
    [RealTimeSafe]
    public static int IndexOf(ParameterId id) => (uint)id < (uint)Indices.Length ? Indices[(int)id] : -1;

    private static EffectParameter[] Declare() =>
    [
        new(ParameterId.Position, ParameterGroup.Fade, "Position", "Position")
        {
            Description = "The fade by hand or automation: 0 is silent (or the floor), 1 is full. Runs along the fade-in curve.",
            Default = 1,
            Decimals = 3,
        },
        Toggle(ParameterId.Gate, ParameterGroup.Fade, "Gate", "Gate", "On fades in, off fades out. Works while the trigger is Gate.", on: true),
        Seconds(ParameterId.FadeInTime, ParameterGroup.Fade, "Fade-in time", "In time", "How long a fade-in lasts.", 0.001, 60, 1),
        Seconds(ParameterId.FadeOutTime, ParameterGroup.Fade, "Fade-out time", "Out time", "How long a fade-out lasts.", 0.001, 60, 1),
        List(ParameterId.FadeInBeats, ParameterGroup.Fade, "Fade-in beats", "In beats", "Gives the fade-in's length in beats of the host's tempo.", BeatNames(), 0),
        List(ParameterId.FadeOutBeats, ParameterGroup.Fade, "Fade-out beats", "Out beat", "Gives the fade-out's length in beats of the host's tempo.", BeatNames(), 0),
        List(ParameterId.FadeInCurve, ParameterGroup.Fade, "Fade-in curve", "In curve", "The shape of a fade-in, and of Position.", CurveNames(), (int)FadeCurve.Tri),
        List(ParameterId.FadeOutCurve, ParameterGroup.Fade, "Fade-out curve", "Out curv", "The shape of a fade-out.", CurveNames(), (int)FadeCurve.Tri),
        new(ParameterId.Shape, ParameterGroup.Fade, "Shape", "Shape")
        {
            Description = "Steepness of the curve \"sigmoid\": 0 is a straight line.",
            Maximum = FadeCurves.SteepestShape,
            Default = FadeCurves.DefaultShape,
        },
        new(ParameterId.Floor, ParameterGroup.Fade, "Floor", "Floor")
        {
            Description = "The level that a fade-out ends on.",
            Units = "dB",
            Scale = ParameterScale.Decibels,
            Minimum = SilenceDecibels,
            Maximum = 0,
            Default = SilenceDecibels,
            Decimals = 1,
        },
        new(ParameterId.Bypass, ParameterGroup.Fade, "Bypass", "Bypass")
        {
            Description = "Lets the sound pass as it is.",
            Kind = ParameterKind.Toggle,
            Choices = ["Off", "On"],
            IsBypass = true,
        },
        List(ParameterId.TriggerSource, ParameterGroup.Trigger, "Trigger", "Trigger", "What starts fades.", ["Manual", "Gate", "Transport", "Emotion"], (int)TriggerSource.Gate),
        List(ParameterId.TriggerEmotion, ParameterGroup.Trigger, "Trigger emotion", "Emotion", "The emotion that the trigger waits for: by its name, or one of a model's own by its number.", TriggerEmotions.Choices, 0),
        Percent(ParameterId.TriggerThreshold, ParameterGroup.Trigger, "Threshold", "Thresh", "The probability from which on the emotion counts as there.", 100, 40),
        new(ParameterId.TriggerHold, ParameterGroup.Trigger, "Hold", "Hold")
        {
            Description = "How long the emotion must be there, or be gone, before that counts.",
            Units = "s",
            Maximum = 10,
            Default = 1,
        },
        Percent(ParameterId.TriggerHysteresis, ParameterGroup.Trigger, "Hysteresis", "Hyst", "How far below the threshold the emotion counts as gone.", 50, 10),
        List(ParameterId.TriggerAction, ParameterGroup.Trigger, "Action", "Action", "What the emotion does to the sound.", ["Fade in", "Fade out", "Duck"], (int)TriggerAction.Duck),
        List(ParameterId.Genre, ParameterGroup.Emotion, "Genre", "Genre", "What genre the music is, where you know: the model then weighs emotions as they are usual in it.", ["Auto", "Classical", "Rock", "Electronic", "Pop"], 0),
        Seconds(ParameterId.Reaction, ParameterGroup.Emotion, "Reaction", "Reaction", "The time in which the emotion goes half of the way to a new one.", 0.05, 30, 1),
        Percent(ParameterId.Intensity, ParameterGroup.Emotion, "Intensity", "Intens", "How far arousal moves the level.", 100, 0),
        new(ParameterId.IntensityRange, ParameterGroup.Emotion, "Intensity range", "Range")
        {
            Description = "The level change at full intensity and full arousal, up for excited and down for calm music.",
            Units = "dB",
            Maximum = MostIntensityDecibels,
            Default = 6,
            Decimals = 1,
        },
        List(ParameterId.Model, ParameterGroup.Emotion, "Model", "Model", "Which model listens.", ["Shipped", "User", "Off"], (int)ModelSource.Shipped, canAutomate: false),
        Output(ParameterId.Joy, "Joy", "Joy", "Probability of joy.", "%", 0, 100, 1),
        Output(ParameterId.Sadness, "Sadness", "Sadness", "Probability of sadness.", "%", 0, 100, 1),
        Output(ParameterId.Neutral, "Neutral", "Neutral", "Probability of neutral.", "%", 0, 100, 1),
        Output(ParameterId.Anger, "Anger", "Anger", "Probability of anger.", "%", 0, 100, 1),
        Output(ParameterId.Valence, "Valence", "Valence", "From unpleasant (-1) to pleasant (1).", "", -1, 1, 2),
        Output(ParameterId.Arousal, "Arousal", "Arousal", "From calm (-1) to excited (1).", "", -1, 1, 2),
        Output(ParameterId.Confidence, "Confidence", "Confid", "How sure the model is; 0 also where there is no model.", "%", 0, 100, 1),
        new(ParameterId.Gain, ParameterGroup.Outputs, "Gain", "Gain")
        {
            Description = "The gain that the sound has.",
            Units = "dB",
            Scale = ParameterScale.Decibels,
            Minimum = SilenceDecibels,
            Maximum = MostIntensityDecibels,
            Default = 0,
            Decimals = 1,
            IsReadOnly = true,
            CanAutomate = false,
        },
        new(ParameterId.Program, ParameterGroup.Root, "Preset", "Preset")
        {
            Description = "A factory preset.",
            Kind = ParameterKind.List,
            Choices = FactoryPresets.Names,
            Maximum = FactoryPresets.Names.Count - 1,
            IsProgram = true,
            CanAutomate = false,
        },
    ];

    private static int[] MakeIndices()
    {
        int[] indices = new int[All.Max(parameter => (int)parameter.Id) + 1];
        Array.Fill(indices, -1);
        for (int index = 0; index < All.Count; index++)
            indices[(int)All[index].Id] = index;
        return indices;
    }

    private static IReadOnlyList<string> CurveNames() => [.. FadeCurves.All.Select(FadeCurves.Name)];

    private static IReadOnlyList<string> BeatNames() => ["In seconds", "1/4 beat", "1/2 beat", "1 beat", .. Beats.Where(beats => beats > 1).Select(beats => $"{beats} beats")];

    private static EffectParameter Toggle(ParameterId id, ParameterGroup group, string name, string shortName, string description, bool on) => new(id, group, name, shortName)
    {
        Description = description,
        Kind = ParameterKind.Toggle,
        Choices = ["Off", "On"],
        Default = on ? 1 : 0,
    };

    private static EffectParameter List(ParameterId id, ParameterGroup group, string name, string shortName, string description, IReadOnlyList<string> choices, int choice, bool canAutomate = true) => new(id, group, name, shortName)
    {
        Description = description,
        Kind = ParameterKind.List,
        Choices = choices,
        Maximum = choices.Count - 1,
        Default = choice,
        CanAutomate = canAutomate,
    };

    private static EffectParameter Seconds(ParameterId id, ParameterGroup group, string name, string shortName, string description, double minimum, double maximum, double seconds) => new(id, group, name, shortName)
    {
        Description = description,
        Units = "s",
        Scale = ParameterScale.Logarithmic,
        Minimum = minimum,
        Maximum = maximum,
        Default = seconds,
    };

    private static EffectParameter Percent(ParameterId id, ParameterGroup group, string name, string shortName, string description, double maximum, double percent) => new(id, group, name, shortName)
    {
        Description = description,
        Units = "%",
        Maximum = maximum,
        Default = percent,
        Decimals = 1,
    };

    private static EffectParameter Output(ParameterId id, string name, string shortName, string description, string units, double minimum, double maximum, int decimals) => new(id, ParameterGroup.Outputs, name, shortName)
    {
        Description = description,
        Units = units,
        Minimum = minimum,
        Maximum = maximum,
        Decimals = decimals,
        IsReadOnly = true,
        CanAutomate = false,
    };
}
