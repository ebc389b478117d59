using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Effect.Editor.Overlays;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>The model's name; a click lists the models that there are.</summary>
internal sealed class ModelField : Element
{
    private ModelStatus _model;

    internal ModelField(EditorContext context)
        : base(context)
    {
        _model = context.Model;
    }

    internal override bool CanFocus => true;

    internal override ParameterId? ParameterAt(float x, float y) => ParameterId.Model;

    internal override PointerShape PointerAt(float x, float y) => PointerShape.Hand;

    internal override string? TooltipAt(float x, float y) => _model.Error
        ?? $"Model: {Name}\n{(_model.Path is { } path ? path : "The model that comes with the effect.")}\nClick to choose, or drop an .onnx file anywhere on the editor.";

    internal override void Refresh()
    {
        if (ReferenceEquals(_model, Context.Model))
            return;
        _model = Context.Model;
        Invalidate();
    }

    internal override void Draw(Painter painter)
    {
        painter.FillRound(Bounds, 4, IsHovered ? Theme.FieldHover : Theme.Field);
        painter.Circle(Bounds.Left + 11, Bounds.MidY, 3, _model.Error != null ? Theme.Warning : _model.Labels.Count > 0 ? Theme.Accent : Theme.Faint);
        painter.TextWithin(Name, Bounds.Left + 20, Bounds.MidY, Bounds.Width - 40, Theme.SmallText, _model.Error != null ? Theme.Warning : Theme.Ink);
        float x = Bounds.Right - 9;
        painter.Line(x - 3, Bounds.MidY - 1.5f, x, Bounds.MidY + 1.5f, Theme.Muted, 1.25f);
        painter.Line(x, Bounds.MidY + 1.5f, x + 3, Bounds.MidY - 1.5f, Theme.Muted, 1.25f);
        DrawFocus(painter, Bounds, 4);
    }

    internal override void PointerDown(in PointerInput input) => Open();

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        if (key != EditorKey.Enter && key != EditorKey.Down && character != ' ')
            return false;
        Open();
        return true;
    }

    private string Name => _model.Error != null ? "Model not loaded" : _model.Name.Length > 0 ? _model.Name : "No model";

    private void Open()
    {
        EffectParameter parameter = EffectParameters.Of(ParameterId.Model);
        IReadOnlyList<string> files = Context.Session.FindModels();
        string[] items = [parameter.Choices[(int)ModelSource.Shipped], .. files.Select(file => Path.GetFileNameWithoutExtension(file)), parameter.Choices[(int)ModelSource.Off]];
        var source = (ModelSource)(int)parameter.ToPlain(Context.Session.GetNormalised(parameter.Id));
        int selected = source switch
        {
            ModelSource.Shipped => 0,
            ModelSource.Off => items.Length - 1,
            _ => files.ToList().IndexOf(_model.Path ?? "") + 1,
        };
        Context.OpenMenu(new Menu(items, selected, index => Choose(index, files)), Bounds);
    }

    private void Choose(int index, IReadOnlyList<string> files)
    {
        EffectParameter parameter = EffectParameters.Of(ParameterId.Model);
        if (index == 0 || index > files.Count)
            Context.Gesture.Set(parameter.Id, parameter.ToNormalised((int)(index == 0 ? ModelSource.Shipped : ModelSource.Off)));
        else if (!Context.Session.TryLoadModel(files[index - 1], out string problem))
            Context.Notify(problem, true);
    }
}
