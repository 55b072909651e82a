package org.penah.notify.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.notify.event.PartnerDecided;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;

/** What a partner has of us, when our own address becomes another. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class AddressTest {

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    PartnerImport start;

    @TempDir
    Path folder;

    private final String name = "new-" + UUID.randomUUID().toString().substring(0, 8);
    private Home home;

    @BeforeEach
    void a_partner_is_taken_in() throws Exception {
        clock.reset();
        home = new Home(folder);
        home.initialise(name, URI.create("https://partner.example/"), false, Profile.EDGE);
        String statement = home.join("join-" + "0123456789abcdef".repeat(2), clock.instant());
        broker.send(
                "/triage",
                PartnerDecided.TYPE,
                new PartnerDecided(
                        name, 1, false, statement, new PartnerDecided.Profile(1, List.of("en"), List.of(), null)));
        await().until(() -> broker.partner(name).isPresent());
        home.welcome(Base64.getDecoder().decode(credentials()), false);
    }

    @AfterEach
    void forget() {
        database.execute("delete from partner where name = ?", name);
    }

    @Test
    void it_is_sealed_to_them_again_when_we_start_with_another_address() throws Throwable {
        // Given
        String before = credentials();
        database.execute("update partner set sealed_address = 'https://before.example/' where name = ?", name);

        // When
        start.sealAgain();

        // Then they can take it in without a telephone
        await().until(() -> !credentials().equals(before));
        home.welcome(Base64.getDecoder().decode(credentials()), false);
    }

    @Test
    void it_stays_as_it_is_at_any_other_start() throws Throwable {
        // When
        start.sealAgain();

        // Then
        assertThat(database.number("select revision from partner where name = ?", name))
                .isEqualTo(1);
    }

    private String credentials() {
        return broker.partner(name).orElseThrow().managed().credentials();
    }
}
