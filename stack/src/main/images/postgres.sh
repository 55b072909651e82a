#!/bin/sh
# One database, DATABASE, with two roles: its owner for migrations, and one with its name that has the rights that those grant.
# At the first start it makes them; passwords are the files postgres-DATABASE-owner and postgres-DATABASE below /run/secrets.
# The owner is let in from this container's loopback alone, or from where OWNER_FROM says (an address as pg_hba.conf has it).
set -eu
umask 077
data=/var/lib/postgresql/data
# A dump in clear, of a restore that was killed.
rm -f "${data%/*}"/restoring*
export PATH="/usr/lib/postgresql/17/bin:$PATH"
if [ ! -e "$data/PG_VERSION" ]; then
  rm -rf "$data.new"
  initdb -D "$data.new" -U postgres -A scram-sha-256 --auth-local=reject -E UTF8 --locale=C --no-instructions
  # No quote is in them: the ceremony of installing makes them of letters, digits and dashes.
  postgres --single -D "$data.new" postgres <<SQL
CREATE ROLE ${DATABASE}_owner LOGIN PASSWORD '$(cat "/run/secrets/postgres-$DATABASE-owner")'
CREATE ROLE ${DATABASE} LOGIN PASSWORD '$(cat "/run/secrets/postgres-$DATABASE")'
CREATE DATABASE ${DATABASE} OWNER ${DATABASE}_owner
REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC
GRANT CONNECT ON DATABASE ${DATABASE} TO ${DATABASE}
SQL
  mv "$data.new" "$data"
fi
cat > "$data/pg_hba.conf" <<RULES
host $DATABASE ${DATABASE}_owner ${OWNER_FROM:-127.0.0.1/32} scram-sha-256
host $DATABASE $DATABASE all scram-sha-256
RULES
# What a source wrote must not come into a log through an error message, nor when a tip came through a line about a checkpoint or an error,
# which the service is told anyway. The write-ahead log has the microsecond of each commit: each hour a new file begins, and the next
# checkpoint gives the ones before back to the disk. Rows from before a change go within minutes, but not the bytes in pages of indexes.
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories= -c max_connections=60 -c shared_buffers=32MB -c jit=off \
  -c timezone=UTC -c log_timezone=UTC \
  -c log_min_messages=log -c log_min_error_statement=panic -c log_error_verbosity=terse -c log_statement=none \
  -c log_checkpoints=off -c log_autovacuum_min_duration=-1 -c wal_recycle=off -c min_wal_size=32MB -c max_wal_size=64MB \
  -c archive_timeout=1h -c autovacuum_naptime=5min -c autovacuum_vacuum_threshold=0 -c autovacuum_vacuum_scale_factor=0
