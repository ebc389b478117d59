using System.Runtime.InteropServices;
using AudioPlugSharp;
using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>A value of a parameter at a sample of the stream.</summary>
internal readonly record struct Happening(long Position, ParameterId Id, double Value);

/// <summary>A plugin on its stage: sound in the host's memory, calls in the order in which the bridge makes them.</summary>
internal sealed unsafe class Stage : IDisposable
{
    private const int Channels = 2;
    private const int Largest = 8192;

    private readonly void** _inputs;
    private readonly void** _outputs;
    private readonly bool _isInPlace;
    private long _position;

    public Stage(bool isInPlace = false)
    {
        _isInPlace = isInPlace;
        _inputs = (void**)NativeMemory.AllocZeroed((nuint)(2 * Channels * sizeof(void*)));
        _outputs = _inputs + Channels;
        for (int channel = 0; channel < Channels; channel++)
        {
            _inputs[channel] = NativeMemory.AlignedAlloc(Largest * sizeof(double), 64);
            _outputs[channel] = isInPlace ? _inputs[channel] : NativeMemory.AlignedAlloc(Largest * sizeof(double), 64);
        }

        Host.Adopt(Plugin);
        Plugin.Initialize();
        Plugin.InitializeEditor();
    }

    public EffectPlugin Plugin { get; } = new();

    public StandInHost Host { get; } = new();

    /// <summary>Whether the host gives memory for the sound.</summary>
    public bool HasSound { get; set; } = true;

    /// <summary>Whether the analysis is waited for after each block, so that it never is late.</summary>
    public bool WaitsForAnalysis { get; set; }

    /// <summary>As the bridge sets processing up, and starts it.</summary>
    public Stage Start(EAudioBitsPerSample bits = EAudioBitsPerSample.Bits32, double sampleRate = 48000)
    {
        SetUp(bits, sampleRate);
        Plugin.Start();
        return this;
    }

    public void SetUp(EAudioBitsPerSample bits, double sampleRate = 48000)
    {
        (Host.SampleRate, Host.BitsPerSample, Host.MaxAudioBufferSize) = (sampleRate, bits, Largest);
        Plugin.InitializeProcessing();
        Plugin.SetMaxAudioBufferSize(Largest, bits);
    }

    /// <summary>A value comes as a point of a block without samples.</summary>
    public Stage Set(ParameterId id, double plain)
    {
        Host.Begin(0);
        Host.Add(Plugin.ParameterOf(id), 0, EffectParameters.Of(id).ToNormalised(plain));
        Call(0);
        return this;
    }

    public Span<T> Input<T>(int channel)
        where T : unmanaged
        => new(_inputs[channel], Largest);

    public Span<T> Output<T>(int channel)
        where T : unmanaged
        => new(_outputs[channel], Largest);

    /// <summary>The calls of one block; its points are with the host.</summary>
    public void Call(int frames)
    {
        foreach (AudioIOPort port in Plugin.InputPorts)
        {
            port.SetCurrentBufferSize((uint)frames);
            port.SetAudioBufferPtrs(HasSound ? (nint)_inputs : 0);
        }

        foreach (AudioIOPort port in Plugin.OutputPorts)
        {
            port.SetCurrentBufferSize((uint)frames);
            port.SetAudioBufferPtrs(HasSound ? (nint)_outputs : 0);
        }

        Plugin.PreProcess();
        Plugin.Process();
        Plugin.PostProcess();
        Host.End();
    }

    /// <summary>A signal on both channels; gives the output, which is the same on both.</summary>
    public T[] Play<T>(T[] signal, Func<int, int>? blockSize = null, IReadOnlyList<Happening>? points = null, Action<int>? beforeBlock = null)
        where T : unmanaged
    {
        T[] output = new T[signal.Length];
        int next = 0;
        for (int at = 0, k = 0; at < signal.Length; k++)
        {
            int count = Math.Min(signal.Length - at, blockSize?.Invoke(k) ?? 512);
            Host.Begin(count);
            for (; points != null && next < points.Count && points[next].Position < at + count; next++)
                Host.Add(Plugin.ParameterOf(points[next].Id), (int)(points[next].Position - at), points[next].Value);
            Host.CurrentProjectSample = _position;
            beforeBlock?.Invoke(k);
            for (int channel = 0; channel < Channels; channel++)
            {
                signal.AsSpan(at, count).CopyTo(Input<T>(channel));
                if (!_isInPlace)
                    Output<byte>(channel).Fill(0xFF);
            }

            Call(count);
            if (WaitsForAnalysis)
                Plugin.Core.Analyse();
            Xunit.Assert.True(MemoryMarshal.AsBytes(Output<T>(0)[..count]).SequenceEqual(MemoryMarshal.AsBytes(Output<T>(1)[..count])));
            Output<T>(0)[..count].CopyTo(output.AsSpan(at, count));
            at += count;
            _position += count;
        }

        return output;
    }

    public void Dispose()
    {
        Plugin.HideEditor();
        Plugin.Stop();
        for (int channel = 0; channel < Channels; channel++)
        {
            NativeMemory.AlignedFree(_inputs[channel]);
            if (!_isInPlace)
                NativeMemory.AlignedFree(_outputs[channel]);
        }

        NativeMemory.Free(_inputs);
    }
}
