using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IEditController. Its IPluginBase is the component's.</summary>
internal static unsafe class EditControllerEntries
{
    private const string Interface = "IEditController";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.EditController);

    private static nint CreateTable()
    {
        EditControllerTable* table = ComObject.NewTable<EditControllerTable>();
        table->Base.Unknown = ComObject.UnknownFunctions;
        table->Base.Initialize = &Initialize;
        table->Base.Terminate = &Terminate;
        table->SetComponentState = &SetComponentState;
        table->SetState = &SetState;
        table->GetState = &GetState;
        table->GetParameterCount = &GetParameterCount;
        table->GetParameterInfo = &GetParameterInfo;
        table->GetParamStringByValue = &GetParamStringByValue;
        table->GetParamValueByString = &GetParamValueByString;
        table->NormalizedParamToPlain = &NormalizedParamToPlain;
        table->PlainParamToNormalized = &PlainParamToNormalized;
        table->GetParamNormalized = &GetParamNormalized;
        table->SetParamNormalized = &SetParamNormalized;
        table->SetComponentHandler = &SetComponentHandler;
        table->CreateView = &CreateView;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    // The one kind of view that VST3 knows.
    private const string EditorView = "editor";

    [UnmanagedCallersOnly]
    private static int Initialize(void* self, void* context)
    {
        try
        {
            Trace.Enter(self, Interface, $"context={(nint)context:X}");
            return Trace.Exit(Of(self).Initialize(context));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Terminate(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(Of(self).Terminate());
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetComponentState(void* self, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(StateTransfer.Load(stream, Of(self).Effect.LoadState));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetState(void* self, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(StateTransfer.Load(stream, Of(self).Effect.LoadEditorState));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetState(void* self, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(StateTransfer.Save(stream, Of(self).Effect.SaveEditorState));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetParameterCount(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue(Of(self).Effect.Parameters.Count);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int GetParameterInfo(void* self, int index, ParameterInfo* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"index={index}");
            ParameterList parameters = Of(self).Effect.Parameters;
            if (info == null || (uint)index >= (uint)parameters.Count)
                return Trace.Exit(Result.InvalidArgument);
            Parameter parameter = parameters[index];
            info->Id = parameter.Id;
            NativeText.Write(parameter.Title, info->Title, NativeText.String128Length);
            NativeText.Write(parameter.ShortTitle, info->ShortTitle, NativeText.String128Length);
            NativeText.Write(parameter.Units, info->Units, NativeText.String128Length);
            info->StepCount = parameter.StepCount;
            info->DefaultNormalizedValue = parameter.DefaultNormalized;
            info->UnitId = parameter.UnitId;
            info->Flags = (int)parameter.Flags;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetParamStringByValue(void* self, uint id, double value, char* text)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id} value={value}");
            if (text == null || !Of(self).Effect.Parameters.TryGet(id, out Parameter parameter))
                return Trace.Exit(Result.InvalidArgument);
            NativeText.Write(parameter.Format(parameter.ToPlain(value)), text, NativeText.String128Length);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetParamValueByString(void* self, uint id, char* text, double* value)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id} text={NativeText.ReadTerminated(text)}");
            if (text == null || value == null || !Of(self).Effect.Parameters.TryGet(id, out Parameter parameter))
                return Trace.Exit(Result.InvalidArgument);
            if (!parameter.TryParse(NativeText.ReadTerminated(text), out double plain))
                return Trace.Exit(Result.False);
            *value = parameter.ToNormalized(plain);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static double NormalizedParamToPlain(void* self, uint id, double value)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id} value={value}");
            return Trace.ExitValue(Of(self).Effect.Parameters.TryGet(id, out Parameter parameter) ? parameter.ToPlain(value) : value);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return value;
        }
    }

    [UnmanagedCallersOnly]
    private static double PlainParamToNormalized(void* self, uint id, double value)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id} value={value}");
            return Trace.ExitValue(Of(self).Effect.Parameters.TryGet(id, out Parameter parameter) ? parameter.ToNormalized(value) : value);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return value;
        }
    }

    [UnmanagedCallersOnly]
    private static double GetParamNormalized(void* self, uint id)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id}");
            return Trace.ExitValue(Of(self).Effect.Parameters.TryGet(id, out Parameter parameter) ? parameter.ControllerValue : 0);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int SetParamNormalized(void* self, uint id, double value)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id} value={value}");
            AudioEffect effect = Of(self).Effect;
            if (!effect.Parameters.TryGet(id, out Parameter parameter))
                return Trace.Exit(Result.InvalidArgument);
            parameter.ControllerValue = value;
            effect.OnControllerValue(parameter);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetComponentHandler(void* self, void* handler)
    {
        try
        {
            Trace.Enter(self, Interface, $"handler={(nint)handler:X}");
            return Trace.Exit(Of(self).SetHandler(handler));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static void* CreateView(void* self, byte* name)
    {
        try
        {
            Trace.Enter(self, Interface, $"name={NativeText.Read(name)}");
            PluginView? view = NativeText.Read(name) == EditorView ? Of(self).Effect.CreateView() : null;
            void* native = view == null ? null : new ViewObject(view, Of(self)).Identity;
            Trace.ExitValue((nint)native);
            return native;
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return null;
        }
    }
}
