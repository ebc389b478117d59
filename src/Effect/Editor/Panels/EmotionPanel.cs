using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Engine.Emotions;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>The emotion now: one word for the whole room, and how sure that is.</summary>
internal sealed class EmotionPanel : Element
{
    private EmotionEstimate _estimate;
    private bool _hasEstimate;
    private ModelStatus _model;
    private int _trigger = -1;
    private double _threshold;

    internal EmotionPanel(EditorContext context)
        : base(context)
    {
        _model = context.Model;
    }

    internal override bool IsInteractive => Context.IsHeld;

    internal override string? TooltipAt(float x, float y) => Context.IsHeld
        ? "Held: click to go on"
        : "What the music feels like now\nThe bars are the model's probabilities; confidence is how far the first stands above an even spread.";

    internal override void Refresh()
    {
        bool isOther = !ReferenceEquals(_model, Context.Model);
        _model = Context.Model;
        if (isOther)
            Invalidate();
        int trigger = Trigger(out double threshold);
        if (trigger != _trigger || threshold != _threshold)
        {
            (_trigger, _threshold) = (trigger, threshold);
            Invalidate();
        }

        if (Context.IsHeld)
            return;
        bool has = Context.Session.Telemetry.TryGetLatest(out EmotionEstimate latest) && Context.History.EstimateCount > 0;
        if (has == _hasEstimate && (!has || latest.Equals(_estimate)))
            return;
        _hasEstimate = has;
        _estimate = latest;
        Invalidate();
    }

    internal override void PointerDown(in PointerInput input) => Context.Hold(false);

    internal override void Draw(Painter painter)
    {
        Card.DrawGround(painter, Bounds);
        painter.Title(Context.IsHeld ? "HELD" : "NOW", Bounds.Left + Theme.Padding, Bounds.Top + 14);

        float left = Bounds.Left + Theme.Padding;
        float right = Bounds.Right - Theme.Padding;
        int labels = _model.Labels.Count;
        float barsHeight = Math.Min((labels > 0 ? labels : 4) * 21f, Bounds.Height * 0.46f);
        float barsTop = Bounds.Bottom - Theme.Padding - barsHeight + 2;
        var wordBox = new SKRect(left, Bounds.Top + 24, right, barsTop - 6);

        DrawWord(painter, wordBox);
        if (labels > 0)
            DrawBars(painter, new SKRect(left, barsTop, right, Bounds.Bottom - Theme.Padding + 2), labels);
        else if (_model.Error is { } error)
            DrawProblem(painter, error, new SKRect(left, barsTop, right, Bounds.Bottom - Theme.Padding));
    }

    private void DrawWord(Painter painter, SKRect box)
    {
        Span<char> line = stackalloc char[96];
        string word;
        SKColor color;
        scoped ReadOnlySpan<char> below;
        if (_model.Labels.Count == 0)
        {
            word = "No model";
            color = _model.Error == null ? Theme.Muted : Theme.Warning;
            below = _model.Error == null ? "nothing is analysed" : "the sound goes on";
        }
        else if (!_hasEstimate)
        {
            word = "Listening";
            color = Theme.Faint;
            below = "play some music";
        }
        else if (_estimate.IsSilent || (uint)_estimate.TopIndex >= (uint)_model.Labels.Count)
        {
            word = "Silence";
            color = Theme.Faint;
            below = "no emotion";
        }
        else
        {
            string label = _model.Labels[_estimate.TopIndex];
            word = Context.Names[_estimate.TopIndex];
            color = Theme.OfEmotion(label, _estimate.TopIndex);
            below = line[..Below(line)];
        }

        // As large as the box allows: the largest of a few sizes, so that the word does not breathe as it changes.
        float size = Math.Clamp(MathF.Floor(box.Height * 1.1f / 4) * 4, 24, 112);
        while (size > 24 && painter.Measure("Sadness", size, Weight.Light) > box.Width)
            size -= 4;
        while (size > 16 && painter.Measure(word, size, Weight.Light) > box.Width)
            size -= 2;
        painter.Text(word, box.Left - (size * 0.04f), box.MidY, size, color, weight: Weight.Light);
        painter.TextWithin(below, box.Right, Bounds.Top + 14, box.Width - 60, Theme.SmallText, Theme.Muted, Align.Right);
    }

    private int Below(Span<char> line)
    {
        int written;
        if (_estimate.IsAmbiguous && SecondBest() is var second && second >= 0)
            line.TryWrite($"or {Context.Names[second]} · {_estimate.Confidence * 100:F0} % confident", out written);
        else
            line.TryWrite($"{_estimate.Confidence * 100:F0} % confident", out written);
        return written;
    }

    private int SecondBest()
    {
        ReadOnlySpan<float> values = _estimate.Probabilities.AsSpan(Math.Min(_estimate.LabelCount, _model.Labels.Count));
        int best = -1;
        for (int k = 0; k < values.Length; k++)
        {
            if (k != _estimate.TopIndex && (best < 0 || values[k] > values[best]))
                best = k;
        }

        return best;
    }

    private void DrawBars(Painter painter, SKRect box, int labels)
    {
        Span<char> number = stackalloc char[16];
        float row = box.Height / labels;
        float label = 0;
        foreach (string name in Context.Names)
            label = Math.Max(label, painter.Measure(name, Theme.Text, Weight.Medium));
        label = MathF.Ceiling(Math.Min(label, box.Width * 0.4f));
        float numberRoom = painter.Measure("100 %", Theme.Text);
        bool isQuiet = !_hasEstimate || _estimate.IsSilent;
        ReadOnlySpan<float> values = _estimate.Probabilities.AsSpan(Math.Min(labels, _estimate.LabelCount));
        for (int k = 0; k < labels; k++)
        {
            float middle = box.Top + (row * (k + 0.5f));
            bool isTop = !isQuiet && k == _estimate.TopIndex;
            painter.TextWithin(Context.Names[k], box.Left, middle, label, Theme.Text, isTop ? Theme.Ink : Theme.Body, weight: isTop ? Weight.Medium : Weight.Regular);
            var track = new SKRect(box.Left + label + 10, middle - 3, box.Right - numberRoom - 8, middle + 3);
            painter.FillRound(track, 3, Theme.Track);
            if (isQuiet || k >= values.Length)
            {
                painter.Text("–", box.Right, middle, Theme.Text, Theme.Faint, Align.Right);
                continue;
            }

            float value = Math.Clamp(values[k], 0, 1);
            if (track.Width * value >= 2)
                painter.FillRound(new SKRect(track.Left, track.Top, track.Left + Math.Max(6, track.Width * value), track.Bottom), 3, Theme.OfEmotion(_model.Labels[k], k));
            if (k == _trigger)
                painter.Vertical(track.Left + (track.Width * (float)_threshold), track.Top - 3, track.Bottom + 3, Theme.Ink);
            number.TryWrite($"{value * 100:F0} %", out int written);
            painter.Text(number[..written], box.Right, middle, Theme.Text, isTop ? Theme.Ink : Theme.Body, Align.Right, isTop ? Weight.Medium : Weight.Regular);
        }
    }

    /// <summary>The class that the trigger waits for, as an index of the model's labels, and from what probability on; −1 for none.</summary>
    private int Trigger(out double threshold)
    {
        threshold = PlainOf(ParameterId.TriggerThreshold) / 100;
        if ((TriggerSource)(int)PlainOf(ParameterId.TriggerSource) != TriggerSource.Emotion)
            return -1;
        return TriggerEmotions.LabelOf((int)PlainOf(ParameterId.TriggerEmotion), _model.Labels);
    }

    private double PlainOf(ParameterId id) => EffectParameters.Of(id).ToPlain(Context.Session.GetNormalised(id));

    private static void DrawProblem(Painter painter, string text, SKRect box) => TextBlock.Draw(painter, text, box, Theme.SmallText, Theme.Body);
}
