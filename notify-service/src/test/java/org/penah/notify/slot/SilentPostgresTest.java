package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.PinnedClock;
import org.penah.notify.Receivers;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;

/** The whole service while its database says nothing more, for longer than it waits. */
@QuarkusTest
@QuarkusTestResource(
        value = SilentPostgres.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = "penah.database.silence", value = "2"))
class SilentPostgresTest {

    private static final Duration LIMIT = Duration.ofSeconds(40);

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
    private Home home;
    private Receiver receiver;
    private TapProxy line;

    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts();
        clock.reset();
        home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        receiver = Receivers.start(home, new Inbox(folder.resolve("inbox")), 0, arrivals::add, clock);
        line = new TapProxy(receiver.port());
        database.execute(
                "update partner set channel = 'SLOTS', url = ? where name = 'safe-house'",
                "http://127.0.0.1:" + line.port() + "/alerts");
        patiently().until(() -> line.seen().size() >= 2 && !last().trouble());
    }

    @AfterEach
    void stop() throws Exception {
        database.releaseSlots();
        receiver.close();
        line.close();
    }

    @Test
    void beats_go_on_while_its_machine_is_dead_and_what_came_meanwhile_goes_out_once_it_is_back() throws Exception {
        goesOnWithout(SilentPostgres.SERVER::die, SilentPostgres.SERVER::comeBack);
    }

    @Test
    void beats_go_on_while_it_hangs_and_what_came_meanwhile_goes_out_once_it_goes_on() throws Exception {
        goesOnWithout(SilentPostgres.SERVER::hang, SilentPostgres.SERVER::goOn);
    }

    private void goesOnWithout(Runnable falls, Runnable isBack) throws Exception {
        // When
        falls.run();
        try {
            patiently().until(() -> last().trouble());
            broker.confirm(UUID.randomUUID());
            int before = line.seen().size();

            // Then for longer than a connection is kept on which nobody speaks
            patiently().until(() -> line.seen().size() >= before + 10);
            patiently().until(() -> last().trouble());
            assertThat(meters.get("penah.slots.trouble").gauge().value()).isOne();
            assertThat(arrivals).isEmpty();
        } finally {
            isBack.run();
        }

        // Then
        patiently().until(() -> arrivals.size() == 1);
        patiently().until(() -> !last().trouble());
        assertThat(line.seen().stream()
                        .filter(one -> one.answered != 0)
                        .map(one -> one.sentBytes.get())
                        .distinct())
                .as("an observer sees none of it")
                .hasSize(1);
    }

    @Test
    void an_instance_that_was_cut_off_leaves_its_partners_to_the_one_that_took_them_meanwhile() throws Exception {
        // Given
        SilentPostgres.SERVER.die();
        try {
            patiently().until(() -> last().trouble());

            // When
            database.holdSlots("safe-house", UUID.randomUUID());
            int before = line.seen().size();

            // Then it cannot know that
            patiently().until(() -> line.seen().size() > before + 2);
        } finally {
            SilentPostgres.SERVER.comeBack();
        }
        AtomicInteger beats = new AtomicInteger();
        patiently()
                .pollInterval(Duration.ofMillis(1500))
                .until(() -> beats.getAndSet(line.seen().size()) == line.seen().size());
    }

    private static ConditionFactory patiently() {
        // The last one may not be there whole.
        return await().atMost(LIMIT).ignoreExceptions();
    }

    private Delivery last() throws Exception {
        return line.last().delivery(home.identity());
    }
}
