namespace RealtimeEmotion.Vst3.Interop;

/// <summary>The identifiers of the interfaces that this library implements or calls.</summary>
internal static class Iids
{
    internal static readonly Uid Unknown = new(0x00000000, 0x00000000, 0xC0000000, 0x00000046);

    internal static readonly Uid PluginFactory = new(0x7A4D811C, 0x52114A1F, 0xAED9D2EE, 0x0B43BF9F);
    internal static readonly Uid PluginFactory2 = new(0x0007B650, 0xF24B4C0B, 0xA464EDB9, 0xF00B2ABB);
    internal static readonly Uid PluginFactory3 = new(0x4555A2AB, 0xC1234E57, 0x9B122910, 0x36878931);

    internal static readonly Uid PluginBase = new(0x22888DDB, 0x156E45AE, 0x8358B348, 0x08190625);
    internal static readonly Uid Component = new(0xE831FF31, 0xF2D54301, 0x928EBBEE, 0x25697802);
    internal static readonly Uid AudioProcessor = new(0x42043F99, 0xB7DA453C, 0xA569E79D, 0x9AAEC33D);
    internal static readonly Uid ProcessContextRequirements = new(0x2A654303, 0xEF764E3D, 0x95B5FE83, 0x730EF6D0);
    internal static readonly Uid PrefetchableSupport = new(0x8AE54FDA, 0xE93046B9, 0xA28555BC, 0xDC98E21E);
    internal static readonly Uid AudioPresentationLatency = new(0x309ECE78, 0xEB7D4FAE, 0x8B2225D9, 0x09FD08B6);
    internal static readonly Uid ConnectionPoint = new(0x70A4156F, 0x6E6E4026, 0x989148BF, 0xAA60D8D1);
    internal static readonly Uid DataExchangeReceiver = new(0x45A759DC, 0x84FA4907, 0xABCB6175, 0x2FC786B6);

    internal static readonly Uid EditController = new(0xDCD7BBE3, 0x7742448D, 0xA874AACC, 0x979C759E);
    internal static readonly Uid EditController2 = new(0x7F4EFE59, 0xF3204967, 0xAC27A3AE, 0xAFB63038);
    internal static readonly Uid EditControllerHostEditing = new(0xC1271208, 0x70594098, 0xB9DD34B3, 0x6BB0195E);
    internal static readonly Uid MidiMapping = new(0xDF0FF9F7, 0x49B74669, 0xB63AB732, 0x7ADBF5E5);
    internal static readonly Uid UnitInfo = new(0x3D4BD6B5, 0x913A4FD2, 0xA886E768, 0xA5EB92C1);
    internal static readonly Uid ProgramListData = new(0x8683B01F, 0x7B354F70, 0xA2651DEC, 0x353AF4FF);
    internal static readonly Uid InfoListener = new(0x0F194781, 0x8D984ADA, 0xBBA0C1EF, 0xC011D8D0);

    internal static readonly Uid PlugView = new(0x5BC32507, 0xD06049EA, 0xA6151B52, 0x2B755B29);
    internal static readonly Uid PlugViewContentScale = new(0x65ED9690, 0x8AC44525, 0x8AADEF7A, 0x72EA703F);
    internal static readonly Uid ParameterFinder = new(0x0F618302, 0x215D4587, 0xA512073C, 0x77B9D383);
    internal static readonly Uid EventHandler = new(0x561E65C9, 0x13A0496F, 0x813A2C35, 0x654D7983);
    internal static readonly Uid TimerHandler = new(0x10BDD94F, 0x41424774, 0x821FAD8F, 0xECA72CA9);

    internal static readonly Uid Stream = new(0xC3BF6EA2, 0x30994752, 0x9B6BF990, 0x1EE33E9B);
    internal static readonly Uid ParameterChanges = new(0xA4779663, 0x0BB64A56, 0xB44384A8, 0x466FEB9D);
    internal static readonly Uid ParameterValueQueue = new(0x01263A18, 0xED074F6F, 0x98C9D356, 0x4686F9BA);
    internal static readonly Uid EventList = new(0x3A2C4214, 0x346349FE, 0xB2C4F397, 0xB9695A44);
    internal static readonly Uid HostApplication = new(0x58E595CC, 0xDB2D4969, 0x8B6AAF8C, 0x36A664E5);
    internal static readonly Uid PlugInterfaceSupport = new(0x4FB58B9E, 0x9EAA4E0F, 0xAB361C1C, 0xCCB56FEA);
    internal static readonly Uid ComponentHandler = new(0x93A0BEA3, 0x0BD045DB, 0x8E890B0C, 0xC1E46AC6);
    internal static readonly Uid ComponentHandler2 = new(0xF040B4B3, 0xA36045EC, 0xABCDC045, 0xB4D5A2CC);
    internal static readonly Uid ComponentHandlerBusActivation = new(0x067D02C1, 0x5B4E274D, 0xA92D90FD, 0x6EAF7240);
    internal static readonly Uid UnitHandler = new(0x4B5147F8, 0x4654486B, 0x8DAB30BA, 0x163A3C56);
    internal static readonly Uid PlugFrame = new(0x367FAF01, 0xAFA94693, 0x8D4DA2A0, 0xED0882A3);
    internal static readonly Uid RunLoop = new(0x18C35366, 0x97764F1A, 0x9C5B8385, 0x7A871389);
    internal static readonly Uid Message = new(0x936F033B, 0xC6C047DB, 0xBB0882F8, 0x13C1E613);
    internal static readonly Uid AttributeList = new(0x1E5F0AEB, 0xCC7F4533, 0xA2544011, 0x38AD5EE4);
    internal static readonly Uid DataExchangeHandler = new(0x36D551BD, 0x6FF54F08, 0xB48E830D, 0x8BD5A03B);
}
