package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Delivery;
import org.penah.testbed.net.Proxy;
import org.penah.testbed.net.SilentServer;

/** Two instances of the built service have a partner each, until the database no longer hears of one. */
class TwoInstancesIT {

    private static final Set<String> PARTNERS = Set.of("safe-house", "night-desk");
    private static final Duration SLOT = Duration.ofMillis(500);

    /** The word that an instance lives holds for 8 s, the other looks each second, and its first beat comes a slot later; the rest is for a busy machine. */
    private static final Duration LONGEST_WITHOUT_STATE = Duration.ofSeconds(12);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);
    private static final int SLOTS_AFTERWARDS = 8;

    /** A slot that a partner took. */
    private record Beat(String partner, long nanos, boolean isTrouble) {}

    private final List<Beat> beats = new CopyOnWriteArrayList<>();
    /** What is sent waits meanwhile and comes afterwards, as TCP has it where packets are dropped; nobody sends a reset. */
    private final SilentServer line = new SilentServer();

    private final LocalServices services = new LocalServices();
    private final Database database = new Database();

    @Test
    void while_one_is_cut_off_from_the_database_the_other_beats_for_its_partner_and_afterwards_only_one_does()
            throws Exception {
        services.init(Map.of(
                "quarkus.http.port",
                "0",
                "quarkus.management.port",
                "0",
                "penah.slots.length",
                SLOT.toMillis() + "ms"));
        Map<String, String> settings = services.start();
        database.url = settings.get("test.database");
        Map<String, String> behind = new HashMap<>(settings);
        // The address of a partner that is there already would be the profile's again.
        settings.remove("penah.partners.import-file");
        Map<String, Home> homes = homes(Path.of(settings.get("test.partners")));
        Proxy proxy = Proxy.inFrontOf(behind, "quarkus.datasource.reactive.url", line::connect);
        try (SlotServer partners = new SlotServer(homes, (partner, body) -> keep(homes.get(partner), partner, body));
                NotifyProcess one = new NotifyProcess("one", behind)) {
            // Given the first has the partner that the other will keep
            partners.serve(database);
            patiently().until(() -> held() == PARTNERS.size());
            try (NotifyProcess other = new NotifyProcess("other", settings)) {
                patiently().until(() -> owners() == 2);
                waitForState();

                // When
                long cutOff = System.nanoTime();
                line.hang();

                // Then
                patiently().until(() -> owners() == 1 && held() == PARTNERS.size());
                waitForState();
                assertThat(longest(cutOff, beat -> true)).as("nothing at all").isLessThan(LONGEST_SILENCE);
                assertThat(longest(cutOff, beat -> !beat.isTrouble()))
                        .as("without the state")
                        .isLessThan(LONGEST_WITHOUT_STATE);

                // When
                line.goOn();

                // Then
                patiently().until(() -> owners() == 2);
                waitForState();
                int before = beats.size();
                long since = System.nanoTime();
                patiently().until(() -> System.nanoTime() - since > SLOT.toNanos() * SLOTS_AFTERWARDS);
                long slots = (System.nanoTime() - since) / SLOT.toNanos();
                for (String partner : PARTNERS) {
                    assertThat(beatsOf(partner, before, beat -> true))
                            .as("%s in %d slots", partner, slots)
                            .isBetween(slots - 3, slots + 3);
                }
                assertThat(longest(cutOff, beat -> !beat.isTrouble())).isLessThan(LONGEST_WITHOUT_STATE);
                assertThat(database.number("select count(*) from partner where silent_since is not null"))
                        .isZero();
                assertThat(List.of(one, other)).allMatch(each -> each.process().isAlive());
            }
        } finally {
            proxy.close();
            services.stop();
        }
    }

    private static Map<String, Home> homes(Path folder) {
        Map<String, Home> homes = new HashMap<>();
        PARTNERS.forEach(name -> homes.put(name, new Home(folder.resolve(name))));
        return homes;
    }

    private void keep(Home home, String partner, byte[] body) throws IOException {
        beats.add(new Beat(
                partner, System.nanoTime(), Delivery.open(body, home.identity()).trouble()));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }

    private long owners() {
        return database.number("select count(distinct owner) from slot_lease where owner is not null");
    }

    private long held() {
        return database.number("select count(*) from slot_lease where owner is not null");
    }

    private void waitForState() {
        int before = beats.size();
        patiently()
                .until(() ->
                        PARTNERS.stream().allMatch(partner -> beatsOf(partner, before, beat -> !beat.isTrouble()) > 1));
    }

    private long beatsOf(String partner, int before, Predicate<Beat> kind) {
        return beats.stream()
                .skip(before)
                .filter(beat -> beat.partner().equals(partner) && kind.test(beat))
                .count();
    }

    /** The longest that any partner has waited for one. */
    private Duration longest(long since, Predicate<Beat> kind) {
        return PARTNERS.stream()
                .map(partner -> {
                    List<Long> moments = new ArrayList<>(List.of(since));
                    beats.stream()
                            .filter(beat -> beat.partner().equals(partner) && beat.nanos() > since && kind.test(beat))
                            .forEach(beat -> moments.add(beat.nanos()));
                    moments.add(System.nanoTime());
                    long longest = 0;
                    for (int i = 1; i < moments.size(); i++) {
                        longest = Math.max(longest, moments.get(i) - moments.get(i - 1));
                    }
                    return Duration.ofNanos(longest);
                })
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
