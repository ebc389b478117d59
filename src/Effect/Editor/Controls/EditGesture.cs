namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>
/// One parameter in the user's hand at a time. Begin and end come exactly once each, whatever the windows, hosts and pointers
/// do in between; a click that moves nothing makes no edit.
/// </summary>
internal sealed class EditGesture
{
    private readonly IEditorSession _session;
    private double _last;

    internal EditGesture(IEditorSession session)
    {
        _session = session;
    }

    /// <summary>The parameter that is being edited; null between gestures.</summary>
    internal ParameterId? Active { get; private set; }

    /// <summary>Takes hold of a parameter; lets go of another one first.</summary>
    internal void Begin(ParameterId id)
    {
        if (Active == id)
            return;
        End();
        Active = id;
        _last = _session.GetNormalised(id);
        _session.BeginEdit(id);
    }

    /// <summary>Moves the parameter in hand. A value that it has already is not sent again.</summary>
    internal void Perform(double normalised)
    {
        if (Active is not { } id || double.IsNaN(normalised))
            return;
        normalised = Math.Clamp(normalised, 0, 1);
        if (normalised == _last)
            return;
        _last = normalised;
        _session.PerformEdit(id, normalised);
    }

    /// <summary>Lets go.</summary>
    internal void End()
    {
        if (Active is not { } id)
            return;
        Active = null;
        _session.EndEdit(id);
    }

    /// <summary>A whole gesture: one step to a value. Nothing happens where the parameter has it already.</summary>
    internal void Set(ParameterId id, double normalised)
    {
        normalised = Math.Clamp(normalised, 0, 1);
        if (normalised == _session.GetNormalised(id))
            return;
        Begin(id);
        Perform(normalised);
        End();
    }
}
