package org.penah.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.canary.TimeSearch;
import org.penah.testbed.postgres.Postgres;

/** A database that is idle but for tips must not write down when one came, nor what was in it. */
class DatabaseLogTest {

    private static final Pattern SETTING = Pattern.compile(
            "\\b(log_[a-z_]+|wal_recycle|m(?:in|ax)_wal_size|archive_timeout|autovacuum_[a-z_]+)=([-\\w]+)");
    private static final String ONE_SERVER = "src/main/images/postgres.sh";
    private static final String THIS_MACHINE = "src/main/java/org/penah/stack/postgres/Cluster.java";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {ONE_SERVER, THIS_MACHINE})
    void a_tip_and_the_checkpoint_after_it_leave_no_line(String source) throws Exception {
        // Given
        Path log = folder.resolve("log");
        try (Postgres server = Postgres.startWith(settings(source), log);
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table tip (message text check (message <> 'SECRET'))");
            await().until(() -> Files.readString(log).contains("ready to accept connections"));
            String before = Files.readString(log);

            // When
            statement.execute("insert into tip values ('sealed')");
            statement.execute("checkpoint");
            statement.execute("vacuum analyze tip");

            // Then
            assertThat(log).content().isEqualTo(before);
            assertThatThrownBy(() -> statement.execute("insert into tip values ('SECRET')"))
                    .isInstanceOf(SQLException.class);
            try (Connection unknown = server.connect("postgres", "nobody", "x")) {
                assertThat(unknown).isNull();
            } catch (SQLException refused) {
                await().until(() -> Files.readString(log).contains("FATAL"));
            }
            assertThat(log).content().doesNotContain("SECRET");
            assertThat(Files.readString(log).contains("ERROR")).isEqualTo(source.equals(THIS_MACHINE));
        }
    }

    @Test
    void the_write_ahead_log_alone_has_the_time_of_a_tip_and_that_for_an_hour() throws Exception {
        // Given
        Map<String, String> settings = settings(ONE_SERVER);
        assertThat(settings.put("archive_timeout", "1")).isEqualTo("1h");
        Path log = folder.resolve("log");
        try (Postgres server = Postgres.startWith(settings, log);
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            Path data = Path.of(one(statement, "show data_directory"));
            statement.execute("create table tip (id uuid, received_on date)");
            awaitAnotherSecond(statement);

            // When
            Instant before = now(statement);
            statement.execute("insert into tip values (gen_random_uuid(), current_date)");
            Instant after = now(statement);

            // Then
            awaitAnotherSecond(statement);
            await().until(() ->
                    !new TimeSearch(before, after).files(data).findings().isEmpty());
            assertThat(new TimeSearch(before, after).files(data).findings())
                    .allMatch(place -> place.startsWith("pg_wal/"));
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                statement.execute("insert into tip values (gen_random_uuid(), current_date)");
                statement.execute("checkpoint");
                return new TimeSearch(before, after).files(data).findings().isEmpty();
            });
            assertThat(new TimeSearch(before, after).files(folder).findings()).isEmpty();
        }
    }

    /** A time is kept while danger lasts, and becomes its day. */
    @Test
    void a_time_that_became_a_day_is_on_the_disk_no_longer() throws Exception {
        // Given
        Map<String, String> settings = settings(ONE_SERVER);
        assertThat(settings.put("autovacuum_naptime", "1")).isEqualTo("5min");
        settings.put("archive_timeout", "1");
        Instant due = Instant.parse("2026-11-24T21:35:00Z");
        try (Postgres server = Postgres.startWith(settings, folder.resolve("log"));
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            Path data = Path.of(one(statement, "show data_directory"));
            statement.execute("create table tip (id uuid primary key, due timestamptz)");
            statement.execute("insert into tip values (gen_random_uuid(), '" + due + "')");
            statement.execute("checkpoint");
            assertThat(new TimeSearch(due, due).files(data).findings()).anyMatch(place -> place.startsWith("base/"));

            // When
            statement.execute("update tip set due = date_trunc('day', due)");

            // Then
            statement.execute("create table beat (at integer)");
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                statement.execute("insert into beat values (1)");
                statement.execute("checkpoint");
                return new TimeSearch(due, due).files(data).findings().isEmpty();
            });
        }
    }

    private static void awaitAnotherSecond(Statement statement) throws SQLException {
        long now = now(statement).getEpochSecond();
        await().until(() -> now(statement).getEpochSecond() > now + 1);
    }

    private static Instant now(Statement statement) throws SQLException {
        return Instant.EPOCH.plus(
                Long.parseLong(one(statement, "select (extract(epoch from clock_timestamp()) * 1000000)::bigint")),
                ChronoUnit.MICROS);
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void the_settings_are_what_keeps_it_silent() throws Exception {
        // Given
        Path log = folder.resolve("log");
        try (Postgres server = Postgres.startWith(Map.of(), log);
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            // When
            statement.execute("checkpoint");

            // Then
            await().until(() -> Files.readString(log).contains("checkpoint starting"));
        }
    }

    private static Map<String, String> settings(String source) throws IOException {
        Map<String, String> settings = SETTING.matcher(Files.readString(Path.of(source)))
                .results()
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2), (a, b) -> b));
        assertThat(settings).hasSizeGreaterThan(4);
        return settings;
    }
}
