using System.Reflection;
using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>
/// Leads ONNX Runtime and Skia to the libraries in our own bundle, by absolute path. By plain name the system would hand
/// out whatever another plugin in the same process has loaded under that name.
/// </summary>
internal static class NativeLibraries
{
    private static int _isDone;

    /// <summary>Registers the way; loads nothing.</summary>
    internal static void Resolve()
    {
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
            return;
        NativeLibrary.SetDllImportResolver(typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly, Find);
        NativeLibrary.SetDllImportResolver(typeof(SkiaSharp.SKCanvas).Assembly, Find);
    }

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (OwnBundle.BinaryFolder is not { } folder)
            return 0;
        string bare = Path.GetFileNameWithoutExtension(name);
        string file = OperatingSystem.IsWindows() ? bare + ".dll" : OperatingSystem.IsMacOS() ? WithPrefix(bare) + ".dylib" : WithPrefix(bare) + ".so";
        return NativeLibrary.TryLoad(Path.Combine(folder, file), out nint handle) ? handle : 0;
    }

    private static string WithPrefix(string name) => name.StartsWith("lib", StringComparison.Ordinal) ? name : "lib" + name;
}
