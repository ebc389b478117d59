using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect.Editor.Windows.Win32;

/// <summary>The part of the Windows API that a child window needs.</summary>
internal static unsafe partial class User32
{
    internal const uint Destroy = 0x0002;
    internal const uint WmPaint = 0x000F;
    internal const uint EraseBackground = 0x0014;
    internal const uint SetCursorMessage = 0x0020;
    internal const uint GetDialogCode = 0x0087;
    internal const uint KeyDown = 0x0100;
    internal const uint KeyUp = 0x0101;
    internal const uint Char = 0x0102;
    internal const uint Timer = 0x0113;
    internal const uint MouseMove = 0x0200;
    internal const uint LeftDown = 0x0201;
    internal const uint LeftUp = 0x0202;
    internal const uint LeftDouble = 0x0203;
    internal const uint RightDown = 0x0204;
    internal const uint RightUp = 0x0205;
    internal const uint MouseWheel = 0x020A;
    internal const uint MouseWheelSideways = 0x020E;
    internal const uint CaptureChanged = 0x0215;
    internal const uint DropFiles = 0x0233;
    internal const uint MouseLeave = 0x02A3;

    internal const int UserData = -21;
    internal const uint Child = 0x4000_0000;
    internal const uint Visible = 0x1000_0000;
    internal const uint ClipSiblings = 0x0400_0000;
    internal const uint ClipChildren = 0x0200_0000;

    [LibraryImport("kernel32", EntryPoint = "GetModuleHandleExW")]
    internal static partial void GetModuleHandleEx(uint flags, void* address, nint* module);

    [LibraryImport("user32", EntryPoint = "GetDpiForSystem")]
    internal static partial uint GetDpiForSystem();

    [LibraryImport("user32", EntryPoint = "RegisterClassExW", SetLastError = true)]
    internal static partial ushort RegisterClass(WindowClass* windowClass);

    [LibraryImport("user32", EntryPoint = "CreateWindowExW", SetLastError = true)]
    internal static partial nint CreateWindow(
        uint extendedStyle, nint className, char* title, uint style, int x, int y, int width, int height, nint parent, nint menu, nint module, nint parameter);

    [LibraryImport("user32", EntryPoint = "DestroyWindow")]
    internal static partial void DestroyWindow(nint window);

    [LibraryImport("user32", EntryPoint = "DefWindowProcW")]
    internal static partial nint DefaultProcedure(nint window, uint message, nint first, nint second);

    [LibraryImport("user32", EntryPoint = "SetWindowLongPtrW")]
    internal static partial nint SetWindowLong(nint window, int index, nint value);

    [LibraryImport("user32", EntryPoint = "GetWindowLongPtrW")]
    internal static partial nint GetWindowLong(nint window, int index);

    [LibraryImport("user32", EntryPoint = "SetWindowPos")]
    internal static partial void SetWindowPosition(nint window, nint after, int x, int y, int width, int height, uint flags);

    [LibraryImport("user32", EntryPoint = "SetTimer")]
    internal static partial nint SetTimer(nint window, nint id, uint milliseconds, nint procedure);

    [LibraryImport("user32", EntryPoint = "KillTimer")]
    internal static partial void KillTimer(nint window, nint id);

    [LibraryImport("user32", EntryPoint = "BeginPaint")]
    internal static partial nint BeginPaint(nint window, PaintArea* paint);

    [LibraryImport("user32", EntryPoint = "EndPaint")]
    internal static partial void EndPaint(nint window, PaintArea* paint);

    [LibraryImport("user32", EntryPoint = "GetDC")]
    internal static partial nint GetDeviceContext(nint window);

    [LibraryImport("user32", EntryPoint = "ReleaseDC")]
    internal static partial void ReleaseDeviceContext(nint window, nint context);

    [LibraryImport("gdi32", EntryPoint = "SetDIBitsToDevice")]
    internal static partial void SetPixels(
        nint context, int x, int y, uint width, uint height, int sourceX, int sourceY, uint startLine, uint lines, void* pixels, BitmapHeader* header, uint usage);

    [LibraryImport("user32", EntryPoint = "SetCapture")]
    internal static partial nint SetCapture(nint window);

    [LibraryImport("user32", EntryPoint = "ReleaseCapture")]
    internal static partial void ReleaseCapture();

    [LibraryImport("user32", EntryPoint = "SetFocus")]
    internal static partial nint SetFocus(nint window);

    [LibraryImport("user32", EntryPoint = "GetParent")]
    internal static partial nint GetParent(nint window);

    [LibraryImport("user32", EntryPoint = "PostMessageW")]
    internal static partial void PostMessage(nint window, uint message, nint first, nint second);

    [LibraryImport("user32", EntryPoint = "GetKeyState")]
    internal static partial short GetKeyState(int key);

    [LibraryImport("user32", EntryPoint = "ScreenToClient")]
    internal static partial void ScreenToClient(nint window, Place* place);

    [LibraryImport("user32", EntryPoint = "TrackMouseEvent")]
    internal static partial int TrackMouse(TrackRequest* request);

    [LibraryImport("user32", EntryPoint = "LoadCursorW")]
    internal static partial nint LoadCursor(nint module, nint name);

    [LibraryImport("user32", EntryPoint = "SetCursor")]
    internal static partial nint SetCursor(nint cursor);

    [LibraryImport("shell32", EntryPoint = "DragAcceptFiles")]
    internal static partial void DragAcceptFiles(nint window, int accept);

    [LibraryImport("shell32", EntryPoint = "DragQueryFileW")]
    internal static partial uint DragQueryFile(nint drop, uint index, char* name, uint length);

    [LibraryImport("shell32", EntryPoint = "DragFinish")]
    internal static partial void DragFinish(nint drop);

    [StructLayout(LayoutKind.Sequential)]
    internal struct WindowClass
    {
        internal uint Size;
        internal uint Style;
        internal delegate* unmanaged<nint, uint, nint, nint, nint> Procedure;
        internal int ClassExtra;
        internal int WindowExtra;
        internal nint Module;
        internal nint Icon;
        internal nint Cursor;
        internal nint Background;
        internal char* MenuName;
        internal char* Name;
        internal nint SmallIcon;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Place
    {
        internal int X;
        internal int Y;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PaintArea
    {
        internal nint Context;
        internal int Erase;
        internal int Left;
        internal int Top;
        internal int Right;
        internal int Bottom;
        internal int Restore;
        internal int Update;
        internal fixed byte Reserved[32];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TrackRequest
    {
        internal uint Size;
        internal uint Flags;
        internal nint Window;
        internal uint HoverTime;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct BitmapHeader
    {
        internal uint Size;
        internal int Width;
        internal int Height;
        internal ushort Planes;
        internal ushort Bits;
        internal uint Compression;
        internal uint ImageSize;
        internal int PixelsPerMetreX;
        internal int PixelsPerMetreY;
        internal uint ColorsUsed;
        internal uint ColorsImportant;
    }
}
