using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>Where a plugin reports values of its read-only parameters, so that the host shows or records them. Valid during the block only.</summary>
public readonly unsafe ref struct OutputParameters
{
    private readonly void* _changes;

    internal OutputParameters(void* changes)
    {
        _changes = changes;
    }

    /// <summary>Reports a normalised value at a sample of the block; false if the host takes none.</summary>
    public bool Add(uint parameterId, int offset, double value)
    {
        if (_changes == null)
            return false;
        int index = 0;
        void* queue = (*(ParameterChangesTable**)_changes)->AddParameterData(_changes, &parameterId, &index);
        return queue != null && (*(ParameterValueQueueTable**)queue)->AddPoint(queue, offset, value, &index) == Result.Ok;
    }
}
