using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// What a plugin's editor tells the host: edits as gestures (begin, perform, end), changed latency or buses, unsaved
/// changes. Only from the thread of the user interface; a call from within <see cref="AudioEffect.Process"/> is
/// refused, because hosts crash on it.
/// </summary>
public sealed unsafe class ComponentHandler
{
    private readonly AudioEffect _effect;
    private readonly HostReference _handler;
    private readonly HostReference? _handler2;
    private readonly HostReference? _busActivation;
    private readonly HostReference? _units;

    internal ComponentHandler(AudioEffect effect, HostReference handler)
    {
        _effect = effect;
        _handler = handler;
        _handler2 = HostReference.Query(handler.Pointer, Iids.ComponentHandler2);
        _busActivation = HostReference.Query(handler.Pointer, Iids.ComponentHandlerBusActivation);
        _units = HostReference.Query(handler.Pointer, Iids.UnitHandler);
    }

    internal void* Pointer => _handler.Pointer;

    /// <summary>The user takes hold of a parameter.</summary>
    public bool BeginEdit(Parameter parameter)
        => MayCall() && _handler.Table<ComponentHandlerTable>()->BeginEdit(_handler.Pointer, parameter.Id) == Result.Ok;

    /// <summary>The user moves the parameter to a normalised value. The value arrives in a later block.</summary>
    public bool PerformEdit(Parameter parameter, double normalized)
    {
        if (!MayCall())
            return false;
        parameter.ControllerValue = normalized;
        return _handler.Table<ComponentHandlerTable>()->PerformEdit(_handler.Pointer, parameter.Id, parameter.ControllerValue) == Result.Ok;
    }

    /// <summary>The user lets go of the parameter.</summary>
    public bool EndEdit(Parameter parameter)
        => MayCall() && _handler.Table<ComponentHandlerTable>()->EndEdit(_handler.Pointer, parameter.Id) == Result.Ok;

    /// <summary>A whole gesture: begin, perform, end.</summary>
    public bool Edit(Parameter parameter, double normalized)
    {
        bool begun = BeginEdit(parameter);
        bool performed = PerformEdit(parameter, normalized);
        return (!begun || EndEdit(parameter)) && performed;
    }

    /// <summary>Makes the host read something anew, such as a changed latency.</summary>
    public bool Restart(RestartFlags what)
        => MayCall() && _handler.Table<ComponentHandlerTable>()->RestartComponent(_handler.Pointer, (int)what) == Result.Ok;

    /// <summary>Tells the host that there is something to save that is not a parameter.</summary>
    public bool SetDirty(bool dirty)
        => MayCall() && _handler2 != null && _handler2.Table<ComponentHandler2Table>()->SetDirty(_handler2.Pointer, dirty ? (byte)1 : (byte)0) == Result.Ok;

    /// <summary>Asks the host to open the editor.</summary>
    public bool RequestEditor()
    {
        fixed (byte* name = "editor\0"u8)
            return MayCall() && _handler2 != null && _handler2.Table<ComponentHandler2Table>()->RequestOpenEditor(_handler2.Pointer, name) == Result.Ok;
    }

    /// <summary>Several gestures that belong together begin; they share one time stamp.</summary>
    public bool BeginGroup()
        => MayCall() && _handler2 != null && _handler2.Table<ComponentHandler2Table>()->StartGroupEdit(_handler2.Pointer) == Result.Ok;

    /// <summary>The gestures that belong together end.</summary>
    public bool EndGroup()
        => MayCall() && _handler2 != null && _handler2.Table<ComponentHandler2Table>()->FinishGroupEdit(_handler2.Pointer) == Result.Ok;

    /// <summary>Asks the host to switch an audio bus on or off, such as a side chain.</summary>
    public bool RequestAudioBus(bool input, int index, bool active)
        => MayCall() && _busActivation != null && _busActivation.Table<ComponentHandlerBusActivationTable>()->RequestBusActivation(
            _busActivation.Pointer, Media.Audio, input ? Direction.Input : Direction.Output, index, active ? (byte)1 : (byte)0) == Result.Ok;

    /// <summary>Tells the host that a program list, or the content of one program of it, has changed (-1: all).</summary>
    public bool NotifyProgramsChanged(int programListId, int program = -1)
        => MayCall() && _units != null && _units.Table<UnitHandlerTable>()->NotifyProgramListChange(_units.Pointer, programListId, program) == Result.Ok;

    internal void Release()
    {
        _handler2?.Release();
        _busActivation?.Release();
        _units?.Release();
        _handler.Release();
    }

    private bool MayCall() => !_effect.IsProcessingHere;
}
