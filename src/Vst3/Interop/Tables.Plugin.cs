namespace RealtimeEmotion.Vst3.Interop;

// Layouts of the vtables that a plugin implements and a host calls: one field a function, in the ABI's order. An
// interface that extends another starts with the other's table.

internal unsafe struct UnknownTable
{
    public delegate* unmanaged<void*, Uid*, void**, int> QueryInterface;
    public delegate* unmanaged<void*, uint> AddRef;
    public delegate* unmanaged<void*, uint> Release;
}

internal unsafe struct PluginFactoryTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, FactoryInfo*, int> GetFactoryInfo;
    public delegate* unmanaged<void*, int> CountClasses;
    public delegate* unmanaged<void*, int, ClassInfo*, int> GetClassInfo;
    public delegate* unmanaged<void*, Uid*, Uid*, void**, int> CreateInstance;
    public delegate* unmanaged<void*, int, ClassInfo2*, int> GetClassInfo2;
    public delegate* unmanaged<void*, int, ClassInfoUnicode*, int> GetClassInfoUnicode;
    public delegate* unmanaged<void*, void*, int> SetHostContext;
}

internal unsafe struct PluginBaseTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, int> Initialize;
    public delegate* unmanaged<void*, int> Terminate;
}

internal unsafe struct ComponentTable
{
    public PluginBaseTable Base;
    public delegate* unmanaged<void*, Uid*, int> GetControllerClassId;
    public delegate* unmanaged<void*, int, int> SetIoMode;
    public delegate* unmanaged<void*, int, int, int> GetBusCount;
    public delegate* unmanaged<void*, int, int, int, BusInfo*, int> GetBusInfo;
    public delegate* unmanaged<void*, RoutingInfo*, RoutingInfo*, int> GetRoutingInfo;
    public delegate* unmanaged<void*, int, int, int, byte, int> ActivateBus;
    public delegate* unmanaged<void*, byte, int> SetActive;
    public delegate* unmanaged<void*, void*, int> SetState;
    public delegate* unmanaged<void*, void*, int> GetState;
}

internal unsafe struct AudioProcessorTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, SpeakerArrangement*, int, SpeakerArrangement*, int, int> SetBusArrangements;
    public delegate* unmanaged<void*, int, int, SpeakerArrangement*, int> GetBusArrangement;
    public delegate* unmanaged<void*, int, int> CanProcessSampleSize;
    public delegate* unmanaged<void*, uint> GetLatencySamples;
    public delegate* unmanaged<void*, ProcessSetup*, int> SetupProcessing;
    public delegate* unmanaged<void*, byte, int> SetProcessing;
    public delegate* unmanaged<void*, ProcessData*, int> Process;
    public delegate* unmanaged<void*, uint> GetTailSamples;
}

internal unsafe struct ProcessContextRequirementsTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, uint> GetProcessContextRequirements;
}

internal unsafe struct PrefetchableSupportTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, uint*, int> GetPrefetchableSupport;
}

internal unsafe struct AudioPresentationLatencyTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, int, uint, int> SetAudioPresentationLatencySamples;
}

internal unsafe struct ConnectionPointTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, int> Connect;
    public delegate* unmanaged<void*, void*, int> Disconnect;
    public delegate* unmanaged<void*, void*, int> Notify;
}

internal unsafe struct DataExchangeReceiverTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, uint, uint, byte*, void> QueueOpened;
    public delegate* unmanaged<void*, uint, void> QueueClosed;
    public delegate* unmanaged<void*, uint, uint, DataExchangeBlock*, byte, void> BlocksReceived;
}

internal unsafe struct EditControllerTable
{
    public PluginBaseTable Base;
    public delegate* unmanaged<void*, void*, int> SetComponentState;
    public delegate* unmanaged<void*, void*, int> SetState;
    public delegate* unmanaged<void*, void*, int> GetState;
    public delegate* unmanaged<void*, int> GetParameterCount;
    public delegate* unmanaged<void*, int, ParameterInfo*, int> GetParameterInfo;
    public delegate* unmanaged<void*, uint, double, char*, int> GetParamStringByValue;
    public delegate* unmanaged<void*, uint, char*, double*, int> GetParamValueByString;
    public delegate* unmanaged<void*, uint, double, double> NormalizedParamToPlain;
    public delegate* unmanaged<void*, uint, double, double> PlainParamToNormalized;
    public delegate* unmanaged<void*, uint, double> GetParamNormalized;
    public delegate* unmanaged<void*, uint, double, int> SetParamNormalized;
    public delegate* unmanaged<void*, void*, int> SetComponentHandler;
    public delegate* unmanaged<void*, byte*, void*> CreateView;
}

internal unsafe struct EditController2Table
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, int> SetKnobMode;
    public delegate* unmanaged<void*, byte, int> OpenHelp;
    public delegate* unmanaged<void*, byte, int> OpenAboutBox;
}

internal unsafe struct EditControllerHostEditingTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, uint, int> BeginEditFromHost;
    public delegate* unmanaged<void*, uint, int> EndEditFromHost;
}

internal unsafe struct MidiMappingTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, short, short, uint*, int> GetMidiControllerAssignment;
}

internal unsafe struct UnitInfoTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int> GetUnitCount;
    public delegate* unmanaged<void*, int, UnitInfo*, int> GetUnitInfo;
    public delegate* unmanaged<void*, int> GetProgramListCount;
    public delegate* unmanaged<void*, int, ProgramListInfo*, int> GetProgramListInfo;
    public delegate* unmanaged<void*, int, int, char*, int> GetProgramName;
    public delegate* unmanaged<void*, int, int, byte*, char*, int> GetProgramInfo;
    public delegate* unmanaged<void*, int, int, int> HasProgramPitchNames;
    public delegate* unmanaged<void*, int, int, short, char*, int> GetProgramPitchName;
    public delegate* unmanaged<void*, int> GetSelectedUnit;
    public delegate* unmanaged<void*, int, int> SelectUnit;
    public delegate* unmanaged<void*, int, int, int, int, int*, int> GetUnitByBus;
    public delegate* unmanaged<void*, int, int, void*, int> SetUnitProgramData;
}

internal unsafe struct ProgramListDataTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, int> ProgramDataSupported;
    public delegate* unmanaged<void*, int, int, void*, int> GetProgramData;
    public delegate* unmanaged<void*, int, int, void*, int> SetProgramData;
}

internal unsafe struct InfoListenerTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void*, int> SetChannelContextInfos;
}

internal unsafe struct PlugViewTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, byte*, int> IsPlatformTypeSupported;
    public delegate* unmanaged<void*, void*, byte*, int> Attached;
    public delegate* unmanaged<void*, int> Removed;
    public delegate* unmanaged<void*, float, int> OnWheel;
    public delegate* unmanaged<void*, char, short, short, int> OnKeyDown;
    public delegate* unmanaged<void*, char, short, short, int> OnKeyUp;
    public delegate* unmanaged<void*, ViewRect*, int> GetSize;
    public delegate* unmanaged<void*, ViewRect*, int> OnSize;
    public delegate* unmanaged<void*, byte, int> OnFocus;
    public delegate* unmanaged<void*, void*, int> SetFrame;
    public delegate* unmanaged<void*, int> CanResize;
    public delegate* unmanaged<void*, ViewRect*, int> CheckSizeConstraint;
}

internal unsafe struct PlugViewContentScaleTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, float, int> SetContentScaleFactor;
}

internal unsafe struct ParameterFinderTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, int, uint*, int> FindParameter;
}

internal unsafe struct EventHandlerTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, int, void> OnFileDescriptorIsSet;
}

internal unsafe struct TimerHandlerTable
{
    public UnknownTable Unknown;
    public delegate* unmanaged<void*, void> OnTimer;
}
