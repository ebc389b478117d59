namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>The emotion that the trigger waits for, of those that the model tells, by the model's names for them.</summary>
internal sealed class TriggerEmotionChoice : Choice
{
    private ModelStatus _model;

    internal TriggerEmotionChoice(EditorContext context)
        : base(context, ParameterId.TriggerEmotion)
    {
        _model = context.Model;
    }

    protected override IReadOnlyList<int> Offered => TriggerEmotions.Of(Context.Model.Labels);

    internal override void Refresh()
    {
        base.Refresh();
        if (ReferenceEquals(_model, Context.Model))
            return;
        _model = Context.Model;
        Invalidate();
    }

    protected override string NameOf(int value) => TriggerEmotions.LabelOf(value, Context.Model.Labels) is >= 0 and var label ? Context.Names[label] : base.NameOf(value);
}
