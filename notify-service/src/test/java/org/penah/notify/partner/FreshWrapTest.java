package org.penah.notify.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.details.DetailsAtStart;

/** What a start does while the wrapping secret changes, to every column that is sealed under it. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class FreshWrapTest {

    private static final String NEXT = "the next secret, and long enough";

    /** A column, and what for: a new one that nobody seals again would be lost with the old secret. */
    private static final Map<String, String> SEALED = Map.of(
            "partner.sealed_signing_seed", "signing-seed",
            "partner.old_signing_seed", "signing-seed",
            "partner.sealed_shared_secret", "shared-secret",
            "partner.old_shared_secret", "shared-secret",
            "details.sealed_key", "details-key");

    @Inject
    Database database;

    @Inject
    Pool pool;

    @Inject
    PartnerConfig config;

    @Inject
    Partners partners;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    MeterRegistry meters;

    @ConfigProperty(name = "penah.partners.wrapping-secret")
    String secret;

    private KeyWrap before;

    @BeforeEach
    void something_is_in_every_column() {
        before = new KeyWrap(new WrappingSecret(secret));
        database.execute("truncate details");
        for (Map.Entry<String, String> sealed : SEALED.entrySet()) {
            if (sealed.getKey().startsWith("partner.old")) {
                String column = sealed.getKey().substring("partner.".length());
                database.execute("update partner set %s = %s".formatted(column, column.replace("old", "sealed")));
            }
        }
        UUID id = UUID.randomUUID();
        database.execute(
                "insert into details (id, alert_id, partner_alert_id, partner, state, number, sealed_text, sealed_key)"
                        + " values (?, gen_random_uuid(), gen_random_uuid(), 'safe-house', 'READY', 1, '', ?)",
                id,
                before.seal(id, "details-key", before.freshKey()));
    }

    @AfterEach
    void as_the_others_know_them() throws Throwable {
        renew(new KeyWrap(new WrappingSecret(secret + "\t" + NEXT)));
        database.execute("update partner set old_signing_seed = null, old_shared_secret = null");
        database.execute("truncate details");
    }

    @Test
    void all_of_it_opens_with_the_new_secret_alone() throws Throwable {
        // Given
        Map<String, byte[]> plain = opened(before);
        KeyWrap after = new KeyWrap(new WrappingSecret(NEXT));

        // When
        renew(new KeyWrap(new WrappingSecret(NEXT + "\t" + secret)));

        // Then
        assertThat(plain).hasSizeGreaterThan(SEALED.size());
        assertThat(opened(after)).containsExactlyInAnyOrderEntriesOf(plain);
        assertThatThrownBy(() -> opened(before)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_key_that_nothing_opens_keeps_no_other_and_stays() throws Throwable {
        // Given
        database.execute("update details set sealed_key = '\\x00112233445566778899aabbccddeeff'");

        // When
        renew(new KeyWrap(new WrappingSecret(NEXT + "\t" + secret)));

        // Then
        assertThat(database.number(
                        "select count(*) from details where sealed_key = '\\x00112233445566778899aabbccddeeff'"))
                .isOne();
        database.execute("truncate details");
        assertThat(opened(new KeyWrap(new WrappingSecret(NEXT)))).isNotEmpty();
    }

    @Test
    void no_column_is_forgotten() throws Throwable {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery(
                        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"
                                + " and data_type = 'bytea' and (column_name like 'sealed%' or column_name like 'old%')")) {
            List<String> found = new ArrayList<>();
            while (columns.next()) {
                found.add(columns.getString(1));
            }
            // Then what lies under the partner's key, or under that of details
            assertThat(found)
                    .filteredOn(column -> !List.of("partner.sealed_hand_over", "details.sealed_text")
                            .contains(column))
                    .containsExactlyInAnyOrderElementsOf(SEALED.keySet());
        }
    }

    private void renew(KeyWrap wrap) throws Throwable {
        FreshWrap freshWrap = new FreshWrap(pool, wrap);
        // The other beans have the secret of before, as an instance has that did not start again.
        CredentialsExport export = new CredentialsExport(new OurKeys(wrap), config);
        new PartnerImport(config, partners, export, sessions, freshWrap, meters).start(new StartupEvent());
        DetailsAtStart.start(wrap, freshWrap);
    }

    private Map<String, byte[]> opened(KeyWrap wrap) throws Exception {
        Map<String, byte[]> opened = new HashMap<>();
        for (Map.Entry<String, String> sealed : SEALED.entrySet()) {
            String[] place = sealed.getKey().split("\\.", -1);
            try (Connection connection = DriverManager.getConnection(database.url());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select id, %2$s from %1$s where %2$s is not null".formatted((Object[]) place))) {
                while (rows.next()) {
                    UUID owner = rows.getObject(1, UUID.class);
                    opened.put(sealed.getKey() + owner, wrap.open(owner, sealed.getValue(), rows.getBytes(2)));
                }
            }
        }
        return opened;
    }
}
