# Sourced by ./emotion and ./test, which set $root: publishes the command line into artifacts/emotion, compiled ahead
# of time (ReadyToRun) where the compiler for that can be restored.
program=$root/artifacts/emotion/emotion
stamp=$root/artifacts/emotion.stamp

# Did a file or a folder change since the last build began? (Folders tell of deleted files.)
out_of_date() {
    [ -x "$program" ] && [ -f "$stamp" ] || return 0
    [ -n "$(find "$root/src" "$root/presets" "$root/assets" "$root/Directory.Build.props" "$root/Directory.Build.targets" "$root/Directory.Packages.props" \
        "$root/global.json" -newer "$stamp" -print -quit 2> /dev/null)" ]
}

# What every `dotnet` call here wants: no banner, no process left behind, and no need of libicu.
build_environment() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
}

require_sdk() {
    command -v dotnet > /dev/null && return 0
    echo 'The .NET SDK 10 is not on PATH: install the package dotnet-sdk-10.0, or see https://dotnet.microsoft.com/download.' >&2
    return 1
}

# Two builds at once would write the same files: the second waits, then finds everything done.
take_build_lock() {
    mkdir -p "$root/artifacts" || return 1
    exec 9> "$root/artifacts/build.lock" || return 1
    if command -v flock > /dev/null; then flock 9; fi
}

release_build_lock() { exec 9>&-; }

publish_command_line() (
    build_environment
    project=$root/src/Cli/RealtimeEmotion.Cli.csproj
    log=$root/artifacts/emotion.log
    # Named, so that this build does not share its folders with one for any platform.
    platform=$(dotnet msbuild "$project" -getProperty:NETCoreSdkPortableRuntimeIdentifier 2> "$log") || { cat "$log"; return 1; }
    if dotnet restore "$project" -r "$platform" -p:PublishReadyToRun=true > "$log" 2>&1; then
        ahead=true
    else
        ahead=false
        dotnet restore "$project" -r "$platform" -p:PublishReadyToRun=false > "$log" 2>&1 || { cat "$log"; return 1; }
    fi
    dotnet publish "$project" -c Release -r "$platform" --no-restore --no-self-contained \
        -p:PublishReadyToRun=$ahead -p:PublishDir="$root/artifacts/emotion/" -p:UseSharedCompilation=false > "$log" 2>&1 || { cat "$log"; return 1; }
)

bring_up_to_date() {
    require_sdk && take_build_lock || return 1
    local built=0
    if out_of_date; then
        echo 'building…' >&2
        # Written before the build: what changes while it runs is newer. Its content is where the runtime stands.
        dotnet --list-runtimes | sed -n 's|^Microsoft.NETCore.App .*\[\(.*\)/shared/Microsoft.NETCore.App\]$|\1|p' | tail -n 1 > "$stamp.new"
        publish_command_line < /dev/null 9>&- >&2 && mv -f "$stamp.new" "$stamp" || { echo 'The build failed: see above.' >&2; built=1; }
    fi
    release_build_lock
    return $built
}
