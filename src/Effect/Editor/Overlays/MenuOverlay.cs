using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>A menu: a column of choices, or a grid of curves. Has all input while it is there; anything outside closes it.</summary>
internal sealed class MenuOverlay : Overlay
{
    private const float Row = 24;
    private const float CurveWidth = 66;
    private const float CurveHeight = 54;
    private const float Margin = 5;
    private const int CurvePoints = 25;

    private readonly SKPoint[] _points = new SKPoint[CurvePoints];
    private Menu? _menu;
    private int _hot;
    private int _scroll;
    private int _visibleRows;

    internal MenuOverlay(EditorContext context)
        : base(context)
    {
    }

    internal override bool IsInteractive => true;

    internal override PointerShape PointerAt(float x, float y) => IndexAt(x, y) >= 0 ? PointerShape.Hand : PointerShape.Arrow;

    private float CellWidth => (Box.Width - (2 * Margin)) / Columns;

    private float CellHeight => _menu?.Curve != null ? CurveHeight : Row;

    private int Columns => _menu?.Columns ?? 1;

    private int Rows => _menu == null ? 0 : (_menu.Items.Count + Columns - 1) / Columns;

    /// <summary>Opens a menu at a field: below it, or above where there is more room.</summary>
    internal void Open(Menu menu, SKRect field, SKSize window, Painter painter)
    {
        _menu = menu;
        _hot = menu.Selected;
        float widest = 0;
        foreach (string item in menu.Items)
            widest = Math.Max(widest, painter.Measure(item, Theme.Text));
        float width = menu.Curve != null ? menu.Columns * CurveWidth : Math.Clamp(widest + 38, field.Width - (2 * Margin), window.Width - 40);
        width += 2 * Margin;
        float below = window.Height - field.Bottom - 8;
        float above = field.Top - 8;
        float wanted = (Rows * CellHeight) + (2 * Margin);
        bool isBelow = wanted <= below || below >= above;
        _visibleRows = Math.Clamp((int)((Math.Max(below, above) - (2 * Margin)) / CellHeight), 1, Rows);
        _scroll = Math.Clamp((Math.Max(0, _hot) / Columns) - (_visibleRows / 2), 0, Rows - _visibleRows);
        float height = (Math.Min(Rows, _visibleRows) * CellHeight) + (2 * Margin);
        float left = Math.Clamp(field.Left, 6, Math.Max(6, window.Width - width - 6));
        float top = isBelow ? field.Bottom + 4 : field.Top - 4 - height;
        Show(new SKRect(left, top, left + width, top + height));
    }

    internal override void Draw(Painter painter)
    {
        if (_menu == null)
            return;
        DrawGround(painter);
        for (int index = _scroll * Columns; index < Math.Min(_menu.Items.Count, (_scroll + _visibleRows) * Columns); index++)
        {
            SKRect cell = CellOf(index);
            bool isSelected = index == _menu.Selected;
            if (index == _hot)
                painter.FillRound(cell, 4, Theme.FieldHover);
            SKColor ink = isSelected ? Theme.Accent : index == _hot ? Theme.Ink : Theme.Body;
            if (_menu.Curve != null)
            {
                DrawCurve(painter, new SKRect(cell.Left + 14, cell.Top + 6, cell.Right - 14, cell.Bottom - 18), index, ink);
                painter.TextWithin(_menu.Items[index], cell.MidX, cell.Bottom - 9, cell.Width - 4, Theme.TinyText, ink, Align.Center);
                continue;
            }

            if (isSelected)
                painter.Circle(cell.Left + 10, cell.MidY, 2.5f, Theme.Accent);
            painter.TextWithin(_menu.Items[index], cell.Left + 20, cell.MidY, cell.Width - 26, Theme.Text, ink);
        }

        if (_visibleRows < Rows)
        {
            float room = Box.Height - (2 * Margin);
            float top = Box.Top + Margin + (room * _scroll / Rows);
            painter.FillRound(new SKRect(Box.Right - 4, top, Box.Right - 2, top + (room * _visibleRows / Rows)), 1, Theme.Faint);
        }
    }

    internal override void PointerDown(in PointerInput input)
    {
        int index = IndexAt(input.X, input.Y);
        if (index >= 0)
            Choose(index);
        else
            Hide();
    }

    internal override void PointerMove(in PointerInput input)
    {
        int index = IndexAt(input.X, input.Y);
        if (index < 0 || index == _hot)
            return;
        _hot = index;
        Invalidate();
    }

    internal override bool Wheel(in PointerInput input, float steps, bool isHorizontal)
    {
        int scroll = Math.Clamp(_scroll - Math.Sign(steps), 0, Rows - _visibleRows);
        if (scroll != _scroll)
        {
            _scroll = scroll;
            Invalidate();
        }

        return true;
    }

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        if (_menu == null)
            return false;
        int last = _menu.Items.Count - 1;
        int from = Math.Max(0, _hot);
        switch (key)
        {
            case EditorKey.Escape or EditorKey.Tab:
                Hide();
                return true;
            case EditorKey.Enter:
                Choose(_hot);
                return true;
            case EditorKey.Left:
                Move(from - 1, last);
                return true;
            case EditorKey.Right:
                Move(from + 1, last);
                return true;
            case EditorKey.Up:
                Move(from - Columns, last);
                return true;
            case EditorKey.Down:
                Move(from + Columns, last);
                return true;
            case EditorKey.Home:
                Move(0, last);
                return true;
            case EditorKey.End:
                Move(last, last);
                return true;
            default:
                if (character == ' ')
                    Choose(_hot);
                return true;
        }
    }

    protected override void OnHidden() => _menu = null;

    private void Move(int index, int last)
    {
        _hot = Math.Clamp(index, 0, last);
        int row = _hot / Columns;
        _scroll = Math.Clamp(_scroll, row - _visibleRows + 1, row);
        Invalidate();
    }

    private void Choose(int index)
    {
        Menu? menu = _menu;
        Hide();
        if (menu != null && index >= 0)
            menu.Choose(index);
    }

    private SKRect CellOf(int index)
    {
        float left = Box.Left + Margin + (index % Columns * CellWidth);
        float top = Box.Top + Margin + (((index / Columns) - _scroll) * CellHeight);
        return new SKRect(left, top, left + CellWidth, top + CellHeight);
    }

    private int IndexAt(float x, float y)
    {
        SKRect box = Box;
        if (_menu == null || x < box.Left + Margin || x >= box.Right - Margin || y < box.Top + Margin || y >= box.Bottom - Margin)
            return -1;
        int column = (int)((x - box.Left - Margin) / CellWidth);
        int row = (int)((y - box.Top - Margin) / CellHeight) + _scroll;
        int index = (row * Columns) + Math.Min(column, Columns - 1);
        return index < _menu.Items.Count ? index : -1;
    }

    private void DrawCurve(Painter painter, SKRect room, int index, SKColor ink)
    {
        for (int k = 0; k < CurvePoints; k++)
        {
            double position = (double)k / (CurvePoints - 1);
            _points[k] = new SKPoint(room.Left + (room.Width * (float)position), room.Bottom - (room.Height * (float)_menu!.Curve!(index, position)));
        }

        painter.Polyline(_points, ink, 1.5f);
    }
}
