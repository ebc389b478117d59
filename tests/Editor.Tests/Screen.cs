using RealtimeEmotion.Effect.Editor;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>A canvas that keeps the editor's picture, as a window does.</summary>
internal sealed class Screen : IDisposable
{
    private readonly SKSurface _surface;

    public Screen(EffectEditor editor, int width = EffectEditor.DefaultWidth, int height = EffectEditor.DefaultHeight, float scale = 1)
    {
        Editor = editor;
        Width = (int)(width * scale);
        Height = (int)(height * scale);
        Scale = scale;
        _surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
    }

    public EffectEditor Editor { get; }

    public int Width { get; }

    public int Height { get; }

    public float Scale { get; }

    public void Dispose() => _surface.Dispose();

    public SKRectI[] Draw() => Editor.Draw(_surface.Canvas, Width, Height, Scale).ToArray();

    /// <summary>Draws, and hands nothing back that would be garbage.</summary>
    public void DrawQuietly() => Editor.Draw(_surface.Canvas, Width, Height, Scale);

    /// <summary>Time passes, and what has changed is drawn.</summary>
    public SKRectI[] Frame(double seconds = 0.033)
    {
        Editor.Tick(TimeSpan.FromSeconds(seconds));
        return Draw();
    }

    public SKBitmap Picture()
    {
        var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using SKImage image = _surface.Snapshot();
        image.ReadPixels(bitmap.Info, bitmap.GetPixels());
        return bitmap;
    }

    public void Save(string path)
    {
        using SKBitmap picture = Picture();
        using FileStream stream = File.Create(path);
        picture.Encode(stream, SKEncodedImageFormat.Png, 100);
    }
}
