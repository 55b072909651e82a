package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.PinnedClock;
import org.penah.notify.Receivers;
import org.penah.notify.event.AlertState;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;

/** The whole service while the disk of its database is full, of which PostgreSQL dies, and afterwards. */
@QuarkusTest
@QuarkusTestResource(value = SmallPostgres.class, restrictToAnnotatedClass = true)
class FullDiskTest {

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    MeterRegistry meters;

    @Inject
    PinnedClock clock;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @TempDir
    Path folder;

    private final List<Alert> arrivals = new CopyOnWriteArrayList<>();

    @Test
    void beats_go_on_and_nothing_that_was_answered_is_lost() throws Exception {
        // Given
        SmallPostgres postgres = Objects.requireNonNull(SmallPostgres.running);
        postgres.disk().orSkip();
        Home home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        Inbox inbox = new Inbox(folder.resolve("inbox"));
        try (Receiver receiver = Receivers.start(home, inbox, 0, arrivals::add, clock);
                TapProxy line = new TapProxy(receiver.port())) {
            database.execute(
                    "update partner set channel = 'SLOTS', url = ? where name = 'safe-house'",
                    "http://127.0.0.1:" + line.port() + "/alerts");
            UUID first = UUID.randomUUID();
            broker.confirm(first);
            await().until(() -> arrivals.stream().map(Alert::id).distinct().count() == 1);
            Answer kept = inbox.answers().give(arrivals.get(0), Action.ACKNOWLEDGE);
            await().until(() -> inbox.answers().isKnown(kept));

            // When
            postgres.fill();
            Answer claim = inbox.answers().give(arrivals.get(0), Action.CLAIM);
            UUID news = UUID.randomUUID();
            broker.confirm(news);

            // Then
            await().until(() -> line.last().delivery(home.identity()).trouble());
            int beats = line.seen().size();
            await().until(() -> line.seen().size() >= beats + 10);
            assertThat(meters.get("penah.slots.trouble").gauge().value()).isOne();
            assertThat(inbox.answers().isKnown(claim)).isFalse();

            // When
            postgres.disk().makeRoom();
            postgres.startAgain();

            // Then
            await().until(() -> inbox.answers().isKnown(claim));
            await().until(() -> arrivals.stream().map(Alert::id).distinct().count() == 2);
            await().until(() -> broker.latest(news).state() == AlertState.DELIVERED);
            await().until(() -> broker.latest(first).state() == AlertState.CLAIMED);
            await().until(() -> !line.last().delivery(home.identity()).trouble());
            assertThat(meters.get("penah.slots.trouble").gauge().value()).isZero();
        }
    }
}
