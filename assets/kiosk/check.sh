#!/bin/sh
# Asks the real programs about the files beside this one: foot about its
# configuration at each font of the table in docs/it.md, systemd about the units,
# udev about the rules for ports where it can tell (254), the shell about the scripts. What is missing is installed where that is possible
# (root, apt). Usage: make kiosk-check
set -eu
cd "$(dirname "$0")"

need() { # command package
	command -v "$1" >/dev/null && return 0
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		apt-get install -y --no-install-recommends "$2" >/dev/null 2>&1 && return 0
		apt-get update >/dev/null && apt-get install -y --no-install-recommends "$2" >/dev/null && return 0
	fi
	echo "$1 is missing; install the package $2" >&2
	exit 1
}
need foot foot
need cage cage
need systemd-analyze systemd

for script in session.sh check.sh; do sh -n "$script"; done

echo "$(foot --version)"
for display in 1920x1080 1080x1920 1280x800 3840x2160; do
	for grid in 78x22 44x40 65x60 47x15 160x50 320x88 90x80; do
		ONEWINDOW_FOOT_INI=foot.ini sh session.sh -n kiosk "$grid" "$display" >/dev/null
	done
done
foot --check-config --config=foot.ini 2>/dev/null || { foot --check-config --config=foot.ini; exit 1; }
if ONEWINDOW_FOOT_INI=foot.ini sh session.sh -n kiosk | grep -q -- --override=touch.long-press-delay=0; then
	echo "fingers are understood"
else
	echo "this foot knows no fingers; it needs 1.15 (Debian 13)"
fi

# The unit names what is installed elsewhere; a copy of it is checked here.
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
sed "s|/usr/local/lib/onewindow/session.sh|$PWD/session.sh|" onewindow-terminal@.service >"$dir/onewindow-terminal@kiosk.service"
for unit in hall caller central; do
	sed "s|/usr/local/bin/onewindow|/bin/true|" "../systemd/onewindow-$unit.service" >"$dir/onewindow-$unit.service"
done
systemd-analyze verify --man=no "$dir/onewindow-terminal@kiosk.service" "$dir/onewindow-hall.service" "$dir/onewindow-caller.service" "$dir/onewindow-central.service"
if udevadm verify --help >/dev/null 2>&1; then
	sed 's|^#\([A-Z]\)|\1|' ../udev/70-onewindow.rules >"$dir/70-onewindow.rules"
	udevadm verify "$dir/70-onewindow.rules"
fi
mkdir "$dir/root" "$dir/root/etc"
printf 'dialout:x:20:\naudio:x:29:\n' >"$dir/root/etc/group"
systemd-sysusers --root="$dir/root" "$PWD/../systemd/sysusers.conf"
grep -q '^dialout:.*onewindow' "$dir/root/etc/group"
echo "the files of the kiosk are understood"
