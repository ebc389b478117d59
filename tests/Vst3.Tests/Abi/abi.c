/* Prints sizes, offsets, vtable slots and ids from DPF's plain-C VST3 headers, in the words of this repository.
   cc -fms-extensions -I/usr/share/dpf/distrho/src/travesty abi.c */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The headers use these names as C++ would. */
typedef struct v3_attribute_list v3_attribute_list;
typedef struct v3_event_handler v3_event_handler;
typedef struct v3_timer_handler v3_timer_handler;
typedef struct v3_unit_info v3_unit_info;
typedef struct v3_program_list_info v3_program_list_info;

#include "audio_processor.h"
#include "base.h"
#include "bstream.h"
#include "component.h"
#include "edit_controller.h"
#include "events.h"
#include "factory.h"
#include "host.h"
#include "message.h"
#include "unit.h"
#include "view.h"

#define SIZE(type, name) printf("size %s %zu\n", name, sizeof(struct type))
#define FIELD(type, field, name) printf("field %s %zu\n", name, offsetof(struct type, field))
#define SLOT(type, field, name) printf("slot %s %zu\n", name, offsetof(struct type, field) / sizeof(void*))

static void iid(const char* name, const v3_tuid id)
{
    printf("iid %s ", name);
    for (int k = 0; k < 16; k++)
        printf("%02X", id[k]);
    printf("\n");
}

int main(void)
{
    iid("Unknown", v3_funknown_iid);
    iid("PluginFactory", v3_plugin_factory_3_iid);
    iid("PluginFactory1", v3_plugin_factory_iid);
    iid("PluginFactory2", v3_plugin_factory_2_iid);
    iid("PluginBase", v3_plugin_base_iid);
    iid("Component", v3_component_iid);
    iid("AudioProcessor", v3_audio_processor_iid);
    iid("ProcessContextRequirements", v3_process_context_requirements_iid);
    iid("ConnectionPoint", v3_connection_point_iid);
    iid("EditController", v3_edit_controller_iid);
    iid("MidiMapping", v3_midi_mapping_iid);
    iid("UnitInfo", v3_unit_information_iid);
    iid("PlugView", v3_plugin_view_iid);
    iid("PlugViewContentScale", v3_plugin_view_content_scale_iid);
    iid("ParameterFinder", v3_plugin_view_parameter_finder_iid);
    iid("EventHandler", v3_event_handler_iid);
    iid("TimerHandler", v3_timer_handler_iid);
    iid("Stream", v3_bstream_iid);
    iid("ParameterValueQueue", v3_param_value_queue_iid);
    iid("ParameterChanges", v3_param_changes_iid);
    iid("EventList", v3_event_list_iid);
    iid("HostApplication", v3_host_application_iid);
    iid("ComponentHandler", v3_component_handler_iid);
    iid("ComponentHandler2", v3_component_handler2_iid);
    iid("PlugFrame", v3_plugin_frame_iid);
    iid("RunLoop", v3_run_loop_iid);
    iid("Message", v3_message_iid);
    iid("AttributeList", v3_attribute_list_iid);

    SLOT(v3_plugin_factory_3, get_factory_info, "PluginFactory.GetFactoryInfo");
    SLOT(v3_plugin_factory_3, create_instance, "PluginFactory.CreateInstance");
    SLOT(v3_plugin_factory_3, get_class_info_2, "PluginFactory.GetClassInfo2");
    SLOT(v3_plugin_factory_3, get_class_info_utf16, "PluginFactory.GetClassInfoUnicode");
    SLOT(v3_plugin_factory_3, set_host_context, "PluginFactory.SetHostContext");
    SLOT(v3_component, initialize, "PluginBase.Initialize");
    SLOT(v3_component, terminate, "PluginBase.Terminate");
    SLOT(v3_component, get_controller_class_id, "Component.GetControllerClassId");
    SLOT(v3_component, set_io_mode, "Component.SetIoMode");
    SLOT(v3_component, get_bus_count, "Component.GetBusCount");
    SLOT(v3_component, get_bus_info, "Component.GetBusInfo");
    SLOT(v3_component, get_routing_info, "Component.GetRoutingInfo");
    SLOT(v3_component, activate_bus, "Component.ActivateBus");
    SLOT(v3_component, set_active, "Component.SetActive");
    SLOT(v3_component, set_state, "Component.SetState");
    SLOT(v3_component, get_state, "Component.GetState");
    SLOT(v3_audio_processor, set_bus_arrangements, "AudioProcessor.SetBusArrangements");
    SLOT(v3_audio_processor, get_bus_arrangement, "AudioProcessor.GetBusArrangement");
    SLOT(v3_audio_processor, can_process_sample_size, "AudioProcessor.CanProcessSampleSize");
    SLOT(v3_audio_processor, get_latency_samples, "AudioProcessor.GetLatencySamples");
    SLOT(v3_audio_processor, setup_processing, "AudioProcessor.SetupProcessing");
    SLOT(v3_audio_processor, set_processing, "AudioProcessor.SetProcessing");
    SLOT(v3_audio_processor, process, "AudioProcessor.Process");
    SLOT(v3_audio_processor, get_tail_samples, "AudioProcessor.GetTailSamples");
    SLOT(v3_edit_controller, set_component_state, "EditController.SetComponentState");
    SLOT(v3_edit_controller, get_parameter_count, "EditController.GetParameterCount");
    SLOT(v3_edit_controller, get_parameter_info, "EditController.GetParameterInfo");
    SLOT(v3_edit_controller, get_parameter_string_for_value, "EditController.GetParamStringByValue");
    SLOT(v3_edit_controller, get_parameter_value_for_string, "EditController.GetParamValueByString");
    SLOT(v3_edit_controller, normalised_parameter_to_plain, "EditController.NormalizedParamToPlain");
    SLOT(v3_edit_controller, plain_parameter_to_normalised, "EditController.PlainParamToNormalized");
    SLOT(v3_edit_controller, get_parameter_normalised, "EditController.GetParamNormalized");
    SLOT(v3_edit_controller, set_parameter_normalised, "EditController.SetParamNormalized");
    SLOT(v3_edit_controller, set_component_handler, "EditController.SetComponentHandler");
    SLOT(v3_edit_controller, create_view, "EditController.CreateView");
    SLOT(v3_midi_mapping, get_midi_controller_assignment, "MidiMapping.GetMidiControllerAssignment");
    SLOT(v3_unit_information, get_unit_count, "UnitInfo.GetUnitCount");
    SLOT(v3_unit_information, get_unit_by_bus, "UnitInfo.GetUnitByBus");
    SLOT(v3_unit_information, set_unit_program_data, "UnitInfo.SetUnitProgramData");
    SLOT(v3_plugin_view, is_platform_type_supported, "PlugView.IsPlatformTypeSupported");
    SLOT(v3_plugin_view, attached, "PlugView.Attached");
    SLOT(v3_plugin_view, removed, "PlugView.Removed");
    SLOT(v3_plugin_view, on_wheel, "PlugView.OnWheel");
    SLOT(v3_plugin_view, on_key_down, "PlugView.OnKeyDown");
    SLOT(v3_plugin_view, get_size, "PlugView.GetSize");
    SLOT(v3_plugin_view, on_size, "PlugView.OnSize");
    SLOT(v3_plugin_view, set_frame, "PlugView.SetFrame");
    SLOT(v3_plugin_view, can_resize, "PlugView.CanResize");
    SLOT(v3_plugin_view, check_size_constraint, "PlugView.CheckSizeConstraint");
    SLOT(v3_bstream, read, "Stream.Read");
    SLOT(v3_bstream, tell, "Stream.Tell");
    SLOT(v3_param_value_queue, get_point, "ParameterValueQueue.GetPoint");
    SLOT(v3_param_value_queue, add_point, "ParameterValueQueue.AddPoint");
    SLOT(v3_param_changes, add_param_data, "ParameterChanges.AddParameterData");
    SLOT(v3_event_list, add_event, "EventList.AddEvent");
    SLOT(v3_host_application, create_instance, "HostApplication.CreateInstance");
    SLOT(v3_component_handler, restart_component, "ComponentHandler.RestartComponent");
    SLOT(v3_component_handler2, finish_group_edit, "ComponentHandler2.FinishGroupEdit");
    SLOT(v3_run_loop, unregister_timer, "RunLoop.UnregisterTimer");
    SLOT(v3_attribute_list, get_binary, "AttributeList.GetBinary");
    SLOT(v3_connection_point, notify, "ConnectionPoint.Notify");

    SIZE(v3_factory_info, "FactoryInfo");
    FIELD(v3_factory_info, flags, "FactoryInfo.Flags");
    SIZE(v3_class_info, "ClassInfo");
    SIZE(v3_class_info_2, "ClassInfo2");
    FIELD(v3_class_info_2, class_flags, "ClassInfo2.ClassFlags");
    SIZE(v3_class_info_3, "ClassInfoUnicode");
    FIELD(v3_class_info_3, sdk_version, "ClassInfoUnicode.SdkVersion");
    SIZE(v3_bus_info, "BusInfo");
    FIELD(v3_bus_info, bus_type, "BusInfo.BusType");
    SIZE(v3_process_setup, "ProcessSetup");
    FIELD(v3_process_setup, sample_rate, "ProcessSetup._sampleRate");
    SIZE(v3_audio_bus_buffers, "AudioBusBuffers");
    FIELD(v3_audio_bus_buffers, channel_silence_bitset, "AudioBusBuffers.SilenceFlags");
    FIELD(v3_audio_bus_buffers, channel_buffers_32, "AudioBusBuffers.Channels");
    SIZE(v3_process_data, "ProcessData");
    FIELD(v3_process_data, inputs, "ProcessData.Inputs");
    FIELD(v3_process_data, input_params, "ProcessData.InputParameterChanges");
    FIELD(v3_process_data, ctx, "ProcessData.Context");
    SIZE(v3_process_context, "ProcessContext");
    FIELD(v3_process_context, project_time_in_samples, "ProcessContext._projectTimeSamples");
    FIELD(v3_process_context, bpm, "ProcessContext._tempo");
    FIELD(v3_process_context, samples_to_next_clock, "ProcessContext._samplesToNextClock");
    SIZE(v3_param_info, "ParameterInfo");
    FIELD(v3_param_info, default_normalised_value, "ParameterInfo.DefaultNormalizedValue");
    FIELD(v3_param_info, flags, "ParameterInfo.Flags");
    SIZE(v3_unit_info, "UnitInfo");
    SIZE(v3_program_list_info, "ProgramListInfo");
    SIZE(v3_view_rect, "ViewRect");
    SIZE(v3_event, "Event");
    FIELD(v3_event, note_on.velocity, "Event._onVelocity");
    FIELD(v3_event, note_off.note_id, "Event._offPressureNoteId");
    return 0;
}
