#!/usr/bin/env bash
# Takes the pictures of docs/screens.md anew, all of them or those of a group:
#
#   all.sh [GROUP...]      the groups are the functions below: kiosk, window, …
#
# Most are of the demonstration, which begins with the same morning every time.
# Those of a broken link, of an emergency stop and of a manager's wish are of a real
# hall process, which carries on the demonstration's morning in real time: take them
# on a working day before 10:20 of the hall's time (UTC+8), or its clocks show later.
# See photograph.sh for what must be installed. ONEWINDOW names another binary.
set -euo pipefail
cd "$(dirname "$0")"
ow=${ONEWINDOW:-$(cd ../.. && pwd)/bin/onewindow}
export ow

# demo GRID POINTS SCREEN STEPS [FLAG...]: a screen of the demonstration. Its hall
# lives in real time unless a flag says otherwise.
demo() {
	./photograph.sh -g "$1" -z "$2" "$4" "$ow" demo --speed 1 --screen "$3" "${@:5}"
}

# A hall process, and what talks to it. It is killed by the step do:kill_hall.
begin_hall() {
	place=$(mktemp -d); export place
	"$ow" demo --data "$place" >/dev/null
	ONEWINDOW_HALL_HOST=127.0.0.1 ONEWINDOW_HALL_PORT=${PORT:-44551} \
		"$ow" hall --hall LG-00 --data "$place" 2>"$place/log" &
	echo $! >"$place/pid"
	for _ in {1..100}; do grep -q "hall is open" "$place/log" && return; sleep .1; done
	cat "$place/log" >&2; return 1
}
kill_hall() { kill -9 "$(cat "$place/pid")"; }
trap '[ -z "${place:-}" ] || end_hall' EXIT
end_hall() { kill_hall 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$place"; place=; }
say() { "$ow" ctl --hall-data "$place" "$@" >/dev/null; }
call_at() { for window in "$@"; do say window next "window=$window"; sleep 1; done; }
export -f kill_hall say call_at

# terminal GRID POINTS ROLE STEPS [FIELD=VALUE...]: a terminal of the hall process.
terminal() {
	local token
	token=$("$ow" ctl --hall-data "$place" terminal token role="$3" "${@:5}" | sed -n 's/.*"token": "\(.*\)".*/\1/p')
	rm -f "$place/terminal.json"
	"$ow" join "$token" --identity "$place/terminal.json" >/dev/null
	./photograph.sh -g "$1" -z "$2" "$4" "$ow" "$3" --identity "$place/terminal.json" --lang "${LANGUAGE:-zh-Hans}"
}

kiosk() {
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-home.png;key:3;wait:.7;shot:kiosk-line.png;key:2;wait:.8;key:1;wait:.7;shot:kiosk-papers.png;key:2;wait:.7;key:4;key:9;key:3;key:5;wait:.6;shot:kiosk-search.png;key:Return;wait:.7;key:1;wait:.7;shot:kiosk-several.png;key:3;wait:.7;shot:kiosk-priority.png'
	demo 78x22 16 kiosk 'wait:3;key:3;wait:.6;key:4;wait:.7;type:44030619500101;wait:.7;shot:kiosk-id.png'
	demo 78x22 16 kiosk 'wait:3;key:3;wait:.6;key:1;wait:2.5;shot:kiosk-printed.png'
	demo 78x22 16 kiosk 'wait:3;key:3;wait:.6;key:1;wait:2;shot:kiosk-paper-out.png' --printer out
	demo 78x22 16 kiosk 'wait:3;key:minus;wait:.7;type:C023;wait:.4;key:Return;wait:1;shot:kiosk-my-number.png'
	demo 78x22 16 kiosk 'wait:3;key:0;wait:1.2;shot:kiosk-staff.png'
	demo 78x22 16 kiosk 'wait:3;key:period;wait:.8;shot:kiosk-more.png'
	demo 78x22 16 kiosk 'wait:3;key:3;wait:43;shot:kiosk-idle.png'
	demo 78x22 16 kiosk 'wait:3;key:slash;wait:1;shot:kiosk-large.png'
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-contrast.png' --theme contrast
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-before.png' --empty --at 08:30
	demo 78x22 16 kiosk 'wait:6;shot:kiosk-full.png;key:4;wait:.8;shot:kiosk-line-full.png' --at 17:20 --load 1.5
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-lunch.png' --at 12:30
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-after.png' --at 18:30
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-one-line.png' --hall LG-PH-01
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-home-hant.png' --lang zh-Hant
	demo 78x22 16 kiosk 'wait:3;shot:kiosk-home-en.png;key:3;wait:.6;key:1;wait:2.5;shot:kiosk-printed-en.png' --lang en
	demo 44x40 15 kiosk 'wait:3;shot:kiosk-home-44x40.png;key:3;wait:.6;key:1;wait:2.5;shot:kiosk-printed-44x40.png'
	demo 65x60 13 kiosk 'wait:3;shot:kiosk-home-65x60.png;key:3;wait:.6;key:1;wait:2.5;shot:kiosk-printed-65x60.png'
	demo 47x15 22 kiosk 'wait:3;shot:kiosk-home-47x15.png;key:3;wait:.6;shot:kiosk-line-47x15.png;key:1;wait:2.5;shot:kiosk-printed-47x15.png'
	demo 100x32 13 kiosk 'wait:3;shot:kiosk-home-100x32.png;key:3;wait:.6;shot:kiosk-line-100x32.png'
}

kiosk_hall() {
	begin_hall
	terminal 78x22 16 kiosk 'wait:3;do:say hall stop reason=fire;wait:1.5;shot:kiosk-stop.png;do:say hall resume;wait:1;do:kill_hall;wait:4;shot:kiosk-unreachable.png'
	end_hall
}

window() {
	demo 100x32 13 window 'wait:3;shot:window-idle.png;key:Return;wait:1.5;shot:window-calling.png;key:plus;wait:1.5;shot:window-serving.png;key:f;wait:.7;shot:window-finish.png;key:Escape;wait:.5;key:t;wait:.7;shot:window-transfer.png;key:Escape;wait:.5;key:h;wait:.7;shot:window-hold.png;key:Escape;wait:.5;key:m;wait:.7;shot:window-papers.png;key:Escape;wait:.5;key:c;wait:.7;shot:window-items.png;key:Escape;wait:.5;key:question;wait:.7;shot:window-help.png'
	demo 100x32 13 window 'wait:3;key:p;wait:.6;key:1;wait:1.2;shot:window-paused.png;key:p;wait:1;key:q;wait:.6;key:1;wait:1.2;shot:window-signin.png;key:1;wait:.7;type:12;wait:.4;shot:window-pin.png'
	demo 100x32 13 window 'wait:1.3;key:Return;wait:1;key:plus;wait:55;shot:window-long.png;wait:60;shot:window-longer.png' --speed 20
	demo 100x32 13 window 'wait:3;key:Return;wait:1.5;shot:window-calling-en.png' --lang en
	demo 100x32 13 window 'wait:3;key:Return;wait:1.5;shot:window-calling-hant.png' --lang zh-Hant
	demo 100x32 13 window 'wait:3;key:Return;wait:1.5;shot:window-calling-dark.png' --theme dark
	demo 80x24 15 window 'wait:3;key:Return;wait:1.5;shot:window-calling-80x24.png'
	demo 160x50 9 window 'wait:3;key:Return;wait:1.5;key:plus;wait:1.5;shot:window-serving-160x50.png'
}

# begin_hall's morning, with somebody at the last comprehensive window.
window_hall() {
	begin_hall
	terminal 40x6 22 window 'wait:3;key:Return;wait:1.5;key:plus;wait:1.5;shot:window-strip.png' window=30
	terminal 100x32 13 window 'wait:3;do:say hall ask window=30 what=close;wait:1.2;shot:window-wish.png;key:d;wait:1;do:kill_hall;wait:4;shot:window-unreachable.png' window=30
	end_hall
}

guide() {
	demo 100x32 13 guide 'wait:3;key:s;wait:.5;key:i;wait:.5;type:guide;key:Return;wait:.6;type:1234;key:Return;wait:1.2;shot:guide-home.png;key:3;wait:1;key:l;wait:.6;shot:guide-slip.png;key:Return;wait:1.2;shot:guide-given.png;key:Return;wait:.5;key:f;wait:.8;type:jsgc;wait:.6;shot:guide-items.png;key:Escape;wait:.5;key:Escape;wait:.5;key:t;wait:.5;type:C023;wait:.4;key:Return;wait:1.2;shot:guide-story.png;key:w;wait:.5;type:C015;key:Return;wait:1.2;shot:guide-why.png;key:Escape;wait:.5;key:Escape;wait:.5;key:b;wait:.8;shot:guide-missed.png'
	demo 100x32 13 guide 'wait:3;key:F1;wait:1;key:0;wait:1;key:1;wait:.5;key:F2;wait:.5;key:y;wait:.5;key:1;wait:.5;key:F6;wait:1.2;shot:guide-call.png'
	demo 120x36 11 guide 'wait:3;shot:guide-home-en.png;key:t;wait:.5;type:C023;wait:.4;key:Return;wait:1.2;shot:guide-story-en.png' --lang en
	demo 78x22 16 guide 'wait:3;shot:guide-home-78x22.png' --lang zh-Hant
}

guide_hall() {
	begin_hall
	terminal 100x32 13 guide 'wait:3;do:kill_hall;wait:4;shot:guide-unreachable.png'
	end_hall
}

# The board's crowd lives four times as fast, so that calls follow each other.
board() {
	local font=/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc
	demo 160x50 10 board 'wait:9;shot:board.png' --speed 4
	demo 320x88 5 board 'wait:9;shot:board-words.png' --speed 4 --board-font "$font"
	demo 80x24 15 board 'wait:9;shot:board-80x24.png' --speed 4
	demo 90x80 10 board 'wait:9;shot:board-90x80.png' --speed 4
	demo 160x50 10 board 'wait:9;shot:board-dark.png' --speed 4 --theme dark
	demo 160x50 10 board 'wait:9;shot:board-en.png' --speed 4 --lang en
	demo 160x50 10 board 'wait:9;shot:board-hant.png' --speed 4 --lang zh-Hant
	demo 160x50 10 board 'wait:3;shot:board-before.png' --empty
	demo 160x50 10 board 'wait:3;shot:board-lunch.png' --at 12:30
	demo 160x50 10 board 'wait:3;shot:board-closed.png' --at 18:30
	demo 160x50 10 board 'wait:4;shot:board-quiet.png' --hall LG-PH-01
}

board_hall() {
	begin_hall
	terminal 160x50 10 board 'wait:2;do:say hall notice id=n1 text.zh-Hans=今天下午三点起，系统升级，不动产登记暂停办理。 text.zh-Hant=今天下午三點起，系統升級，不動產登記暫停辦理。 text.en="Property registration closes at 3 pm today: the system is being renewed.";do:call_at 23 24 31;wait:2;shot:board-notice.png;do:say hall stop reason=fire;wait:2;shot:board-stop.png;do:say hall resume;wait:2;do:kill_hall;wait:4;shot:board-unreachable.png'
	end_hall
}

manager() {
	demo 120x36 10 manager 'wait:7;shot:manager-overview.png;key:l;wait:.6;key:i;wait:.5;type:manager;key:Return;wait:.6;type:1234;key:Return;wait:1;key:6;wait:1;key:Down;key:Down;wait:.4;shot:manager-rules.png;key:Return;wait:.5;type:30;key:Return;wait:.6;key:1;wait:1;key:9;wait:1;shot:manager-changes.png;key:2;wait:.7;shot:manager-windows.png;key:3;wait:.7;shot:manager-alerts.png;key:4;wait:.7;shot:manager-terminals.png;key:7;wait:.7;shot:manager-staff.png;key:s;wait:.7;key:1;wait:.7;type:STO;wait:.5;shot:manager-stop.png' --speed 4
	demo 120x36 11 manager 'wait:7;key:5;wait:.5;key:t;wait:.5;type:A034;key:Return;wait:1;shot:manager-number.png;key:Escape;wait:.5;key:w;wait:.5;type:A034;key:Return;wait:.5;type:B018;key:Return;wait:1;shot:manager-compare.png' --speed 4
	demo 120x36 10 manager 'wait:7;key:question;wait:.6;shot:manager-help.png;key:Escape;wait:.4;key:o;wait:.7;shot:manager-signin.png' --speed 4
	demo 160x50 9 manager 'wait:7;shot:manager-overview-160x50.png' --speed 4
	demo 80x24 15 manager 'wait:7;shot:manager-overview-80x24.png' --speed 4
	demo 120x36 10 manager 'wait:20;shot:manager-advice.png;key:l;wait:.6;key:i;wait:.5;type:manager;key:Return;wait:.6;type:1234;key:Return;wait:1;key:y;wait:2;shot:manager-advice-accepted.png;key:8;wait:1.5;shot:manager-reports.png;key:b;wait:.3;key:b;wait:.7;shot:manager-reports-windows.png;key:c;wait:1;shot:manager-accuracy.png;key:n;wait:1.5;shot:manager-plan.png;key:p;wait:2;shot:manager-plan-week.png' --speed 20
	demo 120x36 10 manager 'wait:20;shot:manager-advice-en.png;key:8;wait:1.5;shot:manager-reports-en.png' --speed 20 --lang en
	demo 80x24 15 manager 'wait:20;shot:manager-advice-80x24.png' --speed 20 --lang zh-Hant
	demo 120x36 10 manager 'wait:7;shot:manager-overview-en.png' --speed 4 --lang en
	demo 120x36 10 manager 'wait:7;shot:manager-overview-hant.png' --speed 4 --lang zh-Hant
	demo 120x36 10 manager 'wait:7;shot:manager-overview-dark.png' --speed 4 --theme dark
	demo 120x36 11 manager 'wait:7;shot:manager-small.png' --speed 4 --hall LG-PH-01
}

manager_hall() {
	begin_hall
	terminal 120x36 10 manager 'wait:8;do:kill_hall;wait:4;shot:manager-unreachable.png'
	end_hall
}

# The district's screen on the network of its tests, and a kiosk that names other halls:
# a demonstration has one hall alone. Needs the tools to build the program.
district() {
	local shown
	shown=$(mktemp -d)
	(cd ../.. && go test -c -tags pictures -o "$shown/district" ./kiosk/district && go test -c -tags pictures -o "$shown/take" ./kiosk/take)
	show() { ./photograph.sh -g "$1" -z "$2" "$4" "$shown/$3" -test.run TestShow; }
	local to_hall='key:Down;key:Down;key:Down;key:Down;key:Down;key:Return;wait:1'
	show 160x50 9 district 'wait:2;shot:district-overview.png;key:2;wait:.8;shot:district-halls.png;key:t;wait:.8;key:Down;key:Down;key:Right;wait:.5;shot:district-tree.png;key:3;wait:.8;shot:district-alerts.png;key:4;wait:1.5;key:p;wait:.8;key:p;wait:3;shot:district-reports.png;key:Left;wait:1;key:Down;wait:.5;shot:district-reports-missing.png;key:1;wait:.8;'"$to_hall"';shot:district-hall.png'
	show 100x32 13 district 'wait:2;shot:district-overview-100x32.png;key:2;wait:.8;shot:district-halls-100x32.png;key:t;wait:.8;key:Down;key:Down;key:Right;wait:.5;shot:district-tree-100x32.png;key:t;wait:.6;key:slash;wait:.5;type:bnk;wait:.5;shot:district-find.png;key:Escape;wait:.5;key:3;wait:.8;shot:district-alerts-100x32.png;key:question;wait:.7;shot:district-help.png;key:Escape;wait:.5;key:4;wait:2;shot:district-reports-100x32.png;key:Down;key:Down;wait:.4;key:Return;wait:1.5;shot:district-reports-hall.png;key:1;wait:.8;'"$to_hall"';shot:district-hall-100x32.png'
	show 78x22 16 district 'wait:2;shot:district-overview-78x22.png;key:2;wait:.8;shot:district-halls-78x22.png;key:4;wait:2;shot:district-reports-78x22.png'
	SHOW_LANG=en show 120x36 11 district 'wait:2;shot:district-overview-en.png;key:4;wait:2;shot:district-reports-en.png'
	SHOW_LANG=zh-Hant show 120x36 11 district 'wait:2;shot:district-overview-hant.png;key:4;wait:2;shot:district-reports-hant.png'
	SHOW_THEME=dark show 120x36 11 district 'wait:2;shot:district-overview-dark.png'
	SHOW_LOST=1 show 100x32 13 district 'wait:4;shot:district-unreachable.png'
	show 78x22 16 take 'wait:2;key:3;wait:.7;key:2;wait:.8;key:1;wait:1;shot:kiosk-elsewhere.png'
	SHOW_LANG=en show 100x32 13 take 'wait:2;key:3;wait:.7;key:2;wait:.8;key:1;wait:1;shot:kiosk-elsewhere-en.png'
	show 44x40 15 take 'wait:2;key:3;wait:.7;key:2;wait:.8;key:1;wait:1;shot:kiosk-elsewhere-44x40.png'
	rm -rf "$shown"
}

# Papers, strips and voice, and what each screen says of a printer that needs somebody.
devices() {
	./photograph.sh -g 160x50 -z 10 'wait:3;key:3;wait:.6;key:1;wait:3;key:Return;wait:.6;key:1;wait:.6;key:1;wait:3;key:F5;wait:8;shot:tray.png;key:p;wait:1.5;shot:tray-paper-out.png;key:F1;wait:.6;key:Return;wait:.6;key:3;wait:.6;key:1;wait:3;key:F6;wait:1.5;shot:guide-printer.png;key:F4;wait:1;key:v;wait:1;shot:manager-devices.png' "$ow" demo --speed 1
	demo 78x22 16 kiosk 'wait:3;key:3;wait:.6;key:1;wait:4;shot:kiosk-paper-cover.png' --printer cover
	demo 78x22 16 kiosk 'wait:3;key:3;wait:.6;key:1;wait:9;shot:kiosk-paper-silent.png' --printer silent
	demo 44x40 15 tray 'wait:4;shot:tray-44x40.png'
}

# The whole demonstration, with its tabs, and the pictures of one hall as one.
all_tabs() {
	./photograph.sh -g 100x33 -z 13 'wait:3;shot:demo.png' "$ow" demo
}

hall() {
	convert -size 1600x1186 xc:'#5b6b80' \
		\( board.png -resize 973x646! \) -geometry +16+16 -composite \
		\( kiosk-home.png -resize 579x315! \) -geometry +1005+16 -composite \
		\( kiosk-printed.png -resize 579x315! \) -geometry +1005+347 -composite \
		\( window-calling.png -resize 732x492! \) -geometry +16+678 -composite \
		\( manager-overview.png -resize 820x492! \) -geometry +764+678 -composite \
		-strip +dither -colors 128 -define png:compression-level=9 PNG8:hall.png
}

groups=("$@")
[ $# -gt 0 ] || groups=(kiosk kiosk_hall window window_hall guide guide_hall board board_hall manager manager_hall district devices all_tabs hall)
for group in "${groups[@]}"; do "$group"; done
