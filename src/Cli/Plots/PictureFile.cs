using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>Pictures on disk: PNG or SVG by the name's ending.</summary>
internal static class PictureFile
{
    /// <summary>Refuses a name whose ending says nothing, or whose folder is not there, before any work is done.</summary>
    internal static void CheckName(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is not (".png" or ".svg"))
        {
            throw new InputException(path, "the name does not say what kind of picture it is", "end it with .png or .svg");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw IoFault.Writing(path, new DirectoryNotFoundException());
        }
    }

    internal static void Save(Figure figure, string path, int width, int height, Terminal terminal)
    {
        bool svg = Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase);
        ResultFile.WriteBytes(path, terminal, stream =>
        {
            if (svg)
            {
                figure.WriteSvg(stream, width, height);
            }
            else
            {
                figure.WritePng(stream, width, height);
            }
        });
    }
}
