using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IPluginFactory 1 to 3 over a <see cref="PluginModule"/>.</summary>
internal sealed unsafe class PluginFactoryObject : ComObject
{
    private const string Interface = "IPluginFactory3";

    private static readonly ComSlot[] Slots =
        [new(Interface, CreateTable(), Iids.PluginFactory, Iids.PluginFactory2, Iids.PluginFactory3)];

    private readonly PluginModule _module;

    internal PluginFactoryObject(PluginModule module)
        : base(Slots)
    {
        _module = module;
    }

    private protected override void OnDestroyed()
    {
        HostApplication? context = PluginModule.HostContext;
        PluginModule.HostContext = null;
        context?.Release();
    }

    private static nint CreateTable()
    {
        PluginFactoryTable* table = NewTable<PluginFactoryTable>();
        table->Unknown = UnknownFunctions;
        table->GetFactoryInfo = &GetFactoryInfo;
        table->CountClasses = &CountClasses;
        table->GetClassInfo = &GetClassInfo;
        table->CreateInstance = &CreateInstance;
        table->GetClassInfo2 = &GetClassInfo2;
        table->GetClassInfoUnicode = &GetClassInfoUnicode;
        table->SetHostContext = &SetHostContext;
        return (nint)table;
    }

    private PluginClass? ClassAt(int index) => (uint)index < (uint)_module.Classes.Count ? _module.Classes[index] : null;

    private int Create(in Uid classId, in Uid iid, void** result)
    {
        foreach (PluginClass candidate in _module.Classes)
        {
            if (candidate.Id != classId)
                continue;
            EffectComponent component = new(candidate.Create());
            try
            {
                *result = component.Query(iid);
                return *result == null ? Result.NoInterface : Result.Ok;
            }
            finally
            {
                component.Drop();
            }
        }

        return Result.InvalidArgument;
    }

    [UnmanagedCallersOnly]
    private static int GetFactoryInfo(void* self, FactoryInfo* info)
    {
        try
        {
            Trace.Enter(self, Interface);
            if (info == null)
                return Trace.Exit(Result.InvalidArgument);
            PluginModule module = Of<PluginFactoryObject>(self)._module;
            NativeText.Write(module.Vendor, info->Vendor, 64);
            NativeText.Write(module.Url, info->Url, 256);
            NativeText.Write(module.Email, info->Email, 128);
            info->Flags = FactoryInfo.UnicodeFlag;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int CountClasses(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue(Of<PluginFactoryObject>(self)._module.Classes.Count);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int GetClassInfo(void* self, int index, ClassInfo* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"index={index}");
            if (info == null || Of<PluginFactoryObject>(self).ClassAt(index) is not { } found)
                return Trace.Exit(Result.InvalidArgument);
            info->ClassId = found.Id;
            info->Cardinality = ClassInfo.ManyInstances;
            NativeText.Write(PluginModule.AudioModuleCategory, info->Category, 32);
            NativeText.Write(found.Name, info->Name, 64);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetClassInfo2(void* self, int index, ClassInfo2* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"index={index}");
            PluginFactoryObject factory = Of<PluginFactoryObject>(self);
            if (info == null || factory.ClassAt(index) is not { } found)
                return Trace.Exit(Result.InvalidArgument);
            info->ClassId = found.Id;
            info->Cardinality = ClassInfo.ManyInstances;
            NativeText.Write(PluginModule.AudioModuleCategory, info->Category, 32);
            NativeText.Write(found.Name, info->Name, 64);
            info->ClassFlags = 0;
            NativeText.Write(found.SubCategories, info->SubCategories, 128);
            NativeText.Write(factory._module.Vendor, info->Vendor, 64);
            NativeText.Write(found.Version, info->Version, 64);
            NativeText.Write(PluginModule.SdkVersion, info->SdkVersion, 64);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetClassInfoUnicode(void* self, int index, ClassInfoUnicode* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"index={index}");
            PluginFactoryObject factory = Of<PluginFactoryObject>(self);
            if (info == null || factory.ClassAt(index) is not { } found)
                return Trace.Exit(Result.InvalidArgument);
            info->ClassId = found.Id;
            info->Cardinality = ClassInfo.ManyInstances;
            NativeText.Write(PluginModule.AudioModuleCategory, info->Category, 32);
            NativeText.Write(found.Name, info->Name, 64);
            info->ClassFlags = 0;
            NativeText.Write(found.SubCategories, info->SubCategories, 128);
            NativeText.Write(factory._module.Vendor, info->Vendor, 64);
            NativeText.Write(found.Version, info->Version, 64);
            NativeText.Write(PluginModule.SdkVersion, info->SdkVersion, 64);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int CreateInstance(void* self, Uid* classId, Uid* iid, void** result)
    {
        try
        {
            if (result == null)
                return Result.InvalidArgument;
            *result = null;
            if (classId == null || iid == null)
                return Result.InvalidArgument;
            Trace.Enter(self, Interface, $"class={*classId} iid={*iid}");
            return Trace.Exit(Of<PluginFactoryObject>(self).Create(*classId, *iid, result));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetHostContext(void* self, void* context)
    {
        try
        {
            Trace.Enter(self, Interface, $"context={(nint)context:X}");
            HostApplication? before = PluginModule.HostContext;
            PluginModule.HostContext = HostApplication.From(context);
            before?.Release();
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
