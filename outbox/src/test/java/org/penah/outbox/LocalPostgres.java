package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.penah.testbed.disk.SmallDisk;
import org.penah.testbed.net.Proxy;
import org.penah.testbed.net.SilentServer;
import org.penah.testbed.postgres.Postgres;

/** PostgreSQL with an owner of the schema and a runtime role that may only what migrations grant. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    private static final String ADDRESS = "quarkus.datasource.reactive.url";
    private static final SilentServer SERVER = new SilentServer();

    private static Postgres postgres;
    private static Proxy proxy;
    private static SmallDisk small;

    @Override
    public Map<String, String> start() {
        postgres = Postgres.start();
        Map<String, String> settings =
                new HashMap<>(Map.of(ADDRESS, "postgresql://localhost:" + postgres.port() + "/postgres"));
        proxy = Proxy.inFrontOf(settings, ADDRESS, SERVER::connect);
        execute("create role runtime login password 'runtime'");
        Migrations.migrate(postgres.jdbcUrl("postgres"), "postgres", "postgres", "runtime");
        settings.put("penah.database.silence", "2");
        settings.put("penah.database.lock", "1");
        settings.put("quarkus.datasource.username", "runtime");
        settings.put("quarkus.datasource.password", "runtime");
        return settings;
    }

    @Override
    public void stop() {
        proxy.close();
        postgres.close();
    }

    /** Ends every connection and refuses new ones until {@link #comeBack()}: an outage as the services see it. */
    static void goAway() {
        postgres.goAway("runtime");
    }

    static void comeBack() {
        postgres.comeBack("runtime");
    }

    /** Reads and keeps nothing, as a full disk does, until {@link #keepAgain()}. */
    static void keepNothing() {
        execute("alter role runtime set default_transaction_read_only = on");
        postgres.disconnect("runtime");
    }

    static void keepAgain() {
        execute("alter role runtime reset default_transaction_read_only");
        postgres.disconnect("runtime");
    }

    /** Leaves no room for notes, on a real file system, and all the room that it needs for everything else. */
    static void leaveNoRoom(Path folder) {
        small = SmallDisk.over(folder, "256k").orSkip();
        execute("create tablespace small location '" + folder + "'");
        execute("alter table note set tablespace small");
        // Committed one by one, for room that a failed change has taken is given back.
        assertThatThrownBy(
                        () -> execute("do $$ begin loop insert into note values ('filler'); commit; end loop; end $$"))
                .hasRootCauseInstanceOf(SQLException.class)
                .hasStackTraceContaining("No space left on device");
    }

    static void giveRoomAgain() {
        execute("alter table note set tablespace pg_default");
        execute("drop tablespace small");
        small.close();
    }

    /** Leaves every connection open, with nobody at its other end. */
    static void fallSilent() {
        SERVER.die();
        SERVER.comeBack();
    }

    /** A connection of somebody else's, which no silence ends. */
    static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"));
    }

    private static void execute(String sql) {
        postgres.execute("postgres", sql);
    }
}
