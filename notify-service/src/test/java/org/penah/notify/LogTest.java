package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class LogTest {

    @Test
    void a_line_of_the_log_tells_the_day_and_no_time() throws IOException {
        // Given
        ExtLogRecord alarm = new ExtLogRecord(Level.ERROR, "ALARM: somebody waits", LogTest.class.getName());
        alarm.setLoggerName(LogTest.class.getName());
        alarm.setInstant(Instant.parse("2026-11-24T12:34:56.789Z"));
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }

        // When
        String line = new PatternFormatter(settings.getProperty("quarkus.log.console.format")).format(alarm);

        // Then
        assertThat(line).isEqualToNormalizingNewlines("2026-11-24 ERROR [or.pe.no.LogTest] ALARM: somebody waits\n");
        assertThat(settings).doesNotContainKey("quarkus.log.file.enable");
    }
}
