namespace RealtimeEmotion.Vst3;

/// <summary>A group of parameters, in a tree whose root has the id 0.</summary>
/// <param name="Id">Its id, 1 or more, stable for ever.</param>
/// <param name="Name">What the host shows.</param>
/// <param name="ParentId">The unit that it belongs to.</param>
/// <param name="ProgramListId">The list of its programs, or <see cref="NoProgramList"/>.</param>
public sealed record Unit(int Id, string Name, int ParentId = Unit.RootId, int ProgramListId = Unit.NoProgramList)
{
    /// <summary>The id of the root unit, which exists without being declared.</summary>
    public const int RootId = 0;

    /// <summary>Says that a unit has no programs.</summary>
    public const int NoProgramList = -1;
}
