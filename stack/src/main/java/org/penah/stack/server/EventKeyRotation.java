package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.penah.stack.StackFailure;

/**
 * Changes the key by which a service signs its events. Its receivers believe both keys until nothing that the old one signed is on its way;
 * after an interruption the same command goes on.
 *
 * @param patience for how long events may be on their way
 */
record EventKeyRotation(Installation server, Duration patience) {

    private static final List<String> SERVICES = List.of("intake", "triage", "notify");
    private static final String PREFIX = "events-";

    /** Files of private halves. */
    static final List<String> NAMES = SERVICES.stream().map(PREFIX::concat).toList();

    /** As the owner: whose password is replaced, the database is started again, and sees the new one. */
    private static final String IN_DATABASE = "PGPASSWORD=$(cat /run/secrets/postgres-%1$s-owner)"
            + " psql -h 127.0.0.1 -U %1$s_owner -qtAc 'select count(*) from outbox' %1$s";

    /** The names are those of rabbitmq.sh. */
    private static final String AT_BROKER = "HOME=/var/lib/rabbitmq RABBITMQ_NODENAME=penah@localhost"
            + " /usr/lib/rabbitmq/bin/rabbitmqctl -q --no-table-headers list_queues name messages";

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** @param name the file of its private half */
    void run(String name) throws IOException {
        String sender = name.substring(PREFIX.length());
        List<String> receivers =
                SERVICES.stream().filter(service -> !service.equals(sender)).toList();
        Path key = server.home().resolve("secrets").resolve(name);
        Path publicKey = key.resolveSibling(name + "-public");
        Path next = server.next(name);
        Path nextPublic = server.next(name + "-public");
        if (!Files.exists(nextPublic)) {
            EventKey made = EventKey.make();
            write(next, made.key().reveal(), key);
            write(nextPublic, made.publicKey(), publicKey);
        }
        String fresh = Files.readString(nextPublic);
        if (Files.exists(next)) {
            if (!Files.readString(publicKey).startsWith(fresh)) {
                write(publicKey, fresh + "," + Files.readString(publicKey), publicKey);
            }
            restart(receivers);
            write(key, Files.readString(next), key);
            server.restart(sender);
            Files.delete(next);
        }
        awaitArrival(sender);
        remember(publicKey, fresh);
        write(publicKey, fresh, publicKey);
        restart(receivers);
        Files.delete(nextPublic);
    }

    /** Until which day the old one signed: who has a head of the journal on paper proves it with that. */
    private static void remember(Path publicKey, String fresh) throws IOException {
        Path before = publicKey.resolveSibling(publicKey.getFileName() + ".before");
        String old = Files.readString(publicKey).strip().replace(fresh.strip() + ",", "");
        String known = Files.exists(before) ? Files.readString(before) : "";
        if (!known.contains(old) && !old.equals(fresh.strip())) {
            write(before, known + old + " until " + LocalDate.now(ZoneOffset.UTC) + "\n", publicKey);
        }
    }

    private static void write(Path file, String text, Path like) throws IOException {
        Installation.write(file, text, Files.getPosixFilePermissions(like));
    }

    private void restart(List<String> services) throws IOException {
        for (String service : services) {
            server.restart(service);
        }
    }

    /** Nothing must be on its way for a twelfth of the patience: the broker counts its messages only every few seconds. */
    private void awaitArrival(String sender) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        long since = System.nanoTime();
        while (true) {
            // The outbox first: what leaves it meanwhile is at the broker.
            boolean hasArrived = hasSent(sender) && haveReceived(sender);
            if (hasArrived
                    && System.nanoTime() - since >= patience.dividedBy(12).toNanos()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new StackFailure(
                        "%s has its new key. Its old one is still believed, because events that it signed are on their way, or nobody knows: look at ./penah server status, and repeat this."
                                .formatted(sender));
            }
            since = hasArrived ? since : System.nanoTime();
            Installation.pause(INTERVAL);
        }
    }

    private boolean hasSent(String sender) throws IOException {
        return inside(sender + "-db", IN_DATABASE.formatted(sender))
                .filter("0"::equals)
                .isPresent();
    }

    private boolean haveReceived(String sender) throws IOException {
        return inside("broker", AT_BROKER)
                .filter(queues -> queues.lines()
                                .map(line -> line.split("\\s+"))
                                .filter(queue -> queue[0].startsWith("penah." + sender + "."))
                                .filter(queue -> queue[1].equals("0"))
                                .count()
                        == SERVICES.size() - 1)
                .isPresent();
    }

    private Optional<String> inside(String container, String command) throws IOException {
        List<String> all = server.command("exec", "-T", container, "sh", "-c", command);
        return server.programs()
                .ask(ANSWER, all.get(0), all.subList(1, all.size()).toArray(String[]::new));
    }
}
