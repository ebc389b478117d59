using TorchSharp;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Torch;

/// <summary>
/// Arithmetic of tensors and numbers in which the number lives until it has been used. TorchSharp's operators make a native
/// number of a .NET one and let go of it before the native code has read it: where a garbage collection comes in between, what is
/// read is free memory, which ends a training with an error or, worse, changes its result. (Seen in 0.107.0, about once in a
/// few thousand epochs on a busy machine.) Sums of two tensors hold such a number too, the factor 1.
/// </summary>
/// <remarks>Everything that is computed once a step or once an epoch goes by these. Any thread.</remarks>
internal static class HeldNumbers
{
    private static readonly Scalar One = 1.ToScalar();
    private static readonly Scalar Two = 2.ToScalar();

    /// <summary>a + b.</summary>
    internal static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + b.</summary>
    internal static Tensor Plus(this Tensor a, double b)
    {
        using Scalar number = b.ToScalar();
        return a.add(number, One);
    }

    /// <summary>a · b.</summary>
    internal static Tensor Times(this Tensor a, double b)
    {
        using Scalar number = b.ToScalar();
        return a.mul(number);
    }

    /// <summary>a / b.</summary>
    internal static Tensor Over(this Tensor a, double b)
    {
        using Scalar number = b.ToScalar();
        return a.div(number);
    }

    /// <summary>a².</summary>
    internal static Tensor Squared(this Tensor a) => a.pow(Two);

    /// <summary>The larger one of a and b.</summary>
    internal static Tensor AtLeast(this Tensor a, double b)
    {
        using Scalar number = b.ToScalar();
        return a.clamp_min(number);
    }

    /// <summary>Makes a into a + b.</summary>
    internal static void Add(this Tensor a, double b)
    {
        using Scalar number = b.ToScalar();
        a.add_(number, One);
    }

    /// <summary>Makes a into a + factor · b.</summary>
    internal static void Add(this Tensor a, Tensor b, double factor = 1)
    {
        using Scalar number = factor.ToScalar();
        a.add_(b, number);
    }

    /// <summary>Makes a into factor · a.</summary>
    internal static Tensor Multiply(this Tensor a, double factor)
    {
        using Scalar number = factor.ToScalar();
        return a.mul_(number);
    }

    /// <summary>Makes a into a + factor · b · c.</summary>
    internal static void AddProduct(this Tensor a, Tensor b, Tensor c, double factor)
    {
        using Scalar number = factor.ToScalar();
        a.addcmul_(b, c, number);
    }

    /// <summary>Makes a into a + factor · b / c.</summary>
    internal static void AddQuotient(this Tensor a, Tensor b, Tensor c, double factor)
    {
        using Scalar number = factor.ToScalar();
        a.addcdiv_(b, c, number);
    }
}
