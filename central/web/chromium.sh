#!/bin/sh
# Opens the district's pages in a real Chromium and has axe look at them; and the page of a report. As root it
# installs Chromium, Node.js and a font with Chinese by apt where they are missing; axe
# comes from the npm registry, in the version given here. What is given goes to go test:
# sh central/web/chromium.sh -run TestX -v. PICTURES=dir keeps pictures of the pages.
set -eu
cd "$(dirname "$0")/../.."
axe=4.14.1

need=
command -v chromium >/dev/null || need="$need chromium"
command -v npm >/dev/null || need="$need npm"
fc-list 2>/dev/null | grep -qi cjk || need="$need fonts-noto-cjk fontconfig"
if [ -n "$need" ]; then
  [ "$(id -u)" = 0 ] || { echo "chromium.sh: missing:$need; install them (Debian: apt-get install$need)" >&2; exit 1; }
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -q --no-install-recommends $need </dev/null || { apt-get update -q </dev/null && apt-get install -y -q --no-install-recommends $need </dev/null; }
fi
dir=$(mktemp -d "${TMPDIR:-/tmp}/onewindow-axe.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
for try in 1 2 3; do # the registry is elsewhere
  npm install --prefix "$dir" --no-audit --no-fund --silent "axe-core@$axe" </dev/null && break
  [ "$try" != 3 ]
  sleep 5
done
ONEWINDOW_AXE="$dir/node_modules/axe-core/axe.min.js" "${GO:-go}" test -count=1 -tags chromium -run Browser ./central/web ./sheet "$@"
