package org.penah.partner.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.Penah;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.webhook.WebhookHeaders;

class DetailsFetcherTest {

    private static final Duration BEAT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private record Asked(String id, String body) {}

    private final Details.Ready ready = new Details.Ready(UUID.randomUUID(), UUID.randomUUID());
    private final List<Details.Ready> source = new CopyOnWriteArrayList<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What is answered, by the details that are asked for; 401 if nothing is said. */
    private final Map<UUID, Integer> statuses = new ConcurrentHashMap<>();

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private HttpServer server;
    private Home home;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/details", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                asked.add(new Asked(exchange.getRequestHeaders().getFirst(WebhookHeaders.ID), body));
                int status = statuses.entrySet().stream()
                        .filter(one -> body.contains(one.getKey().toString()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(401);
                exchange.sendResponseHeaders(status, 6);
                exchange.getResponseBody().write("sealed".getBytes(UTF_8));
            }
        });
        server.start();
        home = new Home(folder);
        home.initialise("safe-house", URI.create("http://127.0.0.1/"), true, Profile.SLOTS);
        Files.createDirectory(home.inbox());
        try (Penah penah = new Penah()) {
            String details = "{\"details\":\"http://127.0.0.1:%d/details\",\"name\""
                    .formatted(server.getAddress().getPort());
            Files.writeString(
                    folder.resolve("penah.json"),
                    penah.credentials("safe-house").replace("{\"name\"", details));
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void each_beat_asks_once_as_long_with_details_as_without() throws Exception {
        statuses.put(ready.handOver(), 200);
        long begun = System.nanoTime();

        // When
        try (DetailsFetcher fetcher = fetcher()) {
            passes(2);
            source.add(ready);
            await().until(() -> Files.exists(kept()));
            passes(2);
            assertThat(fetcher).isNotNull();
        }

        // Then
        long beats = Duration.ofNanos(System.nanoTime() - begun).dividedBy(BEAT) + 1;
        assertThat(asked).hasSizeLessThanOrEqualTo((int) beats);
        assertThat(asked)
                .extracting(one -> one.id().length() + one.body().length())
                .containsOnly(36 + "{'id':'','handOver':''}".length() + 72);
        assertThat(asked)
                .filteredOn(one -> one.body().contains(ready.handOver().toString()))
                .hasSize(1);
        assertThat(asked).extracting(Asked::body).doesNotHaveDuplicates();
        assertThat(kept()).hasContent("sealed");
        assertThat(screen.toString(UTF_8)).isEmpty();
    }

    @Test
    void a_lost_answer_is_asked_for_at_the_next_beat_under_the_same_id() throws Exception {
        // Given
        source.add(ready);
        statuses.put(ready.handOver(), 503);

        // When
        try (DetailsFetcher fetcher = fetcher()) {
            passes(2);
            statuses.put(ready.handOver(), 200);
            await().until(() -> Files.exists(kept()));
            assertThat(fetcher).isNotNull();
        }

        // Then
        List<Asked> ours = asked.stream()
                .filter(one -> one.body().contains(ready.handOver().toString()))
                .toList();
        assertThat(ours).hasSizeGreaterThan(2);
        assertThat(ours).extracting(Asked::id).containsOnly(ours.get(0).id());
        assertThat(screen.toString(UTF_8)).contains("DETAILS CANNOT BE FETCHED (HTTP 503)");
    }

    @Test
    void what_was_lost_is_asked_for_before_others_while_penah_repeats_it() throws Exception {
        // Given
        for (int i = 0; i < 20; i++) {
            Details.Ready other = new Details.Ready(UUID.randomUUID(), UUID.randomUUID());
            source.add(other);
            statuses.put(other.handOver(), 503);
        }

        // When
        try (DetailsFetcher fetcher = fetcher()) {
            passes(9);
            assertThat(fetcher).isNotNull();
        }

        // Then
        // A busy machine asks once more for one before it looks for the next; the last run may be cut off.
        List<Integer> runs = new ArrayList<>();
        String last = "";
        for (Asked one : List.copyOf(asked)) {
            if (one.id().equals(last)) {
                runs.set(runs.size() - 1, runs.get(runs.size() - 1) + 1);
            } else {
                runs.add(1);
            }
            last = one.id();
        }
        assertThat(runs).hasSizeGreaterThan(1);
        assertThat(runs.subList(0, runs.size() - 1)).allMatch(run -> run >= 3);
    }

    @Test
    void what_penah_never_gives_holds_up_nothing_and_is_asked_for_once_if_penah_says_so() throws Exception {
        // Given
        Details.Ready gone = new Details.Ready(UUID.randomUUID(), UUID.randomUUID());
        Details.Ready unknown = new Details.Ready(UUID.randomUUID(), UUID.randomUUID());
        source.addAll(List.of(gone, unknown, ready));
        statuses.putAll(Map.of(gone.handOver(), 410, ready.handOver(), 200));

        // When
        try (DetailsFetcher fetcher = fetcher()) {
            await().until(() -> Files.exists(kept()) && countOf(gone) == 1);
            passes(5);
            assertThat(fetcher).isNotNull();
        }

        // Then
        assertThat(countOf(gone)).isEqualTo(1);
        assertThat(countOf(ready)).isEqualTo(1);
        assertThat(countOf(unknown)).isGreaterThan(4);
        assertThat(screen.toString(UTF_8)).contains("fetched before, or withdrawn", "or a clock is wrong");
    }

    @Test
    void an_inbox_that_cannot_be_read_changes_no_beat() throws Exception {
        // When
        try (DetailsFetcher fetcher = new DetailsFetcher(
                home,
                () -> {
                    throw new IOException("no disk");
                },
                Clock.systemUTC(),
                new PrintStream(screen, true, UTF_8),
                new RoundMonitor(Clock.systemUTC()),
                BEAT,
                Duration.ofMillis(10))) {
            passes(3);
            assertThat(fetcher).isNotNull();
        }

        // Then
        assertThat(screen.toString(UTF_8)).contains("(the inbox: no disk)");
    }

    @Test
    void an_error_ends_neither_looks_nor_requests() throws Exception {
        // Given
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger requests = new AtomicInteger();
        statuses.put(ready.handOver(), 200);

        // When
        try (DetailsFetcher fetcher = new DetailsFetcher(
                home,
                () -> {
                    failFirst(looks, "a look");
                    return List.of(ready);
                },
                ((InstantSource) () -> {
                            failFirst(requests, "a request");
                            return Instant.now();
                        })
                        .withZone(ZoneOffset.UTC),
                new PrintStream(screen, true, UTF_8),
                new RoundMonitor(Clock.systemUTC()),
                BEAT,
                Duration.ofMillis(10))) {
            // Then
            await().until(() -> Files.exists(kept()));
            assertThat(fetcher).isNotNull();
        }
        assertThat(screen.toString(UTF_8))
                .containsOnlyOnce("(the inbox: a look)")
                .containsOnlyOnce("(a request)");
    }

    private static void failFirst(AtomicInteger calls, String what) {
        if (calls.getAndIncrement() == 0) {
            throw new NoClassDefFoundError(what);
        }
    }

    private DetailsFetcher fetcher() {
        return new DetailsFetcher(
                home,
                () -> List.copyOf(source),
                Clock.systemUTC(),
                new PrintStream(screen, true, UTF_8),
                new RoundMonitor(Clock.systemUTC()),
                BEAT,
                Duration.ofMillis(10));
    }

    private void passes(int beats) {
        int before = asked.size();
        await().until(() -> asked.size() >= before + beats);
    }

    private long countOf(Details.Ready one) {
        return asked.stream()
                .filter(each -> each.body().contains(one.handOver().toString()))
                .count();
    }

    private Path kept() {
        return home.inbox().resolve(ready.alert() + "." + ready.handOver() + ".details");
    }
}
