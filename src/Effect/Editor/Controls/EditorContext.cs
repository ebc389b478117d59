using RealtimeEmotion.Effect.Editor.History;
using RealtimeEmotion.Effect.Editor.Overlays;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>What all elements of one editor share.</summary>
internal sealed class EditorContext
{
    private ModelStatus _model = ModelStatus.None;

    internal EditorContext(IEditorSession session, EmotionHistory history)
    {
        Session = session;
        History = history;
        Gesture = new EditGesture(session);
        Model = session.ModelStatus;
    }

    internal IEditorSession Session { get; }

    internal EmotionHistory History { get; }

    internal EditGesture Gesture { get; }

    /// <summary>Which stretch of the history is shown.</summary>
    internal TimeView View { get; } = new();

    /// <summary>The model as of the latest tick.</summary>
    internal ModelStatus Model
    {
        get => _model;
        set
        {
            if (ReferenceEquals(value, _model))
                return;
            _model = value;
            Names = [.. value.Labels.Select(label => label.Length == 0 ? label : char.ToUpperInvariant(label[0]) + label[1..])];
        }
    }

    /// <summary>The model's labels for people: their first letters large.</summary>
    internal string[] Names { get; private set; } = [];

    /// <summary>The readouts stand still while the history goes on.</summary>
    internal bool IsHeld { get; private set; }

    /// <summary>Focus is shown once the user has used the keyboard.</summary>
    internal bool ShowsFocus { get; set; }

    /// <summary>Time since the editor opened.</summary>
    internal TimeSpan Now { get; set; }

    /// <summary>Opens a menu below (or above) a place.</summary>
    internal Action<Menu, SKRect> OpenMenu { get; set; } = (_, _) => { };

    /// <summary>Lets the user type a value at a place.</summary>
    internal Action<ParameterId, SKRect> OpenEntry { get; set; } = (_, _) => { };

    /// <summary>Tells the user something for some seconds; true for a problem.</summary>
    internal Action<string, bool> Notify { get; set; } = (_, _) => { };

    /// <summary>Has the readouts stand still, or lets them go on.</summary>
    internal void Hold(bool isHeld)
    {
        if (isHeld == IsHeld)
            return;
        IsHeld = isHeld;
        if (isHeld)
            View.Freeze(History);
        else
            View.Follow();
    }
}
