#!/bin/sh
# Runs bench/network on a PostgreSQL and NATS servers of its own: PostgreSQL as
# central/store/postgres.sh starts it (as root it installs one where there is none),
# the servers built from the module in go.mod. Everything is on free ports, in
# directories of its own, and is removed afterwards. Without arguments it is the short
# run of two centres behind three servers; else what is given goes to bench/network:
# bench/network/cluster.sh faults -rounds 20
set -eu
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- cluster
GO=${GO:-go}
bin=$(mktemp -d "${TMPDIR:-/tmp}/onewindow-cluster.XXXXXX")
trap 'rm -rf "$bin"' EXIT
trap 'exit 130' INT TERM
CGO_ENABLED=0 "$GO" build -o "$bin/network" ./bench/network
CGO_ENABLED=0 "$GO" build -o "$bin/nats-server" github.com/nats-io/nats-server/v2
what=$1
shift
for a; do case $a in *[!A-Za-z0-9=./_-]*) echo "cluster.sh: give arguments without spaces: $a" >&2; exit 2 ;; esac; done
POSTGRES_RUN="'$bin/network' $what -nats-server '$bin/nats-server' $*" sh central/store/postgres.sh
