#!/bin/sh
# Runs the tests of the store on a PostgreSQL of its own, which it starts on a free
# port in a directory of its own and removes afterwards; as root it installs one by
# apt where there is none. PostgreSQL does not run as root, so that it then runs as
# the user postgres. What is given goes to go test: sh central/store/postgres.sh -run
# TestX -v. With POSTGRES_RUN it runs that command instead, with
# ONEWINDOW_TEST_POSTGRES set, and ONEWINDOW_TEST_POSTGRES_RESTART to a command that
# restarts it without mercy: POSTGRES_RUN='go test -bench . ./central/store'.
set -eu
cd "$(dirname "$0")/../.."

find_bin() {
  for d in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /usr/local/pgsql/bin /usr/bin; do
    if [ -x "$d/initdb" ] && [ -x "$d/pg_ctl" ] && [ -x "$d/createdb" ]; then echo "$d"; return; fi
  done
}
bin=$(find_bin)
if [ -z "$bin" ]; then
  [ "$(id -u)" = 0 ] || { echo "postgres.sh: PostgreSQL is missing; install it (Debian: apt-get install postgresql)" >&2; exit 1; }
  export DEBIAN_FRONTEND=noninteractive
  # No cluster of the system is wanted beside ours.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  apt-get install -y -q --no-install-recommends postgresql </dev/null || { apt-get update -q </dev/null && apt-get install -y -q --no-install-recommends postgresql </dev/null; }
  bin=$(find_bin)
fi
[ -n "$bin" ] || { echo "postgres.sh: no initdb was found after the installation" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/onewindow-postgres.XXXXXX")
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || useradd -r -M -d "$dir" postgres
  chown postgres "$dir"
  as() { setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups "$@"; }
fi
stop() {
  as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Only this machine reaches it, and what it keeps is of no worth.
(cd "$dir" && as "$bin/initdb" -D "$dir/data" -U onewindow -A trust -E UTF8 --locale=C >"$dir/initdb.log" 2>&1) || { cat "$dir/initdb.log" >&2; exit 1; }
port=0
for try in 1 2 3 4 5; do
  port=$((20000 + ($$ * 7 + try * 1009 + $(date +%S | sed 's/^0//')) % 12000)) # below those of outgoing connections
  if (cd "$dir" && as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c max_connections=200 -c shared_buffers=256MB" start >/dev/null); then
    break
  fi
  [ "$try" != 5 ] || { cat "$dir/log" >&2; exit 1; }
done
as "$bin/createdb" -h 127.0.0.1 -p "$port" -U onewindow onewindow
ONEWINDOW_TEST_POSTGRES="postgres://onewindow@127.0.0.1:$port/onewindow?sslmode=disable"
# What ends it as a crash would, and starts it again.
ONEWINDOW_TEST_POSTGRES_RESTART="cd '$dir' && '$bin/pg_ctl' -D '$dir/data' -l '$dir/log' -m immediate -w -t 60 restart"
[ "$(id -u)" != 0 ] || ONEWINDOW_TEST_POSTGRES_RESTART="cd '$dir' && setpriv --reuid=postgres --regid=$(id -g postgres) --clear-groups '$bin/pg_ctl' -D '$dir/data' -l '$dir/log' -m immediate -w -t 60 restart"
export ONEWINDOW_TEST_POSTGRES ONEWINDOW_TEST_POSTGRES_RESTART
if [ -n "${POSTGRES_RUN:-}" ]; then
  sh -c "$POSTGRES_RUN"
else
  "${GO:-go}" test -count=1 ./central/store "$@"
fi
