namespace RealtimeEmotion.Vst3.Interop;

// Structures that cross the boundary, field by field. Text fields are fixed arrays that end in a zero.

internal unsafe struct FactoryInfo
{
    public const int DiscardableFlag = 1 << 0;
    public const int NonDiscardableFlag = 1 << 3;
    public const int UnicodeFlag = 1 << 4;

    public fixed byte Vendor[64];
    public fixed byte Url[256];
    public fixed byte Email[128];
    public int Flags;
}

internal unsafe struct ClassInfo
{
    public const int ManyInstances = 0x7FFFFFFF;

    public Uid ClassId;
    public int Cardinality;
    public fixed byte Category[32];
    public fixed byte Name[64];
}

internal unsafe struct ClassInfo2
{
    public Uid ClassId;
    public int Cardinality;
    public fixed byte Category[32];
    public fixed byte Name[64];
    public uint ClassFlags;
    public fixed byte SubCategories[128];
    public fixed byte Vendor[64];
    public fixed byte Version[64];
    public fixed byte SdkVersion[64];
}

internal unsafe struct ClassInfoUnicode
{
    public Uid ClassId;
    public int Cardinality;
    public fixed byte Category[32];
    public fixed char Name[64];
    public uint ClassFlags;
    public fixed byte SubCategories[128];
    public fixed char Vendor[64];
    public fixed char Version[64];
    public fixed char SdkVersion[64];
}

internal unsafe struct BusInfo
{
    public int MediaType;
    public int Direction;
    public int ChannelCount;
    public fixed char Name[128];
    public int BusType;
    public uint Flags;
}

internal struct RoutingInfo
{
    public int MediaType;
    public int BusIndex;
    public int Channel;
}

internal unsafe struct AudioBusBuffers
{
    public int ChannelCount;
    public ulong SilenceFlags;

    /// <summary>float** or double**, by the block's sample size.</summary>
    public void** Channels;
}

internal unsafe struct ProcessData
{
    public int ProcessMode;
    public int SampleSize;
    public int SampleCount;
    public int InputCount;
    public int OutputCount;
    public AudioBusBuffers* Inputs;
    public AudioBusBuffers* Outputs;
    public void* InputParameterChanges;
    public void* OutputParameterChanges;
    public void* InputEvents;
    public void* OutputEvents;
    public ProcessContext* Context;
}

internal unsafe struct ParameterInfo
{
    public uint Id;
    public fixed char Title[128];
    public fixed char ShortTitle[128];
    public fixed char Units[128];
    public int StepCount;
    public double DefaultNormalizedValue;
    public int UnitId;
    public int Flags;
}

internal unsafe struct UnitInfo
{
    public int Id;
    public int ParentUnitId;
    public fixed char Name[128];
    public int ProgramListId;
}

internal unsafe struct ProgramListInfo
{
    public int Id;
    public fixed char Name[128];
    public int ProgramCount;
}

internal unsafe struct DataExchangeBlock
{
    public const uint InvalidId = 0x7FFFFFFF;

    public void* Data;
    public uint Size;
    public uint BlockId;
}

/// <summary>Media types of buses.</summary>
internal static class Media
{
    internal const int Audio = 0;
    internal const int Event = 1;
}

/// <summary>Directions of buses.</summary>
internal static class Direction
{
    internal const int Input = 0;
    internal const int Output = 1;
}
