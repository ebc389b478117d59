using System.Runtime.InteropServices;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Windows;

/// <summary>The editor's picture in memory, top row first, 4 bytes a pixel (blue, green, red, opaque), outside the collector's heap.</summary>
internal sealed unsafe class PixelBuffer : IDisposable
{
    private readonly SKSurface _surface;
    private void* _pixels;

    internal PixelBuffer(int width, int height)
    {
        Width = width;
        Height = height;
        _pixels = NativeMemory.AlignedAlloc((nuint)Stride * (nuint)height, 64);
        NativeMemory.Clear(_pixels, (nuint)Stride * (nuint)height);
        var info = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
        _surface = SKSurface.Create(info, (nint)_pixels, Stride) ?? throw new InvalidOperationException($"There is no surface of {width} by {height} pixels.");
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Bytes a row.</summary>
    internal int Stride => Width * 4;

    internal byte* Pixels => (byte*)_pixels;

    internal SKCanvas Canvas => _surface.Canvas;

    public void Dispose()
    {
        if (_pixels == null)
            return;
        _surface.Dispose();
        NativeMemory.AlignedFree(_pixels);
        _pixels = null;
    }
}
