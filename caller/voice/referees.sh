#!/bin/sh
# Holds our SYN6288 frames, and the virtual module, against libdriver's driver in
# C (MIT), which we did not write: the same texts must give the same bytes, and it
# must find the virtual module to be a real one. Needs git, a C compiler and Go.
#
#   sh caller/voice/referees.sh [address or folder of the repository]
#
# libdriver's own mark for the volume ("v[10]") is not held against ours: the
# datasheet says "[v10]".
set -eu
cd "$(dirname "$0")"
from=${1:-https://github.com/libdriver/syn6288}
commit=a23bca634ca2c4cf0daac440ba260b36e1216273
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q "$from" "$work/libdriver"
git -C "$work/libdriver" checkout -q "$commit"
${CC:-cc} -std=gnu11 -O1 -I "$work/libdriver/src" -o "$work/syn6288_host" \
	testdata/syn6288_host.c "$work/libdriver/src/driver_syn6288.c"
SYN6288_HOST="$work/syn6288_host" "${GO:-go}" test -count=1 -tags referees -run Libdriver -v .
