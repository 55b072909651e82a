#!/bin/sh
# Brings back the database DATABASE from a dump on standard input, wholly or not at all.
# Leaves out large objects, of which nothing of ours needs any, and default privileges but the owner's: any role may have its own, and only that
# role or a superuser may make them again. With them, code in a service could make every dump of its database useless by one statement.
set -eu
umask 077
export PATH="/usr/lib/postgresql/17/bin:$PATH" PGPASSWORD
PGPASSWORD=$(cat "/run/secrets/postgres-$DATABASE-owner")
dump=/var/lib/postgresql/restoring
trap 'rm -f "$dump" "$dump.list"' EXIT
cat > "$dump"
pg_restore --list "$dump" > "$dump.list"
sed -i "/ DEFAULT ACL .* ${DATABASE}_owner\$/!{/ DEFAULT ACL \| BLOB\| LARGE OBJECT /d}" "$dump.list"
pg_restore -h 127.0.0.1 -U "${DATABASE}_owner" --use-list "$dump.list" --clean --if-exists --single-transaction -d "$DATABASE" "$dump"
