package org.penah.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.postgres.Postgres;

/** A database that is idle but for tips must not write down when one came, nor what was in it. */
class DatabaseLogTest {

    private static final Pattern SETTING = Pattern.compile("\\b(log_[a-z_]+)=([-\\w]+)");
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
            await().until(() -> Files.readString(log).contains("ERROR"));
            assertThat(log).content().doesNotContain("SECRET");
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
