namespace RealtimeEmotion.Effect;

/// <summary>The parameters by their stable ids: sessions, automation and presets refer to them. A number is never used anew.</summary>
public enum ParameterId : uint
{
    /// <summary>The automatable fade: 0 silent (or the floor) … 1 full.</summary>
    Position = 100,

    /// <summary>On fades in, off fades out, where the trigger's source is the gate.</summary>
    Gate = 101,

    /// <summary>Length of a fade-in in seconds.</summary>
    FadeInTime = 102,

    /// <summary>Length of a fade-out in seconds.</summary>
    FadeOutTime = 103,

    /// <summary>Length of a fade-in in beats of the host's tempo, in place of seconds.</summary>
    FadeInBeats = 104,

    /// <summary>Length of a fade-out in beats of the host's tempo, in place of seconds.</summary>
    FadeOutBeats = 105,

    /// <summary>The curve of a fade-in, and of <see cref="Position"/>.</summary>
    FadeInCurve = 106,

    /// <summary>The curve of a fade-out.</summary>
    FadeOutCurve = 107,

    /// <summary>Steepness of the curve "sigmoid".</summary>
    Shape = 108,

    /// <summary>The level that a fade-out ends on.</summary>
    Floor = 109,

    /// <summary>Lets the sound pass bit by bit.</summary>
    Bypass = 110,

    /// <summary>What starts fades.</summary>
    TriggerSource = 200,

    /// <summary>The emotion that the trigger waits for.</summary>
    TriggerEmotion = 201,

    /// <summary>The probability from which on that emotion counts as there.</summary>
    TriggerThreshold = 202,

    /// <summary>How long it must be there, or be gone, before that counts.</summary>
    TriggerHold = 203,

    /// <summary>How far the probability must fall below the threshold before the emotion counts as gone.</summary>
    TriggerHysteresis = 204,

    /// <summary>What the emotion does to the sound.</summary>
    TriggerAction = 205,

    /// <summary>What genre the listener says the music is.</summary>
    Genre = 300,

    /// <summary>Half-life of the smoothed probabilities.</summary>
    Reaction = 301,

    /// <summary>How far arousal moves the level.</summary>
    Intensity = 302,

    /// <summary>The level change at full intensity and full arousal.</summary>
    IntensityRange = 303,

    /// <summary>Which model listens.</summary>
    Model = 304,

    /// <summary>Output: probability of joy.</summary>
    Joy = 400,

    /// <summary>Output: probability of sadness.</summary>
    Sadness = 401,

    /// <summary>Output: probability of neutral.</summary>
    Neutral = 402,

    /// <summary>Output: probability of anger.</summary>
    Anger = 403,

    /// <summary>Output: valence.</summary>
    Valence = 404,

    /// <summary>Output: arousal.</summary>
    Arousal = 405,

    /// <summary>Output: confidence; 0 also where there is no model.</summary>
    Confidence = 406,

    /// <summary>Output: the gain that the sound has.</summary>
    Gain = 407,

    /// <summary>The factory preset chosen last.</summary>
    Program = 500,
}
