using RealtimeEmotion.Effect;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>One of the effect's parameters as VST3 sees it. Holds nothing of its own but the value that the host shows.</summary>
internal sealed class CoreParameter : Parameter
{
    private readonly EffectCore _core;

    internal CoreParameter(EffectCore core, EffectParameter declared)
        : base((uint)declared.Id, declared.Name)
    {
        _core = core;
        Declared = declared;
        ShortTitle = declared.ShortName;
        Units = declared.Units;
        Minimum = declared.Minimum;
        Maximum = declared.Maximum;
        Default = declared.Default;
        StepCount = declared.StepCount;
        UnitId = (int)declared.Group;
        Flags = FlagsOf(declared);
    }

    /// <summary>The declaration.</summary>
    internal EffectParameter Declared { get; }

    /// <inheritdoc/>
    public override double ProcessorValue
    {
        get => _core.GetNormalised(Declared.Id);
        protected set
        {
            if (!Declared.IsReadOnly)
                _core.SetNormalised(Declared.Id, value);
        }
    }

    /// <inheritdoc/>
    public override double ToPlain(double normalized) => Declared.ToPlain(normalized);

    /// <inheritdoc/>
    public override double ToNormalized(double plain) => Declared.ToNormalised(plain);

    /// <inheritdoc/>
    public override string Format(double plain) => Declared.Format(plain);

    /// <inheritdoc/>
    public override bool TryParse(string text, out double plain) => Declared.TryParse(text, out plain);

    /// <summary>Sets the value that the host shows.</summary>
    internal void Show(double normalised) => ControllerValue = normalised;

    private static ParameterFlags FlagsOf(EffectParameter declared)
    {
        ParameterFlags flags = declared.CanAutomate ? ParameterFlags.CanAutomate : ParameterFlags.None;
        if (declared.IsReadOnly)
            flags |= ParameterFlags.ReadOnly;
        if (declared.IsBypass)
            flags |= ParameterFlags.Bypass;
        if (declared.IsProgram)
            flags |= ParameterFlags.ProgramChange;
        if (declared.Kind == ParameterKind.List)
            flags |= ParameterFlags.List;
        return flags;
    }
}
