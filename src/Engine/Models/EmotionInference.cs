using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RealtimeEmotion.Engine.Models;

/// <summary>
/// One thread's seat at a model: its bound input and output tensors. A run allocates nothing.
/// </summary>
/// <remarks>Not thread-safe; make one for each thread.</remarks>
public sealed class EmotionInference : IDisposable
{
    private readonly EmotionModel _model;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly OrtValue _inputValue;
    private readonly OrtValue _outputValue;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();

    internal EmotionInference(EmotionModel model)
    {
        _model = model;
        ModelMetadata metadata = model.Metadata;

        // Pinned for life: the runtime keeps the addresses.
        _input = GC.AllocateArray<float>(metadata.FrontEnd.MelBands * metadata.WindowFrames, pinned: true);
        _output = GC.AllocateArray<float>(metadata.Labels.Length, pinned: true);
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, 1, metadata.FrontEnd.MelBands, metadata.WindowFrames]);
        _outputValue = OrtValue.CreateTensorValueFromMemory(_output, [1, metadata.Labels.Length]);
        _binding = model.Session.CreateIoBinding();
        _binding.BindInput(EmotionModel.InputName, _inputValue);
        _binding.BindOutput(EmotionModel.OutputName, _outputValue);
    }

    /// <summary>The network's input, to be filled in place: band-major, <c>melBands × windowFrames</c>, time last.</summary>
    public Span<float> Input => _input;

    /// <summary>Runs the network on <see cref="Input"/>.</summary>
    /// <returns>The probabilities, one a label, valid until the next run.</returns>
    /// <exception cref="InputException">The network failed while running.</exception>
    public ReadOnlySpan<float> Run()
    {
        try
        {
            _model.Session.RunWithBinding(_runOptions, _binding);
        }
        catch (Exception e) when (e is OnnxRuntimeException or ExternalException)
        {
            throw new InputException(_model.Subject, $"the network failed while running ({e.Message.Split('\n', 2)[0]})", "check the model with 'emotion model info'", e);
        }

        return _output;
    }

    /// <summary>Copies <paramref name="window"/> in, runs, and copies the probabilities out.</summary>
    /// <param name="window">Band-major features, <c>melBands × windowFrames</c>.</param>
    /// <param name="probabilities">Receives one probability a label.</param>
    public void Run(ReadOnlySpan<float> window, Span<float> probabilities)
    {
        window.CopyTo(_input);
        Run().CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _inputValue.Dispose();
        _outputValue.Dispose();
        _runOptions.Dispose();
    }
}
