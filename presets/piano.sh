#!/bin/sh
# Plays EMOPIA's training part three times, for the shipped model to learn from: by two sound fonts and two of their pianos; as it is,
# higher, faster and in another room, and lower, slower and in a hall:
#     presets/piano.sh EMOPIA FOLDER FOLDER FOLDER
# Needs fluidsynth, fluid-soundfont-gm and timgm6mb-soundfont (Debian's packages). What is there already is not played again.
set -eu
if [ $# -ne 4 ]; then
    echo "usage: $0 EMOPIA FOLDER FOLDER FOLDER" >&2
    exit 2
fi
emotion=$(cd "$(dirname "$0")/.." && pwd)/emotion
fonts=/usr/share/sounds/sf2

# Models hear nothing above 10 kHz: half the usual rate is enough.
"$emotion" dataset render "$1" --split train --rate 22050 --program 0 --soundfont "$fonts/FluidR3_GM.sf2" --room 0.2 -o "$2"
"$emotion" dataset render "$1" --split train --rate 22050 --program 0 --soundfont "$fonts/TimGM6mb.sf2" --transpose 2 --tempo 1.06 --room 0.6 -o "$3"
"$emotion" dataset render "$1" --split train --rate 22050 --program 1 --soundfont "$fonts/FluidR3_GM.sf2" --transpose -3 --tempo 0.94 --room 0.8 -o "$4"
