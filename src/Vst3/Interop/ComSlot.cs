namespace RealtimeEmotion.Vst3.Interop;

/// <summary>One vtable of an object and the interface identifiers that it answers to.</summary>
/// <param name="Name">The interface's name, for the trace.</param>
/// <param name="Table">The vtable, in memory that lives as long as the process.</param>
/// <param name="Iids">The identifiers: the interface's own and those of the interfaces whose tables it starts with.</param>
internal sealed record ComSlot(string Name, nint Table, params Uid[] Iids);
