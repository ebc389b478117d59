#!/usr/bin/env bash
# editor.sh WORK PICTURE.png WIDTHxHEIGHT [X Y DX DY]
#
# Opens the session that bounce.sh left in WORK in Ardour's own window, on a private X server without a sound card, with
# the editor of the track's plugin open, and takes a picture of the editor, which has WIDTHxHEIGHT pixels. Then drags the
# mouse from (X, Y) in the editor by (DX, DY), has Ardour save, and ends it. Prints what the plugin has after the saved
# session was loaded again, and "shown" if every step worked. Debian: ardour xvfb openbox xdotool x11-utils imagemagick.
set -u
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
work=$1 picture=$2 size=$3
shift 3
session=$work/session/session.ardour
export HOME=$work/home XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
export VST3_PATH=$work/vst3
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

pids=()
cleanup() {
    # The children first; Ardour does not always end by itself.
    for pid in "${pids[@]}"; do kill -KILL "$pid" 2> /dev/null; done
    wait 2> /dev/null
}
trap cleanup EXIT
fail() {
    echo "$1"
    tail -n 20 "$work/gui.log" 2> /dev/null
    exit 1
}
# Tries a command twice a second until it succeeds.
await() {
    local seconds=$1 try
    shift
    for ((try = 0; try < 2 * seconds; try++)); do
        "$@" && return 0
        sleep 0.5
    done
    return 1
}

# Neither the questions of a first start nor the choice of a sound card.
settings=$XDG_CONFIG_HOME/ardour7
mkdir -p "$settings" && : > "$settings/.a7"
cat > "$settings/config" << 'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Ardour>
  <Config>
    <Option name="try-autostart-engine" value="1"/>
    <Option name="hide-dummy-backend" value="0"/>
  </Config>
  <Extra><AudioMIDISetup><EngineStates>
    <State backend="None (Dummy)" driver="Normal Speed" device="Silence" input-device="Silence" output-device="Silence" sample-rate="48000" buffer-size="1024" n-periods="0" input-latency="0" output-latency="0" active="1" use-buffered-io="0" midi-option="No MIDI I/O" lru="1"><MIDIDevices/></State>
  </EngineStates></AudioMIDISetup></Extra>
</Ardour>
XML

# A session remembers which windows were open: the plugin's is named after its track and its own number.
route=$(grep -o '<Route [^>]*name="Sound"' "$session" | grep -o ' id="[0-9]*"' | head -n 1 | tr -dc 0-9)
processor=$(grep -o '<Processor [^>]*type="vst3"' "$session" | grep -o ' id="[0-9]*"' | head -n 1 | tr -dc 0-9)
[ -n "$route" ] && [ -n "$processor" ] || fail 'the session has no plugin'
window="<Extra><UI><Window name=\"P-$route-$processor\" visible=\"1\" x-off=\"60\" y-off=\"60\" x-size=\"0\" y-size=\"0\"/></UI></Extra>"
sed -i "s|^</Session>|$window\n</Session>|" "$session"

Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3> "$work/display" > /dev/null 2>&1 &
pids+=($!)
await 10 test -s "$work/display" || fail 'Xvfb did not start'
DISPLAY=:$(cat "$work/display")
export DISPLAY
openbox > /dev/null 2>&1 &
pids+=($!)
ardour -n -a "$work/session" > "$work/gui.log" 2>&1 &
pids+=($!)

# A child of the plugin's window, of the size that the editor asked for.
find_editor() {
    local frame
    frame=$(xwininfo -root -tree 2> /dev/null | sed -n 's/^ *\(0x[0-9a-f]*\) "Sound: .*(by .*/\1/p' | head -n 1)
    [ -n "$frame" ] || return 1
    editor=$(xwininfo -id "$frame" -tree 2> /dev/null | grep " $size+" | tail -n 1 | grep -o '0x[0-9a-f]*' | head -n 1)
    [ -n "$editor" ]
}
await 60 find_editor || fail 'the editor did not open'
sleep 2
timeout 20 import -window "$editor" "$picture" || fail 'there is no picture'

if [ $# = 4 ]; then
    xdotool mousemove --window "$editor" "$1" "$2" mousedown 1
    for step in 1 2 3 4 5; do
        sleep 0.1
        xdotool mousemove --window "$editor" $(($1 + $3 * step / 5)) $(($2 + $4 * step / 5))
    done
    sleep 0.2
    xdotool mouseup 1
    sleep 1
    before=$(stat -c %Y.%s "$session")
    main=$(xdotool search --name 'session - Ardour' | head -n 1)
    [ -n "$main" ] || fail 'Ardour has no main window'
    # Whatever focus the window manager left; the picture is taken, so saving may be asked for again.
    is_saved() {
        xdotool windowactivate --sync "$main" key --clearmodifiers ctrl+s 2> /dev/null
        sleep 1
        [ "$(stat -c %Y.%s "$session")" != "$before" ]
    }
    await 20 is_saved || fail 'the session was not saved'
fi

cleanup
trap - EXIT
unset DISPLAY
(cd "$work" && exec timeout -k 5 120 ardour7-lua "$here/bounce.lua" values "$work/session") > "$work/values.log" 2>&1
grep '=' "$work/values.log"
[ "$(tail -n 1 "$work/values.log")" = 'ok values' ] || fail 'the saved session does not open'
echo shown
