package org.penah.notify.partner;

import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;

/** An instance that starts while another takes in partners. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class SimultaneousStartTest {

    private static final String TAKES_IN = "select pg_advisory_xact_lock(1)";
    private static final String WAITS_SINCE =
            "select coalesce(max(extract(epoch from query_start) * 1000), 0) from pg_stat_activity where wait_event = 'advisory'";

    @Inject
    PartnerImport start;

    @Inject
    Database database;

    @Test
    void waits_longer_than_for_another_lock_and_then_starts() throws Exception {
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement()) {
            // Given
            other.setAutoCommit(false);
            statement.execute(TAKES_IN);

            // When
            FutureTask<Void> started = begin();
            await().until(() -> database.number(WAITS_SINCE) > 0);
            long first = database.number(WAITS_SINCE);
            await().until(() -> started.isDone() || database.number(WAITS_SINCE) > first);
            other.commit();

            // Then
            started.get();
        }
    }

    @Test
    void waits_no_longer_for_one_that_hangs_than_the_database_does() throws Exception {
        try (Connection hanging = DriverManager.getConnection(database.url());
                Statement statement = hanging.createStatement()) {
            // Given what the service says when it connects, in short
            statement.execute("set idle_in_transaction_session_timeout = '6s'");
            hanging.setAutoCommit(false);
            statement.execute(TAKES_IN);

            // Then
            begin().get();
        }
    }

    private FutureTask<Void> begin() throws ExecutionException {
        FutureTask<Void> started = new FutureTask<>(() -> {
            try {
                start.start(new StartupEvent());
            } catch (Throwable fault) {
                throw new ExecutionException(fault);
            }
            return null;
        });
        new Thread(started, "another instance").start();
        return started;
    }
}
