using System.CommandLine;
using RealtimeEmotion.Cli.CommandLine;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion plugin install</c> and <c>emotion plugin check</c>: the VST3 plugin, made, put in its place, and tried.</summary>
internal static class PluginCommand
{
    internal static Command Create() => new EmotionCommand(
        "plugin",
        "Builds, installs and checks the VST3 plugin.",
        new Example("plugin install", "builds it and copies it to where hosts look"),
        new Example("plugin check", "loads the installed one as a host does, and says what it found"))
    {
        PluginInstallCommand.Create(),
        PluginCheckCommand.Create(),
    };
}
