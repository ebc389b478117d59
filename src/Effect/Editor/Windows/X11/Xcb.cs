using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>
/// The part of libxcb that an embedded window needs. Not Xlib: its error handler belongs to the whole process, and the one
/// that GTK installs ends the host when a window of ours is gone a moment too early. XCB hands each connection its own errors.
/// Requests without an answer are declared without their cookies, which nobody asks for.
/// </summary>
internal static unsafe partial class Xcb
{
    internal const byte CopyFromParent = 0;
    internal const uint CurrentTime = 0;

    internal const byte KeyPress = 2;
    internal const byte KeyRelease = 3;
    internal const byte ButtonPress = 4;
    internal const byte ButtonRelease = 5;
    internal const byte MotionNotify = 6;
    internal const byte EnterNotify = 7;
    internal const byte LeaveNotify = 8;
    internal const byte FocusOut = 10;
    internal const byte Expose = 12;
    internal const byte VisibilityNotify = 15;
    internal const byte UnmapNotify = 18;
    internal const byte MapNotify = 19;
    internal const byte SelectionNotify = 31;
    internal const byte ClientMessage = 33;
    internal const byte MappingNotify = 34;
    internal const byte SelectionRequest = 30;

    internal const uint MaskKeyPress = 1;
    internal const uint MaskKeyRelease = 1 << 1;
    internal const uint MaskButtonPress = 1 << 2;
    internal const uint MaskButtonRelease = 1 << 3;
    internal const uint MaskEnter = 1 << 4;
    internal const uint MaskLeave = 1 << 5;
    internal const uint MaskMotion = 1 << 6;
    internal const uint MaskExposure = 1 << 15;
    internal const uint MaskVisibility = 1 << 16;
    internal const uint MaskStructure = 1 << 17;
    internal const uint MaskFocus = 1 << 21;

    internal const uint AtomAtom = 4;
    internal const uint AtomResourceManager = 23;
    internal const uint AtomString = 31;

    private const string Library = "libxcb.so.1";

    [LibraryImport(Library, EntryPoint = "xcb_connect")]
    internal static partial nint Connect(byte* display, int* screen);

    [LibraryImport(Library, EntryPoint = "xcb_connection_has_error")]
    internal static partial int ConnectionHasError(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_disconnect")]
    internal static partial void Disconnect(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_file_descriptor")]
    internal static partial int GetFileDescriptor(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_maximum_request_length")]
    internal static partial uint GetMaximumRequestLength(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_get_setup")]
    internal static partial nint GetSetup(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_setup_roots_iterator")]
    internal static partial ScreenIterator SetupRootsIterator(nint setup);

    [LibraryImport(Library, EntryPoint = "xcb_screen_next")]
    internal static partial void ScreenNext(ScreenIterator* iterator);

    [LibraryImport(Library, EntryPoint = "xcb_screen_allowed_depths_iterator")]
    internal static partial DepthIterator AllowedDepths(Screen* screen);

    [LibraryImport(Library, EntryPoint = "xcb_depth_next")]
    internal static partial void DepthNext(DepthIterator* iterator);

    [LibraryImport(Library, EntryPoint = "xcb_depth_visuals")]
    internal static partial VisualType* DepthVisuals(Depth* depth);

    [LibraryImport(Library, EntryPoint = "xcb_generate_id")]
    internal static partial uint GenerateId(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_flush")]
    internal static partial void Flush(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_poll_for_event")]
    internal static partial Event* PollForEvent(nint connection);

    [LibraryImport(Library, EntryPoint = "xcb_create_window")]
    internal static partial void CreateWindow(
        nint connection, byte depth, uint window, uint parent, short x, short y, ushort width, ushort height, ushort border, ushort windowClass, uint visual,
        uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_change_window_attributes")]
    internal static partial void ChangeWindowAttributes(nint connection, uint window, uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_destroy_window")]
    internal static partial void DestroyWindow(nint connection, uint window);

    [LibraryImport(Library, EntryPoint = "xcb_map_window")]
    internal static partial void MapWindow(nint connection, uint window);

    [LibraryImport(Library, EntryPoint = "xcb_configure_window")]
    internal static partial void ConfigureWindow(nint connection, uint window, ushort mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_create_colormap")]
    internal static partial void CreateColormap(nint connection, byte allocate, uint colormap, uint window, uint visual);

    [LibraryImport(Library, EntryPoint = "xcb_create_gc")]
    internal static partial void CreateGc(nint connection, uint context, uint drawable, uint mask, uint* values);

    [LibraryImport(Library, EntryPoint = "xcb_put_image")]
    internal static partial void PutImage(
        nint connection, byte format, uint drawable, uint context, ushort width, ushort height, short x, short y, byte leftPad, byte depth, uint length, void* data);

    [LibraryImport(Library, EntryPoint = "xcb_intern_atom")]
    internal static partial uint InternAtom(nint connection, byte onlyIfExists, ushort length, byte* name);

    [LibraryImport(Library, EntryPoint = "xcb_intern_atom_reply")]
    internal static partial AtomReply* InternAtomReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_change_property")]
    internal static partial void ChangeProperty(nint connection, byte mode, uint window, uint property, uint type, byte format, uint length, void* data);

    [LibraryImport(Library, EntryPoint = "xcb_get_property")]
    internal static partial uint GetProperty(nint connection, byte delete, uint window, uint property, uint type, uint offset, uint length);

    [LibraryImport(Library, EntryPoint = "xcb_get_property_reply")]
    internal static partial PropertyReply* GetPropertyReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_get_property_value")]
    internal static partial byte* GetPropertyValue(PropertyReply* reply);

    [LibraryImport(Library, EntryPoint = "xcb_get_property_value_length")]
    internal static partial int GetPropertyValueLength(PropertyReply* reply);

    [LibraryImport(Library, EntryPoint = "xcb_send_event")]
    internal static partial void SendEvent(nint connection, byte propagate, uint destination, uint mask, void* anEvent);

    [LibraryImport(Library, EntryPoint = "xcb_convert_selection")]
    internal static partial void ConvertSelection(nint connection, uint requestor, uint selection, uint target, uint property, uint time);

    [LibraryImport(Library, EntryPoint = "xcb_set_selection_owner")]
    internal static partial void SetSelectionOwner(nint connection, uint owner, uint selection, uint time);

    [LibraryImport(Library, EntryPoint = "xcb_get_geometry")]
    internal static partial uint GetGeometry(nint connection, uint drawable);

    [LibraryImport(Library, EntryPoint = "xcb_get_geometry_reply")]
    internal static partial GeometryReply* GetGeometryReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_translate_coordinates")]
    internal static partial uint TranslateCoordinates(nint connection, uint source, uint destination, short x, short y);

    [LibraryImport(Library, EntryPoint = "xcb_translate_coordinates_reply")]
    internal static partial TranslateReply* TranslateCoordinatesReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_get_image")]
    internal static partial uint GetImage(nint connection, byte format, uint drawable, short x, short y, ushort width, ushort height, uint planes);

    [LibraryImport(Library, EntryPoint = "xcb_get_image_reply")]
    internal static partial nint GetImageReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_get_image_data")]
    internal static partial byte* GetImageData(nint reply);

    [LibraryImport(Library, EntryPoint = "xcb_get_keyboard_mapping")]
    internal static partial uint GetKeyboardMapping(nint connection, byte first, byte count);

    [LibraryImport(Library, EntryPoint = "xcb_get_keyboard_mapping_reply")]
    internal static partial KeyboardReply* GetKeyboardMappingReply(nint connection, uint cookie, nint error);

    [LibraryImport(Library, EntryPoint = "xcb_get_keyboard_mapping_keysyms")]
    internal static partial uint* GetKeyboardMappingKeysyms(KeyboardReply* reply);

    [LibraryImport(Library, EntryPoint = "xcb_set_input_focus")]
    internal static partial void SetInputFocus(nint connection, byte revertTo, uint focus, uint time);

    [LibraryImport(Library, EntryPoint = "xcb_open_font")]
    internal static partial void OpenFont(nint connection, uint font, ushort length, byte* name);

    [LibraryImport(Library, EntryPoint = "xcb_close_font")]
    internal static partial void CloseFont(nint connection, uint font);

    [LibraryImport(Library, EntryPoint = "xcb_create_glyph_cursor")]
    internal static partial void CreateGlyphCursor(
        nint connection, uint cursor, uint sourceFont, uint maskFont, ushort sourceGlyph, ushort maskGlyph, ushort red, ushort green, ushort blue, ushort backRed,
        ushort backGreen, ushort backBlue);

    /// <summary>Frees a reply or an event: both are libc's memory.</summary>
    internal static void Free(void* pointer) => NativeMemory.Free(pointer);

    [StructLayout(LayoutKind.Sequential)]
    internal struct ScreenIterator
    {
        internal Screen* Data;
        internal int Remaining;
        internal int Index;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct DepthIterator
    {
        internal Depth* Data;
        internal int Remaining;
        internal int Index;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Screen
    {
        internal uint Root;
        internal uint DefaultColormap;
        internal uint White;
        internal uint Black;
        internal uint InputMasks;
        internal ushort Width;
        internal ushort Height;
        internal ushort WidthMillimetres;
        internal ushort HeightMillimetres;
        internal ushort MinMaps;
        internal ushort MaxMaps;
        internal uint RootVisual;
        internal byte BackingStores;
        internal byte SaveUnders;
        internal byte RootDepth;
        internal byte DepthCount;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Depth
    {
        internal byte Bits;
        internal byte Pad;
        internal ushort VisualCount;
        internal uint Pad2;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct VisualType
    {
        internal uint Id;
        internal byte Class;
        internal byte BitsPerValue;
        internal ushort Entries;
        internal uint Red;
        internal uint Green;
        internal uint Blue;
        internal uint Pad;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct AtomReply
    {
        internal byte Type;
        internal byte Pad;
        internal ushort Sequence;
        internal uint Length;
        internal uint Atom;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PropertyReply
    {
        internal byte Type;
        internal byte Format;
        internal ushort Sequence;
        internal uint Length;
        internal uint PropertyType;
        internal uint BytesAfter;
        internal uint ValueLength;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct GeometryReply
    {
        internal byte Type;
        internal byte Depth;
        internal ushort Sequence;
        internal uint Length;
        internal uint Root;
        internal short X;
        internal short Y;
        internal ushort Width;
        internal ushort Height;
        internal ushort Border;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TranslateReply
    {
        internal byte Type;
        internal byte SameScreen;
        internal ushort Sequence;
        internal uint Length;
        internal uint Child;
        internal short X;
        internal short Y;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct KeyboardReply
    {
        internal byte Type;
        internal byte KeysymsPerKeycode;
        internal ushort Sequence;
        internal uint Length;
    }

    /// <summary>Any event: 32 bytes that mean different things; the members used here, each at its place.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 36)]
    internal struct Event
    {
        [FieldOffset(0)]
        internal byte Type;

        /// <summary>Button, key code, or the format of a message.</summary>
        [FieldOffset(1)]
        internal byte Detail;

        [FieldOffset(2)]
        internal ushort Sequence;

        /// <summary>Pointer and key events.</summary>
        [FieldOffset(4)]
        internal uint Time;

        [FieldOffset(8)]
        internal uint Root;

        [FieldOffset(12)]
        internal uint EventWindow;

        [FieldOffset(16)]
        internal uint Child;

        [FieldOffset(20)]
        internal short RootX;

        [FieldOffset(22)]
        internal short RootY;

        [FieldOffset(24)]
        internal short X;

        [FieldOffset(26)]
        internal short Y;

        [FieldOffset(28)]
        internal ushort State;

        /// <summary>Enter and leave: 0 where the pointer really moved.</summary>
        [FieldOffset(30)]
        internal byte CrossingMode;

        /// <summary>Expose: the window, and the area; visibility: the window.</summary>
        [FieldOffset(4)]
        internal uint Window;

        [FieldOffset(8)]
        internal ushort ExposeX;

        [FieldOffset(10)]
        internal ushort ExposeY;

        [FieldOffset(12)]
        internal ushort ExposeWidth;

        [FieldOffset(14)]
        internal ushort ExposeHeight;

        [FieldOffset(8)]
        internal byte Visibility;

        /// <summary>Client message: what kind it is, and five numbers.</summary>
        [FieldOffset(8)]
        internal uint MessageType;

        [FieldOffset(12)]
        internal fixed uint Data[5];

        /// <summary>Selection: who asked, for which, as what, and where the answer lies.</summary>
        [FieldOffset(8)]
        internal uint Requestor;

        [FieldOffset(12)]
        internal uint Selection;

        [FieldOffset(16)]
        internal uint Target;

        [FieldOffset(20)]
        internal uint Property;
    }
}
