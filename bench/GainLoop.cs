using System.Runtime.InteropServices;

namespace RealtimeEmotion.Bench;

/// <summary>The plain C peer of the plugin: a gain that moves along a straight line, in planar stereo, and nothing else.</summary>
internal sealed unsafe class GainLoop : IDisposable
{
    private const int Channels = 2;

    private readonly string _folder = Directory.CreateTempSubdirectory("gain-loop").FullName;
    private readonly nint _library;
    private readonly delegate* unmanaged<float**, float**, int, int, float, float, void> _run;
    private readonly float** _inputs;
    private readonly float** _outputs;

    /// <summary>Compiles and loads it.</summary>
    /// <param name="largestBlock">The largest block, in samples.</param>
    /// <exception cref="InvalidOperationException">gcc failed.</exception>
    internal GainLoop(int largestBlock)
    {
        string library = Path.Combine(_folder, "gain_loop.so");
        if (!NativePeer.Compile("gain_loop.c", library, "-shared", "-fPIC"))
            throw new InvalidOperationException("The loop in C could not be compiled.");
        _library = NativeLibrary.Load(library);
        _run = (delegate* unmanaged<float**, float**, int, int, float, float, void>)NativeLibrary.GetExport(_library, "gain_loop");
        _inputs = Allocate(largestBlock);
        _outputs = Allocate(largestBlock);
    }

    /// <summary>Processes a block.</summary>
    internal void Process(int frames, float gain) => _run(_inputs, _outputs, Channels, frames, gain, 1e-6f);

    public void Dispose()
    {
        Free(_inputs);
        Free(_outputs);
        NativeLibrary.Free(_library);
        Directory.Delete(_folder, recursive: true);
    }

    private static float** Allocate(int frames)
    {
        float** channels = (float**)NativeMemory.Alloc(Channels, (nuint)sizeof(float*));
        for (int channel = 0; channel < Channels; channel++)
            channels[channel] = (float*)NativeMemory.AllocZeroed((nuint)frames, sizeof(float));
        return channels;
    }

    private static void Free(float** channels)
    {
        for (int channel = 0; channel < Channels; channel++)
            NativeMemory.Free(channels[channel]);
        NativeMemory.Free(channels);
    }
}
