using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>The loudness of what is heard, and the gain that the sound gets.</summary>
internal sealed class LevelPanel : Element
{
    private const double TopLufs = 0;
    private const double BottomLufs = -60;

    private double _momentary = double.NaN;
    private double _shortTerm = double.NaN;
    private double _gain = double.NaN;
    private string _lufsText = "";
    private string _gainText = "";

    internal LevelPanel(EditorContext context)
        : base(context)
    {
    }

    internal override ParameterId? ParameterAt(float x, float y) => x > Bounds.MidX ? ParameterId.Gain : null;

    internal override string? TooltipAt(float x, float y) => x > Bounds.MidX
        ? $"Gain: {GainText(_gain)} dB\nWhat the fade, the trigger and the intensity make of the level."
        : $"Loudness: {LufsText(_shortTerm)} LUFS in 3 s, {LufsText(_momentary)} LUFS in 400 ms\nEBU R128, of what is heard. Below -70 LUFS is silence.";

    internal override void Refresh()
    {
        EffectTelemetry telemetry = Context.Session.Telemetry;

        // In steps that can be seen: a meter that trembles by less is not drawn again.
        double momentary = Coarse(telemetry.MomentaryLoudness, 4);
        double shortTerm = Coarse(telemetry.ShortTermLoudness, 10);
        double gain = Coarse(20 * Math.Log10(telemetry.Gain), 10);
        if (momentary.Equals(_momentary) && shortTerm.Equals(_shortTerm) && gain.Equals(_gain))
            return;
        if (!shortTerm.Equals(_shortTerm))
            _lufsText = LufsText(shortTerm);
        if (!gain.Equals(_gain))
            _gainText = GainText(gain);
        (_momentary, _shortTerm, _gain) = (momentary, shortTerm, gain);
        Invalidate();
    }

    internal override void Draw(Painter painter)
    {
        Card.DrawGround(painter, Bounds);
        painter.Text("LEVEL", Bounds.MidX, Bounds.Top + 14, Theme.TitleText, Theme.Muted, Align.Center, Weight.Medium, 0.9f);

        float top = Bounds.Top + 44;
        float bottom = Bounds.Bottom - 28;
        float half = Bounds.Width / 2;
        DrawColumn(painter, Bounds.Left + (half / 2) + 2, top, bottom, "LUFS", _lufsText, isGain: false);
        DrawColumn(painter, Bounds.Right - (half / 2) - 2, top, bottom, "GAIN", _gainText, isGain: true);
        for (int mark = 0; mark < Marks.Length; mark++)
            painter.Text(Marks[mark], Bounds.MidX, top + ((bottom - top) * mark / (Marks.Length - 1)), 8.5f, Theme.Faint, Align.Center);
    }

    private static readonly string[] Marks = ["0", "-20", "-40", "-60"];

    private static double Coarse(double value, double steps) => double.IsFinite(value) ? Math.Round(value * steps) / steps : value;

    private static string LufsText(double value) => value < -70 || double.IsNaN(value) ? "-inf" : value.ToString("F1");

    private static string GainText(double value) => value <= EffectParameters.SilenceDecibels || double.IsNaN(value) ? "-inf" : value.ToString("F1");

    private static float HeightOf(double value, float top, float bottom)
    {
        double share = double.IsFinite(value) ? Math.Clamp((value - BottomLufs) / (TopLufs - BottomLufs), 0, 1) : 0;
        return bottom - ((bottom - top) * (float)share);
    }

    private void DrawColumn(Painter painter, float x, float top, float bottom, string name, string value, bool isGain)
    {
        painter.Text(name, x, Bounds.Top + 32, 9, Theme.Faint, Align.Center, Weight.Medium);
        painter.Text(value, x, Bounds.Bottom - 15, Theme.SmallText, Theme.Ink, Align.Center);
        var well = new SKRect(x - 5, top, x + 5, bottom);
        painter.FillRound(well, 2, Theme.Well);
        if (isGain)
        {
            // From the top down: how much is taken away.
            float level = HeightOf(Math.Min(0, _gain), top, bottom);
            if (level > top + 0.5f)
                painter.FillRound(new SKRect(well.Left, top, well.Right, level), 2, Theme.Accent.WithAlpha(0x60));
            painter.Fill(new SKRect(well.Left, level - 1, well.Right, level + 1), Theme.Accent);
            return;
        }

        float momentary = HeightOf(_momentary, top, bottom);
        if (momentary < bottom - 0.5f)
            painter.FillRound(new SKRect(well.Left, momentary, well.Right, bottom), 2, Theme.Level);
        if (_shortTerm > BottomLufs)
        {
            float shortTerm = HeightOf(_shortTerm, top, bottom);
            painter.Fill(new SKRect(well.Left - 2, shortTerm - 1, well.Right + 2, shortTerm + 1), Theme.Ink);
        }
    }
}
