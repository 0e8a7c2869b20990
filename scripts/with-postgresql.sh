#!/bin/sh
# Run a command with DATABASE_URL set to a private PostgreSQL cluster that exists only as long as the command.
#   sh scripts/with-postgresql.sh .venv/bin/python -m pytest tests/domain tests/web
# FSYNC=on for figures about durability.
set -eu
for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do PATH="$PATH:$folder"; done
command -v initdb >/dev/null || {
    echo "没有找到 PostgreSQL(initdb),另一种数据库上的测试没有跑。Debian 上请装 postgresql。" >&2
    exit 1
}
place=$(mktemp -d /tmp/baton-pg-XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# PostgreSQL refuses to run as root.
as=""
if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || useradd --system postgres
    chown postgres "$place"
    as="setpriv --reuid postgres --regid $(id -g postgres) --clear-groups env HOME=$place PATH=$PATH"
fi
cd "$place"
finish() {
    $as pg_ctl -D "$place/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap finish EXIT INT TERM
$as initdb -D "$place/data" -U baton --auth=trust --encoding=UTF8 --no-locale >/dev/null
$as pg_ctl -D "$place/data" -l "$place/log" -w -o "-p $port -c listen_addresses=127.0.0.1 -k $place -c fsync=${FSYNC:-off}" start >/dev/null ||
    { cat "$place/log" >&2; exit 1; }
$as createdb -h 127.0.0.1 -p "$port" -U baton baton
cd "$OLDPWD"
DATABASE_URL="postgresql://baton@127.0.0.1:$port/baton" "$@"
