#!/usr/bin/env bash
# bounce.sh WORK BUNDLE.vst3 UID IN.wav OUT.wav [SETTING ...]
#
# Renders IN.wav through a plugin by Ardour 7, without a window, a sound card or rights: scans the bundle, makes a
# session in the empty folder WORK, exports it in a process of its own as fast as it goes, and prints what the plugin
# has after the session was loaded again. OUT.wav is 32-bit float stereo. UID and SETTING: see bounce.lua.
# Ends with "bounced" if every step worked. Debian: ardour.
set -u
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
work=$1 bundle=$2 uid=$3 input=$4 output=$5
shift 5

# A home of its own: the user's settings and plugins stay out of it, and stay as they are.
export HOME=$work/home XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache XDG_RUNTIME_DIR=$work/run
export VST3_PATH=$work/vst3
unset DISPLAY WAYLAND_DISPLAY
mkdir -p "$HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

# What is younger than Ardour's own note of it does not count: a copy that looks older.
mkdir -p "$VST3_PATH" && cp -r "$bundle" "$VST3_PATH" || exit 1
bundle=$VST3_PATH/${bundle##*/}
find "$bundle" -exec touch -d '1 minute ago' {} +
scanner=/usr/lib/ardour7/ardour-vst3-scanner
LD_LIBRARY_PATH=/usr/lib/ardour7 timeout -k 5 60 "$scanner" -f "$bundle" > "$work/scan.log" 2>&1
grep -q 'Found Plugin' "$work/scan.log" || { echo 'the scan found no plugin'; tail -n 20 "$work/scan.log"; exit 1; }

session() {
    local step=$1 log=$work/$1.log
    shift
    (cd "$work" && exec timeout -k 5 120 ardour7-lua "$here/bounce.lua" "$step" "$work/session" "$@") > "$log" 2>&1
    [ "$(tail -n 1 "$log")" = "ok $step" ] || { echo "Ardour failed in '$step'"; tail -n 20 "$log"; exit 1; }
} 2> /dev/null

session create "$input"
session insert "$uid" "$@"

# Ardour 7.3 damages its own heap now and then when an export ends, with any plugin and with none; it is tried again, from
# the session as it was, and every time is told.
cp -a "$work/session" "$work/before"
for try in 1 2 3 4 5 6 7 8; do
    rm -rf "$output" "$work/session"
    cp -a "$work/before" "$work/session"
    (exec timeout -k 5 60 ardour7-export -b float -o "$output" "$work/session" session) > "$work/export.log" 2>&1
    code=$?
    [ $code = 0 ] && [ -s "$output" ] && break
    echo "export, try $try: status $code: $(tail -n 1 "$work/export.log")"
done 2> /dev/null
[ $code = 0 ] || exit 1

if [ "$uid" != - ]; then
    session values
    grep '=' "$work/values.log"
fi
echo bounced
