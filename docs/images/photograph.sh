#!/usr/bin/env bash
# Photographs a program in a terminal of exactly COLUMNSxROWS characters, as a
# machine in a hall shows it: foot in cage, on a display that nobody sees.
#
#   photograph.sh [-g COLUMNSxROWS] [-z POINTS] STEPS PROGRAM [ARGUMENT...]
#
#   -g  the terminal's size in characters (100x32)
#   -z  the font's size in points (13); 13 points are 8 pixels a column, or so
#
# STEPS are parted by ";" and done in this order:
#
#   wait:SECONDS   shot:FILE.png   click:COLUMN,ROW (from 0)   type:TEXT
#   key:NAME       a key by X's name, such as Return, F2, plus, question, ctrl+c
#   do:COMMAND     runs a command of the shell, such as one that stops the hall
#
# SLOW is by how many times longer the steps wait, for a machine that is busy (1).
#
# A picture is taken once something is drawn and nothing has moved for a moment; a
# running clock is not waited for. It is written with 64 colours at most. If a step fails, or the
# program has ended before the last picture, the script says so and ends with 1.
#
# Debian packages: xvfb xdotool imagemagick x11-utils fonts-noto-cjk
# fonts-dejavu-core foot cage xwayland. cage will not run as root: started by
# root, it runs as nobody, and the program as root.
set -euo pipefail

usage() { sed -n '2,26s/^# \{0,1\}//p' "$0" >&2; exit 2; }
fail() { echo "photograph.sh: $*" >&2; exit 1; }

grid=100x32 points=13
while getopts g:z: option; do
	case $option in
	g) grid=$OPTARG ;;
	z) points=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 2 ] || usage
steps=$1; shift
columns=${grid%x*} rows=${grid#*x}
for program in Xvfb xdotool import xwininfo foot cage; do
	command -v "$program" >/dev/null || fail "$program is missing; the packages are named in this file"
done

# Everything that is started here is ended here, the newest first.
room=$(mktemp -d); chmod 711 "$room"
started=()
finish() {
	rm -rf "$room"
	for ((i = ${#started[@]} - 1; i >= 0; i--)); do
		kill "${started[i]}" 2>/dev/null || true
		wait "${started[i]}" 2>/dev/null || true
	done
}
trap finish EXIT

# until COMMAND: waits at most ten seconds for it to be true.
until_true() { for _ in {1..200}; do "$@" && return 0; sleep .05; done; return 1; }

# The display, larger than any terminal that is photographed.
Xvfb -displayfd 5 -screen 0 3840x2400x24 -nolisten tcp -noreset 5>"$room/display" 2>/dev/null &
started+=($!)
until_true test -s "$room/display" || fail "there is no display"
DISPLAY=:$(cat "$room/display"); export DISPLAY
export LC_ALL=C.UTF-8 COLORTERM=truecolor
unset WAYLAND_DISPLAY TMUX STY

# The compositor, whose one window is the screen of the machine.
export XDG_RUNTIME_DIR=$room/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
as=()
if [ "$(id -u)" = 0 ]; then
	chown 65534:65534 "$XDG_RUNTIME_DIR"
	as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
HOME=$XDG_RUNTIME_DIR WLR_BACKENDS=x11 WLR_RENDERER=pixman WLR_X11_OUTPUTS=1 \
	"${as[@]}" cage -d -- sleep infinity >"$room/cage" 2>&1 &
started+=($!)
socket() { WAYLAND_DISPLAY=$(cd "$XDG_RUNTIME_DIR" && ls -d wayland-? 2>/dev/null); }
until_true socket || fail "cage did not start: $(cat "$room/cage")"
export WAYLAND_DISPLAY
# It has no name and is the only child of the root window.
window() { screen=$(xwininfo -root -children | awk '$1 ~ /^0x/ { print $1; exit }'); [ -n "$screen" ]; }
until_true window || fail "cage shows no window"

# The font line of docs/it.md. Noto, somewhat larger than DejaVu, fills two columns
# with a character; all letters stand a little lower, so that none is cut on top.
cat >"$room/foot.ini" <<-CONFIG
	font=DejaVu Sans Mono:size=$points, Noto Sans Mono CJK SC:size=$(awk "BEGIN { print 1.12 * $points }")
	vertical-letter-offset=$(awk "BEGIN { print 0.05 * $points }")
	initial-window-mode=fullscreen
	pad=0x0
	resize-delay-ms=0
	[csd]
	preferred=none
	[cursor]
	blink=no
CONFIG
terminal() { foot --config="$room/foot.ini" "$@" 2>"$room/foot"; }

# foot tells the size of its characters; the screen is made to hold the grid.
cat >"$room/cell" <<'CELL'
stty raw -echo; printf '\033[16t'; IFS=';' read -r -d t _ height width; echo "$width $height" >"$1"
CELL
terminal bash "$room/cell" "$room/size"
read -r width height <"$room/size"
xdotool windowsize "$screen" $((columns * width)) $((rows * height)) windowmove "$screen" 0 0

# The program begins when the terminal has its size.
cat >"$room/begin" <<'BEGIN'
room=$1 size=$2; shift 2
for _ in {1..200}; do [ "$(stty size)" = "$size" ] && break; sleep .05; done
stty size >"$room/begun"
"$@" 2>"$room/said" || echo "it ended with $?: $(head -c 3000 "$room/said")" >"$room/ended"
touch "$room/ended"
BEGIN
terminal bash "$room/begin" "$room" "$rows $columns" "$@" &
started+=($!)
until_true test -s "$room/begun" || fail "the terminal did not start: $(cat "$room/foot")"
[ "$(cat "$room/begun")" = "$rows $columns" ] || fail "the terminal has $(cat "$room/begun") rows and columns, not $rows $columns"
xdotool windowfocus "$screen"

look() { timeout 20 import -silent -window "$screen" "$@"; }
still() { # until two looks are the same, at most 1.2 seconds
	local before now
	before=$(look rgb:- | md5sum)
	for _ in {1..4}; do
		sleep .3
		now=$(look rgb:- | md5sum)
		[ "$now" != "$before" ] || return 0
		before=$now
	done
}
drawn() { [ "$(look -format '%k' info:-)" -gt 2 ]; } # the smallest screen has more colours
shot() { # FILE
	until_true drawn || fail "$1 would be blank: nothing is on the screen yet; wait longer, or set SLOW"
	still
	[ ! -e "$room/ended" ] || fail "the program has ended before $1: $(cat "$room/ended")"
	mkdir -p "$(dirname "$1")"
	look -strip +dither -colors 64 -define png:compression-level=9 "PNG8:$1" || fail "$1 could not be taken"
	echo "$1 $(identify -format '%wx%h' "$1") $(stat -c %s "$1") bytes"
}

while IFS= read -r -d ';' step; do
	what=${step#*:}
	case $step in
	wait:*) sleep "$(awk "BEGIN{print $what*${SLOW:-1}}")" ;;
	shot:*) shot "$what" ;;
	key:*) xdotool key --clearmodifiers "$what"; sleep .3 ;;
	type:*) xdotool type --delay 40 -- "$what"; sleep .3 ;;
	do:*) bash -c "$what" || fail "$what: it ended with $?" ;;
	click:*)
		xdotool mousemove --window "$screen" $(((2 * ${what%,*} + 1) * width / 2)) $(((2 * ${what#*,} + 1) * height / 2))
		sleep .05; xdotool mousedown 1; sleep .08; xdotool mouseup 1; sleep .3
		;;
	"") ;;
	*) fail "there is no step '$step'" ;;
	esac
done <<<"$steps;"
