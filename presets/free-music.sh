#!/bin/sh
# Collects free music from the packages of a Debian system, for the shipped model's teachers to listen to:
#     presets/free-music.sh FOLDER
# Nothing is installed: packages are fetched by apt-get, their music is taken out, the rest is thrown away. Needs apt-get,
# dpkg-deb, unzip and ffprobe (ffmpeg). FOLDER/SOURCES.md then says what came from where and under which licence;
# FOLDER/<package>/copyright is the package's own account.
set -eu
export LC_ALL=C

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 2
fi
mkdir -p "$1"
target=$(cd "$1" && pwd)
work=$(mktemp -d "$target/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Shorter files are voices and effects.
shortest=20

# package | every n-th piece | licence of its music, as its copyright file says
packages='
0ad-data|1|CC BY-SA 3.0
asc-music|1|GPL 2+
colobot-common-sounds|1|GPL 3+
drascula-music|3|Drascula licence (free to use and to distribute)
enigma-data|1|GPL 2+
extremetuxracer-data|1|GPL 2+
fillets-ng-data|1|GPL 2+
flare-game|1|CC BY-SA 3.0+
freecol|1|CC BY 4.0, GPL 2+, public domain
freedroidrpg-data|1|GPL 2+
fretsonfire-songs-muldjord|1|CC BY-SA 3.0
fretsonfire-songs-sectoid|1|MIT
frozen-bubble-data|1|GPL 2
hedgewars-data|1|GPL 2, GFDL 1.3
hyperrogue-music|1|CC BY-SA 3.0, GPL 2+
lordsawar-data|1|GPL 3+
megaglest-data|1|CC BY-SA 3.0
naev-data|1|GPL 2+, GPL 3+, CC BY 3.0, CC BY-SA 3.0
nexuiz-music|1|GPL 2+
planetblupi-music-ogg|1|GPL 3+
pushover-data|1|GPL 3+
singularity-music|1|CC BY-SA 3.0
supertux-data|1|GPL 2+
supertuxkart-data|1|CC BY-SA 3.0, CC BY-SA 4.0, GPL 2+
ufoai-music|1|GPL 2+, CC BY 3.0, CC BY-SA 3.0, public domain
warzone2100-music|1|GPL 2+
wesnoth-1.16-music|1|GPL 2+
widelands-data|1|GPL 2+, CC BY-SA 3.0
xmoto-data|1|GPL 2+
'

sources="$work/SOURCES.md"
printf '| package | version | pieces | minutes | licence of the music |\n|---|---|---|---|---|\n' > "$sources"

echo "$packages" | while IFS='|' read -r package nth licence; do
    [ -n "$package" ] || continue
    mkdir "$work/deb" "$work/files"
    (cd "$work/deb" && apt-get download "$package" > /dev/null 2>&1) || { echo "cannot fetch $package" >&2; exit 1; }
    version=$(dpkg-deb -f "$work/deb/"*.deb Version)
    dpkg-deb --fsys-tarfile "$work/deb/"*.deb | tar -x -C "$work/files" --wildcards \
        '*.ogg' '*.opus' '*.mp3' '*.pk3' '*/public.zip' '*/copyright' 2> /dev/null || true
    find "$work/files" -name '*.pk3' -exec unzip -q {} '*.ogg' -d {}.d \;
    find "$work/files" -name 'public.zip' -exec unzip -q {} 'audio/music/*.ogg' -d {}.d \;

    mkdir -p "$target/$package"
    cp "$work/files/usr/share/doc/$package/copyright" "$target/$package/copyright"
    (cd "$work/files" && find . \( -iname '*.ogg' -o -iname '*.opus' -o -iname '*.mp3' \) -type f | sort | grep -vi -e voice -e speech) > "$work/found"
    : > "$work/kept"
    while read -r file; do
        seconds=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$work/files/$file" 2> /dev/null < /dev/null || true)
        echo "${seconds:-0} $file" | awk -v shortest="$shortest" '$1 >= shortest' >> "$work/kept"
    done < "$work/found"
    awk -v n="$nth" 'NR % n == 0' "$work/kept" > "$work/taken"
    while read -r seconds file; do
        name=$(echo "$file" | sed 's|^\./||; s|usr/share/||; s|/|-|g')
        cp "$work/files/$file" "$target/$package/$name"
    done < "$work/taken"
    awk -v package="$package" -v version="$version" -v licence="$licence" \
        '{ seconds += $1 } END { printf "| %s | %s | %d | %.0f | %s |\n", package, version, NR, seconds / 60, licence }' "$work/taken" >> "$sources"
    rm -rf "$work/deb" "$work/files"
done
mv "$sources" "$target/SOURCES.md"
cat "$target/SOURCES.md"
