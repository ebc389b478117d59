using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect.Editor.Windows.Cocoa;

/// <summary>The Objective-C runtime, Core Graphics and Core Foundation, as far as a view needs them.</summary>
internal static unsafe partial class ObjectiveC
{
    private const string Runtime = "/usr/lib/libobjc.A.dylib";
    private const string Graphics = "/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics";
    private const string Foundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";

    private static readonly Lazy<nint> SendEntry = new(() => NativeLibrary.GetExport(NativeLibrary.Load(Runtime), "objc_msgSend"));

    /// <summary>The loop modes in which timers run while menus and drags are going on.</summary>
    internal static nint CommonModes => *(nint*)NativeLibrary.GetExport(NativeLibrary.Load(Foundation), "kCFRunLoopCommonModes");

    [LibraryImport(Runtime, EntryPoint = "objc_getClass", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Class(string name);

    [LibraryImport(Runtime, EntryPoint = "sel_registerName", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Selector(string name);

    [LibraryImport(Runtime, EntryPoint = "objc_allocateClassPair", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint AllocateClass(nint superclass, string name, nint extra);

    [LibraryImport(Runtime, EntryPoint = "objc_registerClassPair")]
    internal static partial void RegisterClass(nint newClass);

    [LibraryImport(Runtime, EntryPoint = "class_addMethod", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte AddMethod(nint toClass, nint selector, void* function, string types);

    [LibraryImport(Runtime, EntryPoint = "class_addIvar", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte AddVariable(nint toClass, string name, nint size, byte alignment, string types);

    [LibraryImport(Runtime, EntryPoint = "object_setInstanceVariable", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint SetVariable(nint instance, string name, nint value);

    [LibraryImport(Runtime, EntryPoint = "object_getInstanceVariable", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GetVariable(nint instance, string name, nint* value);

    [LibraryImport(Graphics, EntryPoint = "CGColorSpaceCreateDeviceRGB")]
    internal static partial nint CreateDeviceColors();

    [LibraryImport(Graphics, EntryPoint = "CGColorSpaceRelease")]
    internal static partial void ReleaseColors(nint colors);

    [LibraryImport(Graphics, EntryPoint = "CGBitmapContextCreate")]
    internal static partial nint CreateBitmap(void* pixels, nuint width, nuint height, nuint bits, nuint stride, nint colors, uint info);

    [LibraryImport(Graphics, EntryPoint = "CGBitmapContextCreateImage")]
    internal static partial nint CreateImage(nint bitmap);

    [LibraryImport(Graphics, EntryPoint = "CGImageRelease")]
    internal static partial void ReleaseImage(nint image);

    [LibraryImport(Graphics, EntryPoint = "CGContextRelease")]
    internal static partial void ReleaseContext(nint context);

    [LibraryImport(Graphics, EntryPoint = "CGContextSaveGState")]
    internal static partial void SaveState(nint context);

    [LibraryImport(Graphics, EntryPoint = "CGContextRestoreGState")]
    internal static partial void RestoreState(nint context);

    [LibraryImport(Graphics, EntryPoint = "CGContextTranslateCTM")]
    internal static partial void Translate(nint context, double x, double y);

    [LibraryImport(Graphics, EntryPoint = "CGContextScaleCTM")]
    internal static partial void Scale(nint context, double x, double y);

    [LibraryImport(Graphics, EntryPoint = "CGContextDrawImage")]
    internal static partial void DrawImage(nint context, Rect rect, nint image);

    [LibraryImport(Foundation, EntryPoint = "CFRunLoopGetMain")]
    internal static partial nint MainLoop();

    [LibraryImport(Foundation, EntryPoint = "CFRunLoopTimerCreate")]
    internal static partial nint CreateTimer(nint allocator, double fireDate, double interval, nuint flags, nint order, delegate* unmanaged<nint, nint, void> callback, TimerContext* context);

    [LibraryImport(Foundation, EntryPoint = "CFRunLoopAddTimer")]
    internal static partial void AddTimer(nint loop, nint timer, nint mode);

    [LibraryImport(Foundation, EntryPoint = "CFRunLoopTimerInvalidate")]
    internal static partial void InvalidateTimer(nint timer);

    [LibraryImport(Foundation, EntryPoint = "CFRelease")]
    internal static partial void Release(nint thing);

    [LibraryImport(Foundation, EntryPoint = "CFAbsoluteTimeGetCurrent")]
    internal static partial double Now();

    /// <summary>Sends a message that takes nothing.</summary>
    internal static nint Send(nint receiver, string selector) => ((delegate* unmanaged<nint, nint, nint>)SendEntry.Value)(receiver, Selector(selector));

    internal static nint Send(nint receiver, string selector, nint argument)
        => ((delegate* unmanaged<nint, nint, nint, nint>)SendEntry.Value)(receiver, Selector(selector), argument);

    internal static nint Send(nint receiver, string selector, Rect argument)
        => ((delegate* unmanaged<nint, nint, Rect, nint>)SendEntry.Value)(receiver, Selector(selector), argument);

    internal static void Send(nint receiver, string selector, Size argument)
        => ((delegate* unmanaged<nint, nint, Size, void>)SendEntry.Value)(receiver, Selector(selector), argument);

    internal static nint Send(nint receiver, string selector, Rect first, nint second, nint third, nint fourth)
        => ((delegate* unmanaged<nint, nint, Rect, nint, nint, nint, nint>)SendEntry.Value)(receiver, Selector(selector), first, second, third, fourth);

    internal static double SendForDouble(nint receiver, string selector) => ((delegate* unmanaged<nint, nint, double>)SendEntry.Value)(receiver, Selector(selector));

    internal static Place SendForPlace(nint receiver, string selector) => ((delegate* unmanaged<nint, nint, Place>)SendEntry.Value)(receiver, Selector(selector));

    internal static Place SendForPlace(nint receiver, string selector, Place first, nint second)
        => ((delegate* unmanaged<nint, nint, Place, nint, Place>)SendEntry.Value)(receiver, Selector(selector), first, second);

    /// <summary>An NSString that belongs to the current pool.</summary>
    internal static nint Text(string text)
    {
        nint bytes = Marshal.StringToCoTaskMemUTF8(text);
        nint result = Send(Class("NSString"), "stringWithUTF8String:", bytes);
        Marshal.FreeCoTaskMem(bytes);
        return result;
    }

    internal static string Text(nint text) => text == 0 ? "" : Marshal.PtrToStringUTF8(Send(text, "UTF8String")) ?? "";

    [StructLayout(LayoutKind.Sequential)]
    internal record struct Place(double X, double Y);

    [StructLayout(LayoutKind.Sequential)]
    internal record struct Size(double Width, double Height);

    [StructLayout(LayoutKind.Sequential)]
    internal record struct Rect(double X, double Y, double Width, double Height);

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimerContext
    {
        internal nint Version;
        internal nint Info;
        internal nint Retain;
        internal nint Release;
        internal nint Describe;
    }
}
