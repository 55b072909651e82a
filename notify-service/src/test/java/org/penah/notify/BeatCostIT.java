package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.testbed.time.ProcessorTime;

/** What a beat costs the service's processor, beside a loop of this test's: it must not double unseen. */
class BeatCostIT {

    private static final int PARTNERS = 50;
    private static final int WARM_UP = 400;
    private static final int BATCH = 100;
    /** In loops; what was measured is in docs/benchmarks.md. */
    private static final double MOST = 0.085;

    /** Without the second compiler: it would work on for minutes, which counts, and change what a beat costs. */
    private static final String SOON_WARM = "-XX:TieredStopAtLevel=1";

    /** Tests look more often than the service does. */
    private static final List<String> SHIPPED = List.of(
            "penah.delivery.poll",
            "penah.escalation.every",
            "penah.alarms.every",
            "penah.canary.look",
            "penah.details.shred",
            "penah.egress.deadline");

    private final AtomicInteger beats = new AtomicInteger();
    private final Map<String, Home> homes = new HashMap<>();

    @Test
    void a_beat_costs_no_more_than_twice_what_it_did() throws Exception {
        // Given
        LocalServices services = new LocalServices();
        services.init(Map.of("quarkus.http.port", "0", "quarkus.management.port", "0"));
        Map<String, String> settings = services.start();
        settings.keySet().removeAll(SHIPPED);
        makePartners(settings);
        Database database = new Database();
        database.url = settings.get("test.database");
        try (SlotServer partners = new SlotServer(homes, (partner, body) -> beats.incrementAndGet());
                NotifyProcess notify = new NotifyProcess("beats", settings, SOON_WARM)) {
            partners.serve(database);
            take(WARM_UP);

            // When
            double cost = ProcessorTime.ofOne(
                    BATCH, () -> ProcessorTime.ofProcess(notify.process().toHandle()), () -> take(BATCH));

            // Then
            System.out.printf(Locale.ROOT, "cost: a beat takes %.4f loops of notify-service's processor time%n", cost);
            assertThat(database.number("select count(*) from slot_lease where owner is not null and missed_beats = 0"))
                    .isEqualTo(PARTNERS);
            assertThat(cost).isLessThan(MOST);
        } finally {
            services.stop();
        }
    }

    private void makePartners(Map<String, String> settings) throws IOException {
        Path folder = Path.of(settings.get("test.partners"));
        for (String name : List.of("safe-house", "night-desk")) {
            homes.put(name, new Home(folder.resolve(name)));
        }
        for (int i = homes.size(); i < PARTNERS; i++) {
            Home home = new Home(folder.resolve("many-" + i));
            home.initialise("many-" + i, URI.create("https://partner.invalid/"), true, Profile.EDGE);
            homes.put("many-" + i, home);
        }
        Files.writeString(
                folder.resolve("import.json"),
                homes.keySet().stream()
                        .map(name -> read(folder.resolve(name).resolve("profile.json")))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void take(int more) {
        int before = beats.get();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> beats.get() >= before + more);
    }
}
