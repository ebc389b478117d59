using RealtimeEmotion.Effect.Editor;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>A user without a plan.</summary>
internal static class Fuzz
{
    public static void Act(Rig rig, Random random)
    {
        float x = random.Next(-20, rig.Screen.Width + 20);
        float y = random.Next(-20, rig.Screen.Height + 20);
        var modifiers = (EditorModifiers)random.Next(8);
        switch (random.Next(12))
        {
            case 0 or 1:
                rig.Editor.PointerDown(x, y, random.Next(6) == 0 ? PointerButton.Secondary : PointerButton.Primary, modifiers, 1 + random.Next(2));
                break;
            case 2 or 3:
                rig.Editor.PointerUp(x, y, PointerButton.Primary, modifiers);
                break;
            case 4 or 5 or 6:
                rig.Editor.PointerMove(x, y, modifiers);
                break;
            case 7:
                rig.Editor.Wheel(x, y, random.Next(-3, 4), random.Next(4) == 0, modifiers);
                break;
            case 8:
                rig.Editor.KeyDown((EditorKey)random.Next(Enum.GetValues<EditorKey>().Length), '\0', modifiers);
                break;
            case 9:
                // Not E: it writes files.
                rig.Editor.KeyDown(EditorKey.None, "phrg+-0123456789.x "[random.Next(19)], modifiers);
                break;
            case 10:
                if (random.Next(2) == 0)
                    rig.Editor.PointerCancel();
                else
                    rig.Editor.PointerLeave();
                break;
            default:
                if (random.Next(2) == 0)
                    rig.Editor.DragEnter();
                else
                    rig.Editor.DragLeave();
                break;
        }
    }
}
