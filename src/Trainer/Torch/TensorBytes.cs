using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Torch;

/// <summary>Tensors as bytes, for checkpoints.</summary>
internal static class TensorBytes
{
    /// <summary>Writes a tensor's values.</summary>
    internal static void SaveTo(this Tensor tensor, BinaryWriter writer)
    {
        using IDisposable noGradient = no_grad();
        using Tensor values = tensor.cpu().contiguous();
        writer.Write(values.bytes);
    }

    /// <summary>Takes the values that <see cref="SaveTo"/> wrote of a tensor of the same shape and type.</summary>
    internal static void RestoreFrom(this Tensor tensor, BinaryReader reader)
    {
        using IDisposable noGradient = no_grad();
        using Tensor stored = empty_like(tensor, device: CPU);
        reader.BaseStream.ReadExactly(stored.bytes);
        tensor.copy_(stored);
    }
}
