package org.penah.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.answer.AnswerSender;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.stack.Stack;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.system.Printed;

/**
 * One service after the other is updated while tips come in: nothing that was accepted is lost or doubled, the old code
 * works on the new schema, and staff see no error when an instance of the new code stops.
 *
 * <p>{@code -Dupgrade} updates from the commit in {@code upgraded-from}, {@code -Dupgrade=HEAD~1} from another.
 */
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** All writers are one here, and no flood; and two instances of all share the stack's 60 connections. */
    private static final Map<String, String> SETTINGS = Map.of(
            "penah.flood.together.requests-per-second", "1000000",
            "penah.flood.together.tips-per-minute", "10000000",
            "penah.flood.together.dangers-per-hour", "10000000",
            "quarkus.datasource.reactive.max-size", "6",
            // Two instances share a folder of blobs: the one that starts must not sweep what the other is writing.
            "penah.blobs.sweep-after", "1h",
            // As on a cluster, where a pod that is told to end serves on until nobody sends anything new there.
            "quarkus.shutdown.delay", "5S",
            // What came before 2026-11-26 has not said so itself: docs/operations.md.
            "quarkus.flyway.ignore-future-migrations", "true");

    private final List<AutoCloseable> running = new ArrayList<>();

    @Test
    void nothing_is_lost_or_doubled_and_the_old_code_goes_on_with_the_new_schema(@TempDir Path folder)
            throws Exception {
        // Given
        Path earlier = EarlierVersion.built(commit());
        Stack stack = stack(folder);
        try {
            Map<String, Rollout> services = new HashMap<>();
            for (Port port : List.of(Port.NOTIFY, Port.INTAKE, Port.TRIAGE)) {
                String service = port.name().toLowerCase(Locale.ROOT);
                Rollout rollout =
                        new Rollout(stack, service, stack.ports().of(port), earlier, SETTINGS, new Printed("upgrade"));
                running.add(rollout);
                rollout.begin();
                services.put(service, rollout);
            }
            partner(stack);
            Traffic traffic = new Traffic(stack);
            running.add(traffic);
            Ledger ledger = new Ledger(stack);
            goesOn(traffic, ledger, "with the old version");

            // When
            for (String service : List.of("notify", "triage", "intake")) {
                Rollout rollout = services.get(service);
                rollout.both();
                goesOn(traffic, ledger, "with two versions of " + service);
                rollout.startedAnew();
                int told = traffic.toldStaff().size();
                rollout.takenBack();
                goesOn(traffic, ledger, "with the old " + service + " on the new schema");
                // What goes is of this version.
                assertThat(traffic.toldStaff()).hasSize(told);
                rollout.both();
                rollout.replaced();
                goesOn(traffic, ledger, "with the new " + service);
            }
            traffic.close();

            // Then
            ledger.isEven(traffic);
            for (Traffic.Writer writer : traffic.others()) {
                assertThat(writer.source().comeBack(writer.form()).body()).containsOnlyOnce(Traffic.ANSWER);
            }
            assertThat(traffic.refused()).isEmpty();
            assertThat(rejected(stack)).isEmpty();
        } finally {
            close();
        }
    }

    private static String commit() throws Exception {
        String asked = System.getProperty("upgrade", "true");
        String revision = asked.equals("true")
                ? Files.readString(Path.of("src/test/resources/upgraded-from")).strip()
                : asked;
        Optional<String> commit = EarlierVersion.commit(revision);
        if (commit.isEmpty()) {
            System.out.println("SKIPPED: no update is tried, because git does not know " + revision
                    + " here; git fetch --unshallow brings it");
        }
        Assumptions.assumeTrue(commit.isPresent(), "the earlier version is not there");
        return commit.get();
    }

    private Stack stack(Path folder) throws IOException {
        Stack stack = Stack.prepare(
                new Stack.Options(
                        folder.resolve("state"),
                        true,
                        false,
                        Set.of("intake", "triage", "notify", "partner", "canary"),
                        Set.of(),
                        false),
                new Printed("upgrade"));
        running.add(stack);
        stack.partner().introduce();
        Path profile = stack.state().folder("partner").resolve("profile.json");
        Files.writeString(profile, Files.readString(profile).replace("\"channel\":\"slots\"", "\"channel\":\"edge\""));
        stack.start();
        return stack;
    }

    /** Somebody who acknowledges every alert. */
    private void partner(Stack stack) throws IOException {
        Home home = new Home(
                stack.state().folder("partner"),
                stack.partner().credentialsFolder().resolve("safe-house.json"));
        Inbox inbox = new Inbox(home.inbox());
        AnswerLog answers = inbox.answers();
        running.add(new AnswerSender(home, answers, Clock.systemUTC(), new RoundMonitor(Clock.systemUTC())));
        running.add(new Receiver(
                home,
                inbox,
                new InetSocketAddress(
                        InetAddress.getByName("localhost"), stack.ports().of(Port.PARTNER)),
                alert -> acknowledge(answers, alert),
                Clock.systemUTC(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8)));
    }

    private static void acknowledge(AnswerLog answers, Alert alert) {
        try {
            answers.give(alert, Action.ACKNOWLEDGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is accepted from now on arrives, is acknowledged and answered. */
    private static void goesOn(Traffic traffic, Ledger ledger, String how) {
        long begun = System.nanoTime();
        int more = traffic.others().size() + 2;
        eventually(() -> assertThat(traffic.others()).hasSizeGreaterThanOrEqualTo(more));
        int dangers = traffic.inDanger().size();
        int others = traffic.others().size();
        eventually(() -> {
            assertThat(ledger.tipsAtDesk()).isGreaterThanOrEqualTo(dangers + others);
            assertThat(ledger.acknowledged()).isGreaterThanOrEqualTo(dangers);
            assertThat(ledger.acknowledgedAtDesk()).isGreaterThanOrEqualTo(dangers);
            assertThat(ledger.replies()).isGreaterThanOrEqualTo(others);
        });
        System.out.printf(
                "upgrade: %s all goes on: %d in danger, %d others (%.1f s)%n",
                how, dangers, others, (System.nanoTime() - begun) / 1e9);
    }

    private static void eventually(ThrowingRunnable looked) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(looked);
    }

    /** What a service could not take from another, by its log. */
    private static List<String> rejected(Stack stack) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var logs = Files.newDirectoryStream(stack.state().folder("logs"), "*-*.log")) {
            for (Path log : logs) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains("rejected to the dead letters"))
                        .forEach(line -> lines.add(log.getFileName() + ": " + line));
            }
        }
        return lines;
    }

    private void close() throws Exception {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    /** What each service has kept, by its database. */
    private record Ledger(Stack stack) {

        long tipsAtDesk() throws SQLException {
            return number("triage", "select count(*) from tip");
        }

        long acknowledged() throws SQLException {
            return number("notify", "select count(*) from alert where state = 'ACKNOWLEDGED'");
        }

        long acknowledgedAtDesk() throws SQLException {
            return number("triage", "select count(*) from alert where state = 'ACKNOWLEDGED'");
        }

        long replies() throws SQLException {
            return number("intake", "select count(*) from reply");
        }

        void isEven(Traffic traffic) {
            int dangers = traffic.inDanger().size();
            int others = traffic.others().size();
            eventually(() -> {
                assertThat(number("intake", "select count(*) from tip")).isEqualTo(dangers + others);
                assertThat(texts("triage", "select tip_id from tip order by 1"))
                        .isEqualTo(texts("intake", "select tip_id from tip order by 1"));
                assertThat(texts("notify", "select id from alert where state = 'ACKNOWLEDGED' order by 1"))
                        .hasSize(dangers)
                        .isEqualTo(texts("intake", "select alert_id from tip where alert_id is not null order by 1"));
                // Except for notify-service's own test alerts.
                assertThat(number("notify", "select count(*) from alert where not canary"))
                        .isEqualTo(dangers);
                assertThat(acknowledgedAtDesk()).isEqualTo(dangers);
                assertThat(atPartner()).hasSize(dangers).allMatch(message -> message.endsWith(".1.age"));
                assertThat(replies()).isEqualTo(others);
            });
        }

        /** Files that are named by an alert and its message's number. */
        private List<String> atPartner() throws IOException {
            try (var inbox = Files.list(stack.state().folder("partner").resolve("inbox"))) {
                return inbox.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("[-0-9a-f]{36}\\..*\\.age"))
                        .toList();
            }
        }

        private long number(String database, String sql) throws SQLException {
            return Long.parseLong(texts(database, sql).get(0));
        }

        private List<String> texts(String database, String sql) throws SQLException {
            Databases databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
            try (Connection connection = databases.connect(database);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                List<String> texts = new ArrayList<>();
                while (result.next()) {
                    texts.add(result.getString(1));
                }
                return texts;
            }
        }
    }
}
