package org.penah.intake.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.ceremony.minisign.MinisignSecretKey;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.Queue;

/** What a process does with the manifest that it finds at its start; the database has the service's own role. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class KeysTest {

    private static final LocalDate END = LocalDate.parse("2027-02-21");

    @Inject
    Pool database;

    @TempDir
    Path folder;

    private final MinisignSecretKey root = MinisignSecretKey.generate();
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void forgetTheSerialsOfThisTest() {
        LocalPostgres.run("delete from manifest_serial where serial > 1");
    }

    @Test
    void an_older_manifest_is_refused_after_a_restart_and_the_form_stays_closed() throws IOException {
        // Given
        sign(7);
        Keys before = start(END);
        sign(6);

        // When
        Keys restarted = start(END);

        // Then
        assertThat(before.of("threat")).isPresent();
        assertThat(restarted.areInForce()).isFalse();
        assertThat(restarted.of("threat")).isEmpty();
        assertThat(gauge("penah.keys.alarm")).isEqualTo(1);
        assertThat(gauge("penah.keys.days.left")).isNaN();
    }

    @Test
    void the_same_and_a_newer_manifest_are_taken_after_a_restart() throws IOException {
        // Given
        sign(7);
        start(END);

        // When
        Keys same = start(END);
        sign(8);
        Keys newer = start(END);

        // Then
        assertThat(same.areInForce()).isTrue();
        assertThat(newer.areInForce()).isTrue();
        assertThat(LocalPostgres.ask("select serial from manifest_serial where serial > 1 order by 1"))
                .containsExactly("7", "8");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23, 90,  1",
        "2026-11-24, 89,  0",
        "2027-01-21, 31,  0",
        "2027-01-22, 30,  1",
        "2027-02-22, -1,  1",
        "2027-03-08, -15, 1",
    })
    void alarms_begin_a_month_before_the_end(LocalDate today, double daysLeft, double alarm) throws IOException {
        // Given
        sign(2);

        // When
        Keys keys = start(today);

        // Then
        assertThat(gauge("penah.keys.days.left")).isEqualTo(daysLeft);
        assertThat(gauge("penah.keys.alarm")).isEqualTo(alarm);
        assertThat(keys.areOverdue()).isEqualTo(daysLeft == -1);
    }

    @Test
    void keys_past_their_day_still_work_and_staff_have_an_alarm() throws IOException {
        // Given
        sign(2);

        // When
        Keys keys = start(END.plusDays(1));

        // Then
        assertThat(keys.areOverdue()).isTrue();
        assertThat(keys.of("threat")).isPresent();
        assertThat(gauge("penah.keys.alarm")).isEqualTo(1);
    }

    @Test
    void an_instance_is_ready_with_a_manifest_past_its_day_and_not_without_one() throws IOException {
        // Given
        sign(7);
        KeysCheck inForce = new KeysCheck(start(END));
        KeysCheck longPast = new KeysCheck(start(END.plusDays(15)));
        sign(6);

        // When
        KeysCheck refused = new KeysCheck(start(END));

        // Then
        assertThat(inForce.call().getStatus()).isEqualTo(Status.UP);
        assertThat(inForce.call().getData().orElseThrow()).containsEntry("form", "open");
        assertThat(longPast.call().getStatus()).isEqualTo(Status.UP);
        assertThat(longPast.call().getData().orElseThrow()).containsEntry("form", "closed");
        assertThat(refused.call().getStatus()).isEqualTo(Status.DOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "en", "ru", "tr", "fa"})
    void without_the_words_of_one_language_none_are_shown_the_alarm_rings_and_the_form_stays_open(String language)
            throws IOException {
        // Given
        sign(7);

        // When
        Files.delete(folder.resolve("words").resolve(language + ".txt"));
        Keys keys = start(END);

        // Then
        assertThat(keys.areInForce()).isTrue();
        assertThat(keys.receipts()).isPresent();
        assertThat(new KeysCheck(keys).call().getStatus()).isEqualTo(Status.UP);
        assertThat(List.of("az", "en", "ru", "tr", "fa"))
                .allSatisfy(each -> assertThat(keys.words(each)).isEmpty());
        assertThat(gauge("penah.keys.alarm")).isEqualTo(1);
    }

    @Test
    void words_that_were_changed_without_the_root_key_are_not_shown() throws IOException {
        // Given
        sign(7);
        Path words = folder.resolve("words/az.txt");

        // When
        Files.writeString(words, Files.readString(words).replace("\nhelp=", "\nhelp=Not "));
        Keys keys = start(END);

        // Then
        assertThat(keys.areInForce()).isTrue();
        assertThat(keys.words("az")).isEmpty();
        assertThat(gauge("penah.keys.alarm")).isEqualTo(1);
    }

    @Test
    void new_words_come_with_the_manifest_that_names_them() throws IOException {
        // Given
        sign(7);
        Keys before = start(END);
        Path words = folder.resolve("words/tr.txt");

        // When
        Files.writeString(words, Files.readString(words).replaceFirst("\nspyware=", "\nspyware=New. "));
        sign(8);
        Keys after = start(END);

        // Then
        assertThat(before.words("tr").orElseThrow().lines("spyware").get(0)).doesNotStartWith("New.");
        assertThat(after.words("tr").orElseThrow().lines("spyware").get(0)).startsWith("New.");
    }

    @ParameterizedTest
    @CsvSource({"2026-12-30, false", "2026-12-31, true", "2027-01-01, true"})
    void a_browsers_clock_may_be_a_day_ahead_of_an_epoch(LocalDate today, boolean taken) throws IOException {
        // Given
        signEpochs(LocalDate.parse("2026-12-01"), LocalDate.parse("2027-01-01"));

        // When
        Keys keys = start(today);

        // Then
        assertThat(keys.hasBegun("threat", 1)).isTrue();
        assertThat(keys.hasBegun("threat", 2)).isEqualTo(taken);
        assertThat(keys.hasBegun("threat", 3)).isFalse();
    }

    private void signEpochs(LocalDate first, LocalDate second) throws IOException {
        HybridRecipient recovery = HybridIdentity.generate().recipient();
        List<Epoch> epochs = List.of(
                new Epoch(1, first, HybridIdentity.generate().recipient()),
                new Epoch(2, second, HybridIdentity.generate().recipient()));
        byte[] json = new KeyManifest(
                        2,
                        first,
                        END,
                        recovery,
                        LocalKeys.RECEIPTS,
                        List.of(new Queue("threat", epochs)),
                        LocalKeys.withWords(folder, List.of()))
                .toJson();
        Files.write(folder.resolve("keys.json"), json);
        Files.writeString(folder.resolve("keys.json.minisig"), root.sign(json, "serial 2"));
        Files.writeString(folder.resolve("root.pub"), root.publicKey().toFile());
    }

    private void sign(int serial) throws IOException {
        LocalKeys.write(folder, root, serial, END);
    }

    private Keys start(LocalDate today) {
        meters = new SimpleMeterRegistry();
        Clock clock = Clock.fixed(today.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        return new Keys(new Folder(folder), clock, new SeenSerials(database), meters);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private record Folder(Path folder) implements KeysConfig {

        @Override
        public Path manifest() {
            return folder.resolve("keys.json");
        }

        @Override
        public Path root() {
            return folder.resolve("root.pub");
        }
    }
}
