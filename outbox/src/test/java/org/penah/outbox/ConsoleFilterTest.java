package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.Test;

/** What the log of a container has of a service that runs, with the settings of stack/compose.yaml. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@TestProfile(ConsoleFilterTest.InContainer.class)
class ConsoleFilterTest {

    private static final Path LOG = Path.of("target/in-memory.log");

    @Test
    void what_a_service_says_after_its_start_is_in_its_own_log_alone() {
        // Given
        ExtLogRecord alarm = new ExtLogRecord(Level.ERROR, "an alert waits", "org.penah.notify.alert.Alarms");
        alarm.setLoggerName("org.penah.notify.alert.Alarms");

        // When
        Logger.getLogger("org.penah.notify.alert.Alarms").error("an alert waits");

        // Then
        List<Handler> consoles = Stream.of(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .toList();
        assertThat(consoles).hasSize(1).noneMatch(console -> console.isLoggable(alarm));
        await().until(() -> Files.readString(LOG).contains(" ERROR [or.pe.no.al.Alarms] an alert waits\n"));
        assertThat(LOG).content().contains("started in");
    }

    @Test
    void its_start_and_its_end_are_in_both() {
        // Given
        ConsoleFilter filter = new ConsoleFilter();

        // Then
        assertThat(isLoggable(filter, "org.penah.triage.keyring.KeyringImport")).isTrue();
        assertThat(isLoggable(filter, "io.quarkus")).isTrue();
        assertThat(isLoggable(filter, "org.penah.triage.keyring.KeyringImport")).isFalse();
        assertThat(isLoggable(filter, "io.quarkus.vertx.http.runtime.QuarkusErrorHandler"))
                .isFalse();
        assertThat(isLoggable(filter, "io.quarkus")).isTrue();
    }

    /** An event that has waited for this start may be one of danger. */
    @Test
    void what_comes_before_the_start_is_over_is_not_part_of_it() throws Exception {
        // Given
        ConsoleFilter filter = new ConsoleFilter();
        AtomicBoolean loggable = new AtomicBoolean(true);

        // When
        Thread event = new Thread(() -> loggable.set(isLoggable(filter, "org.penah.notify.alert.Alarms")));
        event.start();
        event.join();

        // Then
        assertThat(loggable).isFalse();
        assertThat(isLoggable(filter, "org.penah.notify.alert.Alarms")).isTrue();
    }

    private static boolean isLoggable(ConsoleFilter filter, String logger) {
        ExtLogRecord said = new ExtLogRecord(Level.ERROR, "something", logger);
        said.setLoggerName(logger);
        return filter.isLoggable(said);
    }

    /** As a container is told. */
    public static final class InContainer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.log.console.filter", "start",
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", LOG.toString(),
                    "quarkus.log.file.format", "%d{yyyy-MM-dd} %-5p [%c{2.}] %s%e%n",
                    "quarkus.log.file.rotation.max-file-size", "4M");
        }
    }
}
