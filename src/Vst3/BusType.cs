namespace RealtimeEmotion.Vst3;

/// <summary>The role of a bus.</summary>
public enum BusType
{
    /// <summary>The bus that the effect is inserted with.</summary>
    Main = 0,

    /// <summary>An additional bus: a side chain.</summary>
    Aux = 1,
}
