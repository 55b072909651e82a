#!/bin/sh
# RabbitMQ with the queues, exchanges, users and rights of definitions.json; passwords are the files broker-NAME below /run/secrets.
set -eu
umask 077
definitions=$(cat /usr/share/penah/definitions.json)
for user in intake triage notify; do
  definitions=$(printf '%s' "$definitions" | sed "s/{$user-broker}/$(cat "/run/secrets/broker-$user")/")
done
printf '%s' "$definitions" > /tmp/definitions.json
cat > /tmp/rabbitmq.conf <<CONF
listeners.tcp.1 = 0.0.0.0:5672
load_definitions = /tmp/definitions.json
auth_mechanisms.1 = PLAIN
loopback_users.guest = true
# Who connected when is not for a log.
log.connection.level = error
log.console.level = warning
CONF
echo '[].' > /tmp/plugins
export HOME=/var/lib/rabbitmq RABBITMQ_NODENAME=penah@localhost RABBITMQ_MNESIA_BASE=/var/lib/rabbitmq/data \
  RABBITMQ_LOGS=- RABBITMQ_LOG_BASE=/tmp RABBITMQ_CONFIG_FILE=/tmp/rabbitmq.conf RABBITMQ_ENABLED_PLUGINS_FILE=/tmp/plugins \
  RABBITMQ_PID_FILE=/tmp/pid
# Erlang's own ports are for one machine: a client on them can run code in here.
export ERL_EPMD_ADDRESS=127.0.0.1 RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
exec /usr/lib/rabbitmq/bin/rabbitmq-server
