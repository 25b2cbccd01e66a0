#!/bin/sh
# What cage shows on a machine that stands in public: foot, and in it a terminal
# of Onewindow. When the program ends, foot and cage end, and systemd begins anew.
#
#   session.sh ROLE          kiosk or board
#   session.sh -n ROLE [COLSxROWS WIDTHxHEIGHT]
#                            only says what it would start
#
# Settings, from /etc/onewindow/session.conf: see there.
set -eu

show=
[ "${1:-}" = -n ] && { show=1; shift; }
role=${1:?kiosk or board}
grid=${2:-${ONEWINDOW_GRID:-}}
size=${3:-}
ini=${ONEWINDOW_FOOT_INI:-/etc/onewindow/foot.ini}

# A character that a CJK locale counts as two cells is one here.
unset RUNEWIDTH_EASTASIAN SSH_TTY TMUX STY 2>/dev/null || :
[ -n "${LC_ALL:-}${LANG:-}" ] || export LANG=C.UTF-8
ulimit -c 0

if [ -z "$grid" ]; then
	case $role in board) grid=160x50 ;; *) grid=78x22 ;; esac
fi

# The display: how it is turned, and how many dots it has then. wlr-randr asks the
# compositor; without it the kernel knows what the display can do at best.
output=${ONEWINDOW_OUTPUT:-}
turn=${ONEWINDOW_TRANSFORM:-normal}
if [ -z "$size" ] && [ -n "${WAYLAND_DISPLAY:-}" ] && command -v wlr-randr >/dev/null; then
	[ -n "$output" ] || output=$(wlr-randr 2>/dev/null | awk '/^[^ ]/ { print $1; exit }') || :
	if [ -n "$output" ] && [ "$turn" != normal ]; then
		wlr-randr --output "$output" --transform "$turn" || echo "session: $output cannot be turned" >&2
	fi
	size=$(wlr-randr 2>/dev/null | awk -v o="$output" '/^[^ ]/ { on = $1 == o } on && /current/ { print $1; exit }') || :
fi
if [ -z "$size" ]; then
	for status in /sys/class/drm/*/status; do
		[ -e "$status" ] && grep -qx connected "$status" || continue
		size=$(head -n 1 "${status%status}modes")
		[ -z "$size" ] || break
	done
fi
size=${size:-1920x1080}
case $turn in 90 | 270 | flipped-90 | flipped-270) size=${size#*x}x${size%x*} ;; esac

# The largest font that leaves so many columns and rows. A cell of DejaVu Sans Mono
# is 0.602 of the font's size wide, and 0.928 above and 0.236 below the base line
# high, each rounded to whole dots as foot does. A dot is 0.75 points. Chinese is 1.12
# times as large: it would fill two cells at 1.19, but then foot cuts its upper strokes
# off; a little lower, nothing is cut.
points=${ONEWINDOW_FONT_SIZE:-$(awk -v s="$size" -v g="$grid" '
	function up(x) { return x > int(x) ? int(x) + 1 : int(x) }
	BEGIN {
		split(s, d, "x"); split(g, c, "x")
		for (p = 6; int((p + 1) * 0.602 + 0.5) * c[1] <= d[1] && (up((p + 1) * 0.928) + up((p + 1) * 0.236)) * c[2] <= d[2]; p++);
		printf "%g", p * 0.75
	}')}
font=$(awk -v p="$points" 'BEGIN { printf "DejaVu Sans Mono:size=%g,Noto Sans Mono CJK SC:size=%.2f", p, p * 1.12 }')

set -- --config="$ini" --font="$font" --fullscreen
if [ -z "$show" ]; then # a machine that cannot start must say why
	foot --log-level=warning --check-config "$@" || { echo "session: foot does not accept $ini" >&2; sleep 5; exit 1; }
fi
# What only newer versions of foot know; an older one refuses to start on it.
for option in \
	"vertical-letter-offset=$(awk -v p="$points" 'BEGIN { printf "%.2f", p * 0.05 }')" \
	touch.long-press-delay=0 \
	security.osc52=disabled \
	bell.system=no \
	mouse-bindings.scrollback-up-mouse=none \
	mouse-bindings.scrollback-down-mouse=none \
	mouse-bindings.font-increase=none \
	mouse-bindings.font-decrease=none \
	mouse-bindings.select-quote=none; do
	if command -v foot >/dev/null && foot --check-config "$@" --override="$option" >/dev/null 2>&1; then
		set -- "$@" --override="$option"
	fi
done

if [ -n "$show" ]; then
	echo "$size $grid $points"
	echo foot "$@" "${ONEWINDOW:-/usr/local/bin/onewindow}" "$role"
	exit 0
fi
exec foot "$@" "${ONEWINDOW:-/usr/local/bin/onewindow}" "$role"
