using System.Diagnostics;
using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Hosting;

/// <summary>
/// One instance of a plugin in the smallest possible host: made, initialised, run for some blocks of silence, and
/// released. What a user wants to know before a DAW has to find out.
/// </summary>
public sealed unsafe class PluginTrial : IDisposable
{
    private const double BurstSeconds = 0.1;

    private readonly HostReference _component;
    private readonly HostReference _processor;
    private readonly HostReference _controller;

    private PluginTrial(HostReference component, HostReference processor, HostReference controller)
    {
        _component = component;
        _processor = processor;
        _controller = controller;
    }

    /// <summary>How many parameters it has.</summary>
    public int ParameterCount => _controller.Table<EditControllerTable>()->GetParameterCount(_controller.Pointer);

    /// <summary>The channels of each audio bus of one side.</summary>
    public IReadOnlyList<(string Name, int Channels)> AudioBuses(bool input)
    {
        int direction = input ? Direction.Input : Direction.Output;
        int count = _component.Table<ComponentTable>()->GetBusCount(_component.Pointer, Media.Audio, direction);
        List<(string, int)> buses = [];
        for (int k = 0; k < count; k++)
        {
            BusInfo info = default;
            Check(_component.Table<ComponentTable>()->GetBusInfo(_component.Pointer, Media.Audio, direction, k, &info), "describe a bus");
            buses.Add((NativeText.Read(info.Name, NativeText.String128Length), info.ChannelCount));
        }

        return buses;
    }

    /// <summary>Makes and initialises an instance.</summary>
    /// <exception cref="InvalidDataException">The plugin refused.</exception>
    public static PluginTrial Start(PluginLibrary library, Uid classId)
    {
        PluginFactoryTable* table = *(PluginFactoryTable**)library.Factory;
        Uid iid = Iids.Component;
        void* made = null;
        Check(table->CreateInstance(library.Factory, &classId, &iid, &made), "make an instance");
        HostReference component = HostReference.Own(made) ?? throw new InvalidDataException("The plugin made no instance.");
        HostReference? processor = HostReference.Query(component.Pointer, Iids.AudioProcessor);
        HostReference? controller = HostReference.Query(component.Pointer, Iids.EditController);
        if (processor == null || controller == null)
        {
            processor?.Release();
            controller?.Release();
            component.Release();
            throw new InvalidDataException("The plugin is no single component effect: it has no processor or no controller.");
        }

        PluginTrial trial = new(component, processor, controller);
        Check(component.Table<ComponentTable>()->Base.Initialize(component.Pointer, null), "initialise");
        return trial;
    }

    /// <summary>Activates it, processes silence as fast as a live host does (a plugin may wait where one is faster), and deactivates it.</summary>
    /// <param name="sampleRate">In hertz.</param>
    /// <param name="blockSize">Samples a block.</param>
    /// <param name="blocks">How many.</param>
    /// <returns>How long activation and one block (on average) took.</returns>
    /// <exception cref="InvalidDataException">The plugin refused, or made a sound out of silence.</exception>
    public (TimeSpan Activation, TimeSpan Block) Run(double sampleRate, int blockSize, int blocks)
    {
        ProcessSetup setup = new(ProcessMode.Realtime, SampleSize.Float32, blockSize, sampleRate);
        AudioProcessorTable* processor = _processor.Table<AudioProcessorTable>();
        ComponentTable* component = _component.Table<ComponentTable>();
        Check(processor->SetupProcessing(_processor.Pointer, &setup), "accept 32-bit samples");
        long start = Stopwatch.GetTimestamp();
        Check(component->SetActive(_component.Pointer, 1), "become active");
        TimeSpan activation = Stopwatch.GetElapsedTime(start);
        TimeSpan block;
        try
        {
            processor->SetProcessing(_processor.Pointer, 1);
            block = Process(sampleRate, blockSize, blocks);
            processor->SetProcessing(_processor.Pointer, 0);
        }
        finally
        {
            component->SetActive(_component.Pointer, 0);
        }

        return (activation, block);
    }

    /// <summary>Writes a file for each program of each list whose data the plugin gives.</summary>
    /// <param name="classId">What the presets are for.</param>
    /// <param name="folder">Where they go; made if it is missing.</param>
    /// <returns>The names of the files.</returns>
    public IReadOnlyList<string> SavePresets(Uid classId, string folder)
    {
        HostReference? units = HostReference.Query(_component.Pointer, Iids.UnitInfo);
        HostReference? data = HostReference.Query(_component.Pointer, Iids.ProgramListData);
        List<string> names = [];
        try
        {
            int lists = units == null || data == null ? 0 : units.Table<UnitInfoTable>()->GetProgramListCount(units.Pointer);
            for (int list = 0; list < lists; list++)
            {
                ProgramListInfo info = default;
                Check(units!.Table<UnitInfoTable>()->GetProgramListInfo(units.Pointer, list, &info), "describe a program list");
                for (int program = 0; program < info.ProgramCount; program++)
                    names.AddRange(SavePreset(units, data!, classId, folder, info.Id, program));
            }
        }
        finally
        {
            units?.Release();
            data?.Release();
        }

        return names;
    }

    /// <summary>Terminates and releases the instance.</summary>
    public void Dispose()
    {
        _component.Table<ComponentTable>()->Base.Terminate(_component.Pointer);
        _controller.Release();
        _processor.Release();
        _component.Release();
    }

    private static IEnumerable<string> SavePreset(HostReference units, HostReference data, Uid classId, string folder, int list, int program)
    {
        char* name = stackalloc char[NativeText.String128Length];
        Check(units.Table<UnitInfoTable>()->GetProgramName(units.Pointer, list, program, name), "name a program");
        HostStreamObject stream = new();
        try
        {
            if (data.Table<ProgramListDataTable>()->GetProgramData(data.Pointer, list, program, stream.Identity) != Result.Ok)
                return [];
            string file = NativeText.Read(name, NativeText.String128Length) + PresetFile.Extension;
            Directory.CreateDirectory(folder);
            new PresetFile(classId) { ComponentState = stream.ToArray() }.Save(Path.Combine(folder, file));
            return [file];
        }
        finally
        {
            stream.Drop();
        }
    }

    private TimeSpan Process(double sampleRate, int blockSize, int blocks)
    {
        int[] inputs = [.. AudioBuses(input: true).Select(bus => bus.Channels)];
        int[] outputs = [.. AudioBuses(input: false).Select(bus => bus.Channels)];
        int channels = inputs.Sum() + outputs.Sum();
        float* memory = (float*)NativeMemory.AllocZeroed((nuint)(channels * blockSize), sizeof(float));
        float** pointers = (float**)NativeMemory.Alloc((nuint)channels, (nuint)sizeof(float*));
        AudioBusBuffers* buses = (AudioBusBuffers*)NativeMemory.AllocZeroed((nuint)(inputs.Length + outputs.Length), (nuint)sizeof(AudioBusBuffers));
        try
        {
            int channel = 0;
            for (int bus = 0; bus < inputs.Length + outputs.Length; bus++)
            {
                buses[bus].ChannelCount = bus < inputs.Length ? inputs[bus] : outputs[bus - inputs.Length];
                buses[bus].Channels = (void**)(pointers + channel);
                for (int k = 0; k < buses[bus].ChannelCount; k++, channel++)
                    pointers[channel] = memory + (channel * blockSize);
            }

            ProcessData block = new()
            {
                SampleCount = blockSize,
                InputCount = inputs.Length,
                OutputCount = outputs.Length,
                Inputs = buses,
                Outputs = buses + inputs.Length,
            };
            // A burst is short against what a live host's buffers hold.
            int burst = Math.Max(1, (int)(BurstSeconds * sampleRate / blockSize));
            long start = Stopwatch.GetTimestamp();
            TimeSpan busy = TimeSpan.Zero;
            for (int k = 0; k < blocks;)
            {
                TimeSpan ahead = TimeSpan.FromSeconds((double)k * blockSize / sampleRate) - Stopwatch.GetElapsedTime(start);
                if (ahead > TimeSpan.Zero)
                    Thread.Sleep(ahead);
                long begin = Stopwatch.GetTimestamp();
                for (int end = Math.Min(blocks, k + burst); k < end; k++)
                    Check(_processor.Table<AudioProcessorTable>()->Process(_processor.Pointer, &block), "process a block");
                busy += Stopwatch.GetElapsedTime(begin);
            }

            TimeSpan each = busy / Math.Max(1, blocks);
            if (new ReadOnlySpan<float>(memory, channels * blockSize).ContainsAnyExcept(0f))
                throw new InvalidDataException("The plugin made a sound out of silence.");
            return each;
        }
        finally
        {
            NativeMemory.Free(buses);
            NativeMemory.Free(pointers);
            NativeMemory.Free(memory);
        }
    }

    private static void Check(int result, string what)
    {
        if (result != Result.Ok)
            throw new InvalidDataException($"The plugin did not {what}: {Result.Name(result)}.");
    }
}
