using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Probe;

/// <summary>Chooses the fault. The host sets it as it would any value; it works at once.</summary>
internal sealed class FaultParameter : Parameter
{
    public FaultParameter(uint id)
        : base(id, "Fault")
    {
        Maximum = (double)Enum.GetValues<ProbeFault>().Max();
        StepCount = (int)Maximum;
        Flags = ParameterFlags.Hidden;
    }

    public override string Format(double plain) => ThrowIf(ProbeFault.Format, ((ProbeFault)(int)plain).ToString());

    internal bool Is(ProbeFault fault) => (int)ToPlain(ControllerValue) == (int)fault;

    internal T ThrowIf<T>(ProbeFault fault, T otherwise)
        => Is(fault) ? throw new InvalidOperationException($"on purpose: {fault}") : otherwise;
}
