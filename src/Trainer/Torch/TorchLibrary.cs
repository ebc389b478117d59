using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Torch;

/// <summary>
/// Loads TorchSharp's native library, also on systems whose libstdc++ is older than the one that it was linked with
/// (Debian 12, Ubuntu 22.04).
/// </summary>
/// <remarks>
/// <para>TorchSharp's libLibTorchSharp.so asks libstdc++ for version GLIBCXX_3.4.32 on account of one symbol, a marker
/// that is never called; libstdc++ of GCC 12 ends at 3.4.30, so the loader refuses. Where that is so, a copy in which
/// this need is weak is loaded in its stead. The copy is made at run time, in a private temporary folder that is gone
/// once the library is mapped: so it serves every program that uses the trainer, built here or elsewhere, installed
/// read-only or not, and neither the build's output nor the package cache is touched.</para>
/// <para>Nothing of TorchSharp may be used before <see cref="Load()"/> has returned.</para>
/// </remarks>
internal static class TorchLibrary
{
    private const string ManagedName = "TorchSharp";
    private const string NativeName = "LibTorchSharp";
    private const string FileName = "libLibTorchSharp.so";
    private const string StandardLibrary = "libstdc++.so.6";
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string MarkerSymbol = "_ZSt21ios_base_library_initv";

    private static readonly Lazy<nint> Handle = new(LoadOnce);

    /// <summary>Makes TorchSharp usable in this process. Any thread; the work is done once.</summary>
    /// <exception cref="InputException">The native library is missing, or is not what can be loaded here.</exception>
    internal static void Load() => _ = Handle.Value;

    /// <summary>Makes TorchSharp usable, and says where networks are to compute.</summary>
    /// <exception cref="InputException">The native library cannot be loaded, or there is no such device.</exception>
    internal static TorchSharp.torch.Device Load(TrainingDevice device)
    {
        Load();
        return device == TrainingDevice.Cpu ? TorchSharp.torch.CPU : FindCuda();
    }

    // Apart, so that the types of TorchSharp are not touched before its library is in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TorchSharp.torch.Device FindCuda()
    {
        try
        {
            if (TorchSharp.torch.TryInitializeDeviceType(TorchSharp.DeviceType.CUDA) && TorchSharp.torch.cuda.is_available())
            {
                return TorchSharp.torch.CUDA;
            }
        }
        catch (NotSupportedException)
        {
            // The tensor library's own way to say that its CUDA build is not there.
        }

        throw new InputException("--device cuda", "there is no CUDA device that the tensor library can use", "train with '--device cpu'; for a card, build with the tensor library's CUDA package (docs/models.md) on a machine with an NVIDIA driver");
    }

    private static nint LoadOnce()
    {
        nint handle = NeedsWeakening() ? LoadWeakened() : 0;
        TensorMemory.Keep();
        Initialise();
        return handle;
    }

    /// <summary>Whether this system's C++ library lacks the version. The marker is the very symbol that the version
    /// was made for, so the two are there, or absent, together.</summary>
    private static bool NeedsWeakening()
        => OperatingSystem.IsLinux()
            && RuntimeInformation.ProcessArchitecture == Architecture.X64
            && NativeLibrary.TryLoad(StandardLibrary, out nint standard)
            && !NativeLibrary.TryGetExport(standard, MarkerSymbol, out _);

    private static nint LoadWeakened()
    {
        string path = Find(FileName);
        byte[] image = File.ReadAllBytes(path);
        try
        {
            ElfVersionNeed.Weaken(image, StandardLibrary, MissingVersion, MarkerSymbol);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(path, $"cannot be made to load beside this system's {StandardLibrary}, which lacks {MissingVersion}: {e.Message}", "restore the packages again, or use a system with GCC 13 or newer", e);
        }

        // The copy lies elsewhere, so what it would look for beside itself must be in memory already: the loader then
        // finds it by its name.
        NativeLibrary.Load(Find("libtorch.so"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rte-torch-");
        try
        {
            string copy = Path.Combine(folder.FullName, FileName);
            File.WriteAllBytes(copy, image);
            nint handle = NativeLibrary.Load(copy);
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => name == NativeName ? handle : 0;
            return handle;
        }
        catch (DllNotFoundException e)
        {
            throw new InputException(path, $"does not load: {e.Message}", "restore the packages again", e);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(folder.FullName, e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Apart, so that the types of TorchSharp are not touched before its library is in memory.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Initialise() => TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);

    /// <summary>A native file of the application's: where its manifest says that native files lie (beside the
    /// program, or in the package cache), or beside TorchSharp itself.</summary>
    private static string Find(string file)
    {
        IEnumerable<string> folders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
            .Append(Path.GetDirectoryName(Assembly.Load(ManagedName).Location) ?? string.Empty);
        return folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists)
            ?? throw new InputException(file, "is not beside the program", "build it again: training needs the packages TorchSharp and libtorch-cpu");
    }
}
