using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>A line in which a parameter's value is typed. Return takes it, escape does not; what means nothing is marked and stays.</summary>
internal sealed class EntryOverlay : Overlay
{
    private const int Longest = 24;

    private readonly char[] _text = new char[Longest];
    private int _length;
    private bool _isAllSelected;
    private bool _isWrong;
    private bool _isCaretLit;
    private TimeSpan _caretSince;
    private EffectParameter _parameter = EffectParameters.Of(ParameterId.Position);

    internal EntryOverlay(EditorContext context)
        : base(context)
    {
    }

    internal override bool IsInteractive => true;

    internal override PointerShape PointerAt(float x, float y) => PointerShape.Text;

    /// <summary>Opens the line over a place, with the present value in it, selected.</summary>
    internal void Open(ParameterId id, SKRect place, SKSize window)
    {
        _parameter = EffectParameters.Of(id);
        string text = _parameter.Format(_parameter.ToPlain(Context.Session.GetNormalised(id)));
        _length = Math.Min(text.Length, Longest);
        text.AsSpan(0, _length).CopyTo(_text);
        _isAllSelected = true;
        _isWrong = false;
        _caretSince = Context.Now;
        _isCaretLit = true;
        float width = Math.Max(76, place.Width);
        float left = Math.Clamp(place.MidX - (width / 2), 6, window.Width - width - 6);
        float top = Math.Clamp(place.MidY - 12, 6, window.Height - 30);
        Show(new SKRect(left, top, left + width, top + 24));
    }

    internal override void Refresh()
    {
        bool isLit = ((Context.Now - _caretSince).TotalSeconds % 1) < 0.55;
        if (isLit == _isCaretLit)
            return;
        _isCaretLit = isLit;
        Invalidate();
    }

    internal override void Draw(Painter painter)
    {
        DrawGround(painter);
        SKRect box = Box;
        if (_isWrong)
            painter.Outline(box, Theme.Radius, Theme.Warning, 1.5f);
        ReadOnlySpan<char> text = _text.AsSpan(0, _length);
        float left = box.Left + 8;
        float width = painter.Measure(text, Theme.Text);
        if (_isAllSelected && _length > 0)
            painter.Fill(new SKRect(left - 1, box.MidY - 8, left + width + 1, box.MidY + 8), Theme.Accent.WithAlpha(0x50));
        painter.Text(text, left, box.MidY, Theme.Text, Theme.Ink);
        painter.Text(_parameter.Units, box.Right - 8, box.MidY, Theme.SmallText, Theme.Muted, Align.Right);
        if (_isCaretLit && !_isAllSelected)
            painter.Fill(new SKRect(left + width + 1, box.MidY - 7, left + width + 2, box.MidY + 7), Theme.Ink);
    }

    internal override void PointerDown(in PointerInput input)
    {
        if (Box.Contains(input.X, input.Y))
        {
            _isAllSelected = !_isAllSelected;
            Invalidate();
        }
        else
        {
            // As in other fields: clicking elsewhere takes what was typed, if it means anything.
            Accept();
            Hide();
        }
    }

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        switch (key)
        {
            case EditorKey.Enter or EditorKey.Tab:
                if (Accept())
                    Hide();
                break;
            case EditorKey.Escape:
                Hide();
                break;
            case EditorKey.Backspace or EditorKey.Delete:
                _length = _isAllSelected || _length == 0 ? 0 : _length - 1;
                Changed();
                break;
            case EditorKey.Left or EditorKey.Right or EditorKey.Home or EditorKey.End:
                _isAllSelected = false;
                Invalidate();
                break;
            default:
                if (character >= ' ' && !modifiers.HasFlag(EditorModifiers.Control))
                    Type(character);
                break;
        }

        return true;
    }

    private void Type(char character)
    {
        if (_isAllSelected)
            _length = 0;
        if (_length < Longest)
            _text[_length++] = character;
        Changed();
    }

    private void Changed()
    {
        _isAllSelected = false;
        _isWrong = false;
        _isCaretLit = true;
        _caretSince = Context.Now;
        Invalidate();
    }

    private bool Accept()
    {
        if (!_parameter.TryParse(new string(_text, 0, _length), out double plain))
        {
            _isWrong = true;
            Invalidate();
            return false;
        }

        Context.Gesture.Set(_parameter.Id, _parameter.ToNormalised(plain));
        return true;
    }
}
