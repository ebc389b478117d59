namespace RealtimeEmotion.Vst3.Interop;

// Layouts of the vtables that a host implements and a plugin calls.

internal unsafe struct StreamTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, int, int*, int> Read;
    public delegate* unmanaged<void*, void*, int, int*, int> Write;
    public delegate* unmanaged<void*, long, int, long*, int> Seek;
    public delegate* unmanaged<void*, long*, int> Tell;
}

internal unsafe struct ParameterValueQueueTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, uint> GetParameterId;
    public delegate* unmanaged<void*, int> GetPointCount;
    public delegate* unmanaged<void*, int, int*, double*, int> GetPoint;
    public delegate* unmanaged<void*, int, double, int*, int> AddPoint;
}

internal unsafe struct ParameterChangesTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int> GetParameterCount;
    public delegate* unmanaged<void*, int, void*> GetParameterData;
    public delegate* unmanaged<void*, uint*, int*, void*> AddParameterData;
}

internal unsafe struct EventListTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int> GetEventCount;
    public delegate* unmanaged<void*, int, Event*, int> GetEvent;
    public delegate* unmanaged<void*, Event*, int> AddEvent;
}

internal unsafe struct HostApplicationTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, char*, int> GetName;
    public delegate* unmanaged<void*, Uid*, Uid*, void**, int> CreateInstance;
}

internal unsafe struct PlugInterfaceSupportTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, Uid*, int> IsPlugInterfaceSupported;
}

internal unsafe struct ComponentHandlerTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, uint, int> BeginEdit;
    public delegate* unmanaged<void*, uint, double, int> PerformEdit;
    public delegate* unmanaged<void*, uint, int> EndEdit;
    public delegate* unmanaged<void*, int, int> RestartComponent;
}

internal unsafe struct ComponentHandler2Table
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, byte, int> SetDirty;
    public delegate* unmanaged<void*, byte*, int> RequestOpenEditor;
    public delegate* unmanaged<void*, int> StartGroupEdit;
    public delegate* unmanaged<void*, int> FinishGroupEdit;
}

internal unsafe struct ComponentHandlerBusActivationTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, int, int, byte, int> RequestBusActivation;
}

internal unsafe struct UnitHandlerTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, int> NotifyUnitSelection;
    public delegate* unmanaged<void*, int, int, int> NotifyProgramListChange;
}

internal unsafe struct PlugFrameTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, ViewRect*, int> ResizeView;
}

internal unsafe struct RunLoopTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, int, int> RegisterEventHandler;
    public delegate* unmanaged<void*, void*, int> UnregisterEventHandler;
    public delegate* unmanaged<void*, void*, ulong, int> RegisterTimer;
    public delegate* unmanaged<void*, void*, int> UnregisterTimer;
}

internal unsafe struct MessageTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, byte*> GetMessageId;
    public delegate* unmanaged<void*, byte*, void> SetMessageId;
    public delegate* unmanaged<void*, void*> GetAttributes;
}

internal unsafe struct AttributeListTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, byte*, long, int> SetInt;
    public delegate* unmanaged<void*, byte*, long*, int> GetInt;
    public delegate* unmanaged<void*, byte*, double, int> SetFloat;
    public delegate* unmanaged<void*, byte*, double*, int> GetFloat;
    public delegate* unmanaged<void*, byte*, char*, int> SetString;
    public delegate* unmanaged<void*, byte*, char*, uint, int> GetString;
    public delegate* unmanaged<void*, byte*, void*, uint, int> SetBinary;
    public delegate* unmanaged<void*, byte*, void**, uint*, int> GetBinary;
}

internal unsafe struct DataExchangeHandlerTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, uint, uint, uint, uint, uint*, int> OpenQueue;
    public delegate* unmanaged<void*, uint, int> CloseQueue;
    public delegate* unmanaged<void*, uint, DataExchangeBlock*, int> LockBlock;
    public delegate* unmanaged<void*, uint, uint, byte, int> FreeBlock;
}
