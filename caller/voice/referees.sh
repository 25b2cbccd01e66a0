#!/bin/sh
# Holds our frames, and the virtual module, against drivers that we did not write:
#
#   libdriver/syn6288 (C, MIT): the same texts must give the same bytes, and it must
#   take the virtual module for a real one. Its mark for the volume ("v[10]") is not
#   held against ours: the datasheet says "[v10]".
#
#   mbigger/xfs5152ce (JavaScript, MIT): the same texts must give the same bytes. It
#   begins each text with a byte order mark, which the maker's examples do not have.
#
# Needs git, a C compiler, Node.js and Go.
#
#   sh caller/voice/referees.sh [address or folder of the first] [of the second]
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { # address, commit, folder
	git clone -q "$1" "$work/$3"
	git -C "$work/$3" checkout -q "$2"
}
fetch "${1:-https://github.com/libdriver/syn6288}" a23bca634ca2c4cf0daac440ba260b36e1216273 libdriver
fetch "${2:-https://github.com/mbigger/xfs5152ce}" bb4ca45c221908b75f445ab027f08e9bab5459fc mbigger
${CC:-cc} -std=gnu11 -O1 -I "$work/libdriver/src" -o "$work/syn6288_host" \
	testdata/syn6288_host.c "$work/libdriver/src/driver_syn6288.c"
SYN6288_HOST="$work/syn6288_host" XFS5152CE_LIBRARY="$work/mbigger" \
	"${GO:-go}" test -count=1 -tags referees -run Referee -v .
