namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>What the keys of the keyboard type: the core protocol's table, which has the first two levels of the layout.</summary>
internal sealed unsafe class X11Keyboard
{
    private const ushort ShiftMask = 1;
    private const ushort LockMask = 1 << 1;
    private const ushort ControlMask = 1 << 2;
    private const ushort AltMask = 1 << 3;
    private const ushort NumLockMask = 1 << 4;

    private readonly nint _connection;
    private uint[] _symbols = [];
    private int _perKey;
    private byte _first;

    internal X11Keyboard(nint connection)
    {
        _connection = connection;
        Load();
    }

    internal static EditorModifiers ModifiersOf(ushort state) =>
        ((state & ShiftMask) != 0 ? EditorModifiers.Shift : 0) | ((state & ControlMask) != 0 ? EditorModifiers.Control : 0) | ((state & AltMask) != 0 ? EditorModifiers.Alt : 0);

    /// <summary>Reads the table; again when the layout has changed.</summary>
    internal void Load()
    {
        // Key codes are 8 to 255 by the protocol.
        _first = 8;
        Xcb.KeyboardReply* reply = Xcb.GetKeyboardMappingReply(_connection, Xcb.GetKeyboardMapping(_connection, _first, 248), 0);
        if (reply == null)
            return;
        _perKey = reply->KeysymsPerKeycode;
        _symbols = new ReadOnlySpan<uint>(Xcb.GetKeyboardMappingKeysyms(reply), _perKey * 248).ToArray();
        Xcb.Free(reply);
    }

    /// <summary>What a key means with the modifiers held.</summary>
    internal (EditorKey Key, char Character) Read(byte code, ushort state)
    {
        int index = (code - _first) * _perKey;
        if (code < _first || _perKey == 0 || index >= _symbols.Length)
            return (EditorKey.None, '\0');
        uint plain = _symbols[index];
        uint shifted = _perKey > 1 && _symbols[index + 1] != 0 ? _symbols[index + 1] : plain;
        bool isShifted = (state & ShiftMask) != 0;

        // The number pad's second level are its digits.
        if (shifted is >= 0xFF80 and <= 0xFFB9)
            isShifted ^= (state & NumLockMask) != 0;
        uint symbol = isShifted ? shifted : plain;
        char character = CharacterOf(symbol);
        if ((state & LockMask) != 0 && char.IsLetter(character))
            character = isShifted ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character);
        return (KeyOf(symbol), character);
    }

    private static char CharacterOf(uint symbol) => symbol switch
    {
        >= 0x20 and <= 0x7E or >= 0xA0 and <= 0xFF => (char)symbol,
        >= 0xFFB0 and <= 0xFFB9 => (char)('0' + (symbol - 0xFFB0)),
        0xFFAA => '*',
        0xFFAB => '+',
        0xFFAC => ',',
        0xFFAD => '-',
        0xFFAE => '.',
        0xFFAF => '/',
        >= 0x0100_0100 and <= 0x0100_FFFF => (char)(symbol - 0x0100_0000),
        _ => '\0',
    };

    private static EditorKey KeyOf(uint symbol) => symbol switch
    {
        0xFF09 or 0xFE20 => EditorKey.Tab,
        0xFF0D or 0xFF8D => EditorKey.Enter,
        0xFF1B => EditorKey.Escape,
        0xFF08 => EditorKey.Backspace,
        0xFFFF or 0xFF9F => EditorKey.Delete,
        0xFF51 or 0xFF96 => EditorKey.Left,
        0xFF52 or 0xFF97 => EditorKey.Up,
        0xFF53 or 0xFF98 => EditorKey.Right,
        0xFF54 or 0xFF99 => EditorKey.Down,
        0xFF50 or 0xFF95 => EditorKey.Home,
        0xFF57 or 0xFF9C => EditorKey.End,
        0xFF55 or 0xFF9A => EditorKey.PageUp,
        0xFF56 or 0xFF9B => EditorKey.PageDown,
        _ => EditorKey.None,
    };
}
