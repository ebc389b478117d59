using RealtimeEmotion.Vst3.Hosting;

// Run by Vst3Bundle.targets on a bundle that was just linked: loads it as a host does, which is the first proof that
// it can be loaded, and writes what it lists (moduleinfo) and its programs as preset files (presets).
if (args is not ["moduleinfo" or "presets", string bundle])
{
    Console.Error.WriteLine("usage: vst3tool moduleinfo|presets BUNDLE.vst3");
    return 2;
}

try
{
    using PluginLibrary library = PluginLibrary.Load(bundle);
    if (args[0] == "moduleinfo")
    {
        using FileStream file = File.Create(PluginBundle.ModuleInfoPath(bundle));
        ModuleInfo.Write(library, file);
        return 0;
    }

    foreach (ListedClass listed in library.Classes)
    {
        using PluginTrial trial = PluginTrial.Start(library, listed.Id);
        trial.SavePresets(listed.Id, PluginBundle.PresetFolder(bundle));
    }

    return 0;
}
catch (Exception fault) when (fault is InvalidDataException or IOException)
{
    // MSBuild lists lines of this form among its own errors.
    Console.Error.WriteLine($"vst3tool : error VST3 : {bundle}: {fault.Message}");
    return 1;
}
