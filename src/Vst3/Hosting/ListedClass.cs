namespace RealtimeEmotion.Vst3.Hosting;

/// <summary>A class as a loaded plugin library lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Category">"Audio Module Class" for effects and instruments.</param>
/// <param name="SubCategories">"Fx|Tools".</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Version">Its version.</param>
/// <param name="SdkVersion">The version of VST3 that it speaks.</param>
/// <param name="Flags">Bit 0: its halves may live on two machines; bit 1: simple mode.</param>
/// <param name="Cardinality">How many instances there may be.</param>
public sealed record ListedClass(
    Uid Id, string Name, string Category, string SubCategories, string Vendor, string Version, string SdkVersion, uint Flags, int Cardinality);
