#!/bin/sh
# Holds our BX frames, and the virtual card, against the classes that the cards'
# maker publishes in Java (onbonlab/bx.k.java), which we did not write: the same
# areas must give the same bytes, it must read what we and the virtual card send, and
# the virtual card must show what it sends. Needs git, a JDK (17 or newer) and Go.
#
#   sh caller/led/referees.sh [address or folder of the repository]
set -eu
cd "$(dirname "$0")"
from=${1:-https://github.com/onbonlab/bx.k.java}
commit=c4c3a84d53b89683e3c0d8ee572db2b5790f720a
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q "$from" "$work/bx"
git -C "$work/bx" checkout -q "$commit"
mkdir "$work/src" "$work/classes"
# Three of its files name a package and the others none, so that they do not compile
# together as they are; and its example opens a connection.
for f in "$work"/bx/src/Bx*.java; do
	sed 's/^package bx\.k;//' "$f" >"$work/src/$(basename "$f")"
done
cp testdata/BxHost.java "$work/src/"
javac -nowarn -encoding UTF-8 -d "$work/classes" "$work"/src/*.java
BX_HOST="$work/classes" "${GO:-go}" test -count=1 -tags referees -run Vendor -v .
