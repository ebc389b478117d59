using System.Text.Encodings.Web;
using System.Text.Json;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Hosting;

/// <summary>Writes <c>moduleinfo.json</c>, from which hosts list a bundle without loading it.</summary>
public static class ModuleInfo
{
    /// <summary>Writes what the loaded library lists.</summary>
    public static void Write(PluginLibrary library, Stream stream)
    {
        JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using Utf8JsonWriter json = new(stream, options);
        json.WriteStartObject();
        json.WriteString("Name", Path.GetFileNameWithoutExtension(library.Path));
        json.WriteString("Version", library.Classes.Count > 0 ? library.Classes[0].Version : "");
        json.WriteStartObject("Factory Info");
        json.WriteString("Vendor", library.Vendor);
        json.WriteString("URL", library.Url);
        json.WriteString("E-Mail", library.Email);
        json.WriteStartObject("Flags");
        json.WriteBoolean("Unicode", (library.Flags & FactoryInfo.UnicodeFlag) != 0);
        json.WriteBoolean("Classes Discardable", (library.Flags & FactoryInfo.DiscardableFlag) != 0);
        json.WriteBoolean("Component Non Discardable", (library.Flags & FactoryInfo.NonDiscardableFlag) != 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("Classes");
        foreach (ListedClass listed in library.Classes)
        {
            json.WriteStartObject();
            json.WriteString("CID", listed.Id.ToString());
            json.WriteString("Category", listed.Category);
            json.WriteString("Name", listed.Name);
            json.WriteString("Vendor", listed.Vendor);
            json.WriteString("Version", listed.Version);
            json.WriteString("SDKVersion", listed.SdkVersion);
            json.WriteStartArray("Sub Categories");
            foreach (string part in listed.SubCategories.Split('|', StringSplitOptions.RemoveEmptyEntries))
                json.WriteStringValue(part);
            json.WriteEndArray();
            json.WriteNumber("Class Flags", listed.Flags);
            json.WriteNumber("Cardinality", listed.Cardinality);
            json.WriteStartArray("Snapshots");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
