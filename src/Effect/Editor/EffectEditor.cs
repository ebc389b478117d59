using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Effect.Editor.History;
using RealtimeEmotion.Effect.Editor.Overlays;
using RealtimeEmotion.Effect.Editor.Panels;
using RealtimeEmotion.Engine.Fades;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor;

/// <summary>
/// The effect's editor, without a window: it draws on any canvas, takes input in pixels of that canvas, and knows by itself
/// what has changed. All calls are the user-interface thread's.
/// </summary>
public sealed class EffectEditor : IDisposable
{
    /// <summary>The width that it is drawn for at first, in points (pixels at a scale of 1).</summary>
    public const int DefaultWidth = 1000;

    /// <summary>The height that it is drawn for at first, in points.</summary>
    public const int DefaultHeight = 640;

    /// <summary>Below this width, in points, everything is drawn smaller instead.</summary>
    public const int MinimumWidth = 760;

    /// <summary>Below this height, in points, everything is drawn smaller instead.</summary>
    public const int MinimumHeight = 480;

    private static readonly TimeSpan TooltipDelay = TimeSpan.FromSeconds(0.7);

    private readonly IEditorSession _session;
    private readonly EmotionHistory _history;
    private readonly EditorContext _context;
    private readonly Painter _painter = new();
    private readonly EditorParts _parts;
    private readonly Element[] _elements;
    private readonly Element[] _stops;
    private readonly MenuOverlay _menu;
    private readonly EntryOverlay _entry;
    private readonly TooltipOverlay _tooltip;
    private readonly NoticeOverlay _notice;
    private readonly DropOverlay _drop;
    private readonly Overlay[] _overlays;
    private readonly SKRect[] _overlayPlaces;
    private readonly List<SKRectI> _areas = new(32);
    private int _width;
    private int _height;
    private float _askedScale;
    private float _scale = 1;
    private SKSize _size = new(DefaultWidth, DefaultHeight);
    private bool _isStale = true;
    private Element? _captured;
    private Element? _hovered;
    private Element? _focused;
    private float _pointerX;
    private float _pointerY;
    private TimeSpan _restsSince;
    private bool _isDisposed;

    /// <summary>Makes an editor of a session. It costs nothing until it is ticked and drawn.</summary>
    public EffectEditor(IEditorSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _history = new EmotionHistory(session.Telemetry);
        _context = new EditorContext(session, _history)
        {
            OpenMenu = (menu, field) => _menu!.Open(menu, field, _size, _painter!),
            OpenEntry = (id, place) => _entry!.Open(id, place, _size),
            Notify = (text, isProblem) => _notice!.Open(text, isProblem, _size, _painter!),
        };
        _parts = Create(_context, this);
        _elements = _parts.All;
        _stops = [.. _elements.Where(element => element.CanFocus)];
        _menu = new MenuOverlay(_context);
        _entry = new EntryOverlay(_context);
        _tooltip = new TooltipOverlay(_context);
        _notice = new NoticeOverlay(_context);
        _drop = new DropOverlay(_context);
        _overlays = [_notice, _menu, _entry, _tooltip, _drop];
        _overlayPlaces = new SKRect[_overlays.Length];
        EditorLayout.Place(_parts, _size.Width, _size.Height);
    }

    /// <summary>The folder that exported histories go to.</summary>
    public string ExportFolder { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments), "RealtimeEmotion");

    /// <summary>Whether <see cref="Draw"/> has anything to do.</summary>
    public bool NeedsRedraw
    {
        get
        {
            if (_isStale || HaveOverlaysMoved())
                return true;
            foreach (Element element in _elements)
            {
                if (element.IsDirty && element.IsShown)
                    return true;
            }

            foreach (Overlay overlay in _overlays)
            {
                if (overlay.IsDirty && overlay.IsShown)
                    return true;
            }

            return false;
        }
    }

    /// <summary>What the pointer should look like where it is.</summary>
    public PointerShape Look { get; private set; }

    /// <summary>Whether the user is typing into the editor: then every key is its own.</summary>
    public bool IsTyping => _entry.IsShown || _menu.IsShown;

    /// <summary>Told of each text that is drawn, and of the box of its letters in points.</summary>
    internal Action<string, SKRect>? TextDrawn
    {
        get => _painter.TextDrawn;
        set => _painter.TextDrawn = value;
    }

    internal EditorParts Parts => _parts;

    internal EmotionHistory History => _history;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _context.Gesture.End();
        _painter.Dispose();
        _history.Dispose();
    }

    /// <summary>Has everything drawn anew.</summary>
    public void Invalidate() => _isStale = true;

    /// <summary>Time passes: looks at what the effect does, and marks what has changed.</summary>
    public void Tick(TimeSpan elapsed)
    {
        if (_isDisposed)
            return;
        _context.Now += elapsed;
        _context.Model = _session.ModelStatus;
        _history.Update();
        foreach (Element element in _elements)
            element.Refresh();
        foreach (Overlay overlay in _overlays)
        {
            if (overlay.IsShown)
                overlay.Refresh();
        }

        if (!_tooltip.IsShown && _hovered != null && _captured == null && !_menu.IsShown && !_entry.IsShown && _context.Now - _restsSince >= TooltipDelay)
        {
            // Once a place: until the pointer moves on, the answer stays the same.
            _restsSince = TimeSpan.MaxValue / 2;
            if (_hovered.TooltipAt(_pointerX, _pointerY) is { } text)
                _tooltip.Open(text, _pointerX, _pointerY, _size, _painter);
        }
    }

    /// <summary>Draws what has changed since the last time; all of it on another size or after <see cref="Invalidate"/>.</summary>
    /// <param name="canvas">Holds what was drawn before, untransformed.</param>
    /// <param name="width">The canvas's width in pixels.</param>
    /// <param name="height">The canvas's height in pixels.</param>
    /// <param name="scale">Pixels to a point.</param>
    /// <returns>The areas that were drawn, in pixels; valid until the next call.</returns>
    public ReadOnlySpan<SKRectI> Draw(SKCanvas canvas, int width, int height, float scale)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Resize(width, height, scale);
        CollectAreas();
        _painter.Begin(canvas, _scale);
        foreach (SKRectI area in _areas)
        {
            canvas.Save();
            canvas.ClipRect(area);
            canvas.DrawColor(Theme.Window, SKBlendMode.Src);
            canvas.Scale(_scale);
            foreach (Element element in _elements)
            {
                if (element.IsShown && ToPixels(element.Bounds).IntersectsWith(area))
                    element.Draw(_painter);
            }

            foreach (Overlay overlay in _overlays)
            {
                if (overlay.IsShown && ToPixels(overlay.Bounds).IntersectsWith(area))
                    overlay.Draw(_painter);
            }

            canvas.Restore();
        }

        _painter.End();
        foreach (Element element in _elements)
            element.Validate();
        for (int k = 0; k < _overlays.Length; k++)
        {
            _overlays[k].Validate();
            _overlayPlaces[k] = PlaceOf(_overlays[k]);
        }

        _isStale = false;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_areas);
    }

    /// <summary>A button of the mouse went down.</summary>
    /// <param name="x">In pixels.</param>
    /// <param name="y">In pixels.</param>
    /// <param name="button">Which.</param>
    /// <param name="modifiers">The modifier keys held.</param>
    /// <param name="clicks">2 for the second press of a double click, otherwise 1.</param>
    public void PointerDown(float x, float y, PointerButton button, EditorModifiers modifiers, int clicks = 1)
    {
        if (_captured != null)
            return;
        MovePointer(x, y);
        _tooltip.Hide();
        _restsSince = TimeSpan.MaxValue / 2;
        Element? hit = HitAt(_pointerX, _pointerY);
        ShowFocus(false);
        if (hit is not Overlay)
            Focus(hit is { CanFocus: true } ? hit : null);
        if (hit == null)
            return;
        _captured = hit;
        hit.PointerDown(new PointerInput(_pointerX, _pointerY, button, modifiers, clicks));

        // An overlay that has opened or closed under the pointer leaves nothing to drag.
        if (_menu.IsShown || _entry.IsShown || hit is Overlay)
            Release(button, modifiers);
        UpdateHover();
    }

    /// <summary>The pointer moved.</summary>
    public void PointerMove(float x, float y, EditorModifiers modifiers)
    {
        float beforeX = _pointerX;
        float beforeY = _pointerY;
        MovePointer(x, y);
        if (_captured == null)
            UpdateHover();
        Element? target = _captured ?? _hovered;
        if (_tooltip.IsShown && (Math.Abs(beforeX - _pointerX) > 3 || Math.Abs(beforeY - _pointerY) > 3))
            _tooltip.Hide();
        if (!_tooltip.IsShown)
            _restsSince = _context.Now;
        target?.PointerMove(new PointerInput(_pointerX, _pointerY, PointerButton.Primary, modifiers, 0));
        Look = target?.PointerAt(_pointerX, _pointerY) ?? PointerShape.Arrow;
    }

    /// <summary>A button of the mouse went up.</summary>
    public void PointerUp(float x, float y, PointerButton button, EditorModifiers modifiers)
    {
        MovePointer(x, y);
        Release(button, modifiers);
        UpdateHover();
    }

    /// <summary>The pointer left the editor, or somebody else took it away: whatever was held is let go.</summary>
    public void PointerCancel()
    {
        Release(PointerButton.Primary, EditorModifiers.None);
        SetHovered(null);
        _tooltip.Hide();
        Look = PointerShape.Arrow;
    }

    /// <summary>The pointer left the editor; a drag goes on.</summary>
    public void PointerLeave()
    {
        if (_captured == null)
            PointerCancel();
    }

    /// <summary>The wheel was turned.</summary>
    /// <param name="x">In pixels.</param>
    /// <param name="y">In pixels.</param>
    /// <param name="steps">Notches; positive is away from the user, or to the right.</param>
    /// <param name="isHorizontal">Whether it is the sideways wheel.</param>
    /// <param name="modifiers">The modifier keys held.</param>
    /// <returns>Whether the editor had a use for it.</returns>
    public bool Wheel(float x, float y, float steps, bool isHorizontal, EditorModifiers modifiers)
    {
        MovePointer(x, y);
        UpdateHover();
        _tooltip.Hide();
        Element? target = _menu.IsShown ? _menu : _captured ?? _hovered;
        return target != null && target.Wheel(new PointerInput(_pointerX, _pointerY, PointerButton.Primary, modifiers, 0), steps, isHorizontal);
    }

    /// <summary>A key went down.</summary>
    /// <param name="key">The key, if it is one of those.</param>
    /// <param name="character">The character that it types, or zero.</param>
    /// <param name="modifiers">The modifier keys held.</param>
    /// <returns>Whether the editor used it; otherwise it is the host's.</returns>
    public bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        _tooltip.Hide();
        if (_menu.IsShown)
            return _menu.KeyDown(key, character, modifiers);
        if (_entry.IsShown)
            return _entry.KeyDown(key, character, modifiers);
        if (key == EditorKey.Tab)
        {
            MoveFocus(modifiers.HasFlag(EditorModifiers.Shift) ? -1 : 1);
            return true;
        }

        if (key == EditorKey.Escape && (_notice.IsShown || _focused != null))
        {
            _notice.Hide();
            Focus(null);
            return true;
        }

        if (_focused != null && _focused.KeyDown(key, character, modifiers))
        {
            ShowFocus(true);
            return true;
        }

        return (modifiers & (EditorModifiers.Control | EditorModifiers.Alt)) == 0 && Shortcut(character);
    }

    /// <summary>The parameter at a place, for the host's own controllers.</summary>
    /// <param name="x">In pixels.</param>
    /// <param name="y">In pixels.</param>
    public ParameterId? ParameterAt(float x, float y)
    {
        Element? hit = HitAt(x / _scale, y / _scale);
        return hit?.ParameterAt(x / _scale, y / _scale);
    }

    /// <summary>What there is to tell of a place, as the tooltip does; null for nothing.</summary>
    /// <param name="x">In pixels.</param>
    /// <param name="y">In pixels.</param>
    public string? TooltipAt(float x, float y) => HitAt(x / _scale, y / _scale)?.TooltipAt(x / _scale, y / _scale);

    /// <summary>A file is being dragged over the editor.</summary>
    public void DragEnter()
    {
        _tooltip.Hide();
        if (!_drop.IsShown)
            _drop.Open(_size);
    }

    /// <summary>The file was dragged away again.</summary>
    public void DragLeave() => _drop.Hide();

    /// <summary>Files were dropped: the first model among them is loaded.</summary>
    /// <returns>Whether it listens now.</returns>
    public bool Drop(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _drop.Hide();
        string? path = paths.FirstOrDefault(file => file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase));
        if (path == null)
        {
            if (paths.Count > 0)
                _context.Notify($"{Path.GetFileName(paths[0])} is no model. Drop an .onnx file that 'emotion train' has written.", true);
            return false;
        }

        if (!_session.TryLoadModel(path, out string problem))
        {
            _context.Notify(problem, true);
            return false;
        }

        _context.Model = _session.ModelStatus;
        _context.Notify($"{_context.Model.Name} listens now.", false);
        return true;
    }

    /// <summary>Writes the history into a new file of <see cref="ExportFolder"/>, and tells the user where it is.</summary>
    /// <returns>The file; null if it could not be written.</returns>
    public string? ExportHistory()
    {
        string name = $"emotion-{DateTime.Now:yyyy-MM-dd-HHmmss}";
        string path = Path.Combine(ExportFolder, $"{name}.csv");
        for (int number = 2; File.Exists(path); number++)
            path = Path.Combine(ExportFolder, $"{name}-{number}.csv");
        try
        {
            HistoryCsv.Write(_history, _context.Model.Labels, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _context.Notify($"The history could not be written to {path}. {exception.Message}", true);
            return null;
        }

        _context.Notify($"{_history.EstimateCount} estimates written to {path}", false);
        return path;
    }

    private static EditorParts Create(EditorContext context, EffectEditor editor)
    {
        var timeline = new TimelinePanel(context);
        static int Plain(IEditorSession session, ParameterId id) => (int)EffectParameters.Of(id).ToPlain(session.GetNormalised(id));
        static bool IsByEmotion(IEditorSession session) => Plain(session, ParameterId.TriggerSource) == (int)TriggerSource.Emotion;
        static bool IsSigmoid(IEditorSession session, ParameterId id) => Plain(session, id) == (int)FadeCurve.Sigmoid;
        return new EditorParts
        {
            Status = new StatusPanel(context),
            Preset = new Choice(context, ParameterId.Program) { Label = "Preset" },
            ModelName = new ModelField(context),
            Bypass = new Switch(context, ParameterId.Bypass) { IsWarning = true },
            Now = new EmotionPanel(context),
            Plane = new PlanePanel(context),
            Fade = new FadePanel(context),
            InCurve = new Choice(context, ParameterId.FadeInCurve) { Label = "In" },
            InBeats = new Choice(context, ParameterId.FadeInBeats),
            OutCurve = new Choice(context, ParameterId.FadeOutCurve) { Label = "Out" },
            OutBeats = new Choice(context, ParameterId.FadeOutBeats),
            Timeline = timeline,
            ZoomOut = new PushButton(context, "−", "Show more time (-)\nOr turn the wheel over the history.", () => timeline.Zoom(2)),
            ZoomIn = new PushButton(context, "+", "Show less time (+)\nOr turn the wheel over the history.", () => timeline.Zoom(0.5)),
            Pause = new PushButton(context, "Pause", "Pause (P)\nTakes nothing new into the history. The effect goes on.", editor.TogglePause, () => context.History.IsPaused) { IsWarning = true },
            Hold = new PushButton(context, "Hold", "Hold (H)\nWhat is shown stands still, and the history goes on behind it.", () => context.Hold(!context.IsHeld), () => context.IsHeld) { IsWarning = true },
            AutoReset = new PushButton(
                context, "Auto", "Auto-reset\nThe history begins anew when playback starts or jumps.", () => context.History.ResetsItself = !context.History.ResetsItself, () => context.History.ResetsItself),
            Reset = new PushButton(context, "Reset", "Reset (R)\nForgets the history, and starts the analysis and all counts afresh.", editor.Reset),
            Export = new PushButton(context, "CSV", "Export (E)\nWrites the history as a table.", () => editor.ExportHistory()),
            Level = new LevelPanel(context),
            FadeCard = new Card(context, "FADE"),
            TriggerCard = new Card(context, "TRIGGER"),
            EmotionCard = new Card(context, "EMOTION"),
            Gate = new Switch(context, ParameterId.Gate) { Matters = session => Plain(session, ParameterId.TriggerSource) == (int)TriggerSource.Gate },
            FadeKnobs =
            [
                new Knob(context, ParameterId.Position),
                new Knob(context, ParameterId.FadeInTime) { Matters = session => Plain(session, ParameterId.FadeInBeats) == 0 },
                new Knob(context, ParameterId.FadeOutTime) { Matters = session => Plain(session, ParameterId.FadeOutBeats) == 0 },
                new Knob(context, ParameterId.Shape) { Matters = session => IsSigmoid(session, ParameterId.FadeInCurve) || IsSigmoid(session, ParameterId.FadeOutCurve) },
                new Knob(context, ParameterId.Floor),
            ],
            TriggerKnobs =
            [
                new Knob(context, ParameterId.TriggerThreshold) { Matters = IsByEmotion },
                new Knob(context, ParameterId.TriggerHysteresis) { Matters = IsByEmotion },
                new Knob(context, ParameterId.TriggerHold) { Matters = IsByEmotion },
            ],
            TriggerFields =
            [
                new Choice(context, ParameterId.TriggerSource) { Label = "On" }, new TriggerEmotionChoice(context) { Label = "If", Matters = IsByEmotion },
                new Choice(context, ParameterId.TriggerAction) { Label = "Do", Matters = IsByEmotion },
            ],
            EmotionKnobs =
            [
                new Knob(context, ParameterId.Reaction), new Knob(context, ParameterId.Intensity), new Knob(context, ParameterId.IntensityRange) { Matters = session => session.GetNormalised(ParameterId.Intensity) > 0 },
            ],
            EmotionFields = [new Choice(context, ParameterId.Genre) { Label = "Genre" }, new Choice(context, ParameterId.Model) { Label = "Model" }],
        };
    }

    private static SKRect PlaceOf(Overlay overlay) => overlay.IsShown ? overlay.Bounds : SKRect.Empty;

    private bool HaveOverlaysMoved()
    {
        for (int k = 0; k < _overlays.Length; k++)
        {
            if (PlaceOf(_overlays[k]) != _overlayPlaces[k])
                return true;
        }

        return false;
    }

    private void Resize(int width, int height, float scale)
    {
        if (width == _width && height == _height && scale == _askedScale)
            return;
        (_width, _height, _askedScale) = (width, height, scale);
        _scale = Math.Min(scale, Math.Min((float)width / MinimumWidth, (float)height / MinimumHeight));
        _size = new SKSize(width / _scale, height / _scale);
        _menu.Hide();
        _entry.Hide();
        _tooltip.Hide();
        _notice.Hide();
        EditorLayout.Place(_parts, _size.Width, _size.Height);
        if (_drop.IsShown)
            _drop.Open(_size);
        _isStale = true;
    }

    private SKRectI ToPixels(SKRect rect) => new(
        (int)MathF.Floor(rect.Left * _scale), (int)MathF.Floor(rect.Top * _scale), (int)MathF.Ceiling(rect.Right * _scale), (int)MathF.Ceiling(rect.Bottom * _scale));

    private void CollectAreas()
    {
        _areas.Clear();
        if (_isStale)
        {
            _areas.Add(new SKRectI(0, 0, _width, _height));
            return;
        }

        foreach (Element element in _elements)
        {
            if (element.IsDirty && element.IsShown)
                AddArea(element.Bounds);
        }

        for (int k = 0; k < _overlays.Length; k++)
        {
            SKRect place = PlaceOf(_overlays[k]);
            if (place != _overlayPlaces[k])
                AddArea(_overlayPlaces[k]);
            if (place != _overlayPlaces[k] || (_overlays[k].IsShown && _overlays[k].IsDirty))
                AddArea(place);
        }
    }

    /// <summary>Adds an area; those that overlap become one, so that nothing is drawn twice.</summary>
    private void AddArea(SKRect rect)
    {
        if (rect.IsEmpty)
            return;
        SKRectI area = SKRectI.Intersect(ToPixels(rect), new SKRectI(0, 0, _width, _height));
        if (area.IsEmpty)
            return;
        for (int k = 0; k < _areas.Count; k++)
        {
            if (!_areas[k].IntersectsWith(area))
                continue;
            area = SKRectI.Union(_areas[k], area);
            _areas.RemoveAt(k);
            k = -1;
        }

        _areas.Add(area);
    }

    private void MovePointer(float x, float y)
    {
        _pointerX = x / _scale;
        _pointerY = y / _scale;
    }

    private Element? HitAt(float x, float y)
    {
        if (_entry.IsShown)
            return _entry;
        if (_menu.IsShown)
            return _menu;
        if (_notice.IsShown && _notice.Bounds.Contains(x, y))
            return _notice;
        for (int k = _elements.Length - 1; k >= 0; k--)
        {
            if (_elements[k].IsShown && _elements[k] is not Card && _elements[k].Bounds.Contains(x, y))
                return _elements[k];
        }

        return null;
    }

    private void UpdateHover()
    {
        if (_captured == null)
            SetHovered(HitAt(_pointerX, _pointerY));
        Look = (_captured ?? _hovered)?.PointerAt(_pointerX, _pointerY) ?? PointerShape.Arrow;
    }

    private void SetHovered(Element? element)
    {
        if (ReferenceEquals(element, _hovered))
            return;
        _hovered?.SetHovered(false);
        _hovered = element;
        _hovered?.SetHovered(true);
    }

    private void Release(PointerButton button, EditorModifiers modifiers)
    {
        Element? captured = _captured;
        _captured = null;
        captured?.PointerUp(new PointerInput(_pointerX, _pointerY, button, modifiers, 0));
        _context.Gesture.End();
    }

    private void Focus(Element? element)
    {
        if (ReferenceEquals(element, _focused))
            return;
        _focused?.SetFocused(false);
        _focused = element;
        _focused?.SetFocused(true);
    }

    private void ShowFocus(bool isShown)
    {
        if (_context.ShowsFocus == isShown)
            return;
        _context.ShowsFocus = isShown;
        _focused?.Invalidate();
    }

    private void MoveFocus(int step)
    {
        int index = _focused == null ? -1 : Array.IndexOf(_stops, _focused);
        index = index < 0 ? (step > 0 ? 0 : _stops.Length - 1) : (index + step + _stops.Length) % _stops.Length;
        Focus(_stops[index]);
        ShowFocus(true);
    }

    private bool Shortcut(char character)
    {
        switch (char.ToLowerInvariant(character))
        {
            case 'p':
                TogglePause();
                return true;
            case 'h':
                _context.Hold(!_context.IsHeld);
                return true;
            case 'r':
                Reset();
                return true;
            case 'e':
                ExportHistory();
                return true;
            case 'g':
                double gate = _session.GetNormalised(ParameterId.Gate);
                _context.Gesture.Set(ParameterId.Gate, gate >= 0.5 ? 0 : 1);
                return true;
            case '+' or '=':
                _parts.Timeline.Zoom(0.5);
                return true;
            case '-':
                _parts.Timeline.Zoom(2);
                return true;
            default:
                return false;
        }
    }

    private void TogglePause() => _history.IsPaused = !_history.IsPaused;

    private void Reset()
    {
        _session.ResetHistory();
        _history.Clear();
        _context.Hold(false);
    }
}
