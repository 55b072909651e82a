package org.penah.notify;

import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The database as its superuser sees it. */
@ApplicationScoped
public class Database {

    /** An instance that does nothing. */
    private static final UUID ANOTHER = UUID.randomUUID();

    private static final String DEADLOCK = "40P01";

    @ConfigProperty(name = "test.database")
    String url;

    /** Where its superuser connects, with the password. */
    public String url() {
        return url;
    }

    /** Executes once more what was given up for another: the service locks some tables in the other order than a truncate. */
    public int execute(String sql, Object... parameters) {
        while (true) {
            try (Connection connection = DriverManager.getConnection(url);
                    PreparedStatement statement = prepare(connection, sql, parameters)) {
                return statement.executeUpdate();
            } catch (SQLException refused) {
                if (!DEADLOCK.equals(refused.getSQLState())) {
                    throw new IllegalStateException(refused);
                }
            }
        }
    }

    /** Forgets every alert, once nothing is being delivered, and what else these tables have. */
    public void forgetAlerts(String... others) {
        String truncate = "truncate alert, partner_alert, attempt"
                + Stream.of(others).map(", "::concat).collect(Collectors.joining());
        // What is due would be delivered, so it goes first; and what a delivery leaves behind, last.
        await().until(() -> {
            execute(truncate);
            return number("select count(*) from delivery_lease") == 0;
        });
        execute(truncate);
    }

    /** Has another instance hold the slots of a partner, which has just missed three beats. */
    public void silence(String partner) {
        // Held first: a beat of this instance would be answered, and the partner no longer silent.
        holdSlots(partner, ANOTHER);
        execute(
                "update slot_lease set missed_beats = 3 where partner_id = (select id from partner where name = ?)",
                partner);
        execute("update partner set channel = 'SLOTS', silent_since = '2099-01-01' where name = ?", partner);
    }

    /** Has an instance, the only other one, hold the slots of a partner, for as long as a test may take: four minutes. */
    public void holdSlots(String partner, UUID owner) {
        execute(
                "insert into slot_instance values (?, now() + interval '4 minutes')"
                        + " on conflict (id) do update set until = excluded.until",
                owner);
        execute("delete from slot_instance where id <> ?", owner);
        execute(
                "insert into slot_lease (partner_id, owner, until) select id, ?, 'infinity' from partner where name = ?"
                        + " on conflict (partner_id) do update set owner = excluded.owner, until = excluded.until",
                owner,
                partner);
    }

    /** Has each commit that writes take so long, as on a disk that is slow to sync; until {@link #speedUp}. */
    public void slowDown(Duration each) {
        execute("""
                create function slow() returns trigger language plpgsql as $$ begin
                    if current_setting('slow.transaction', true) is distinct from pg_current_xact_id()::text then
                        perform set_config('slow.transaction', pg_current_xact_id()::text, true);
                        perform pg_sleep(%s);
                    end if;
                    return null;
                end $$""".formatted(each.toMillis() / 1000.0));
        execute("""
                do $$ declare name text; begin
                    for name in select tablename from pg_tables where schemaname = 'public' loop
                        execute format('create constraint trigger slow after insert or update or delete on %I'
                            ' deferrable initially deferred for each row execute function slow()', name);
                    end loop;
                end $$""");
    }

    public void speedUp() {
        // First: transactions that go on for long keep their tables from those that change these.
        execute("create or replace function slow() returns trigger language plpgsql as $$ begin return null; end $$");
        execute("drop function if exists slow cascade");
    }

    /** Has nobody hold slots, and no other instance live. */
    public void releaseSlots() {
        execute("delete from slot_instance");
        execute("delete from slot_lease");
    }

    /** Has nobody hold slots, and waits until the instance under test has seen it: it says each second that it lives, and looks then. */
    public void endSlots() {
        releaseSlots();
        await().until(() -> number("select count(*) from slot_instance") > 0);
    }

    /** Keeps deliveries at the edge from every partner until a time. */
    public void holdEdge(Instant until) {
        holdEdge("%", until);
    }

    /** Keeps deliveries at the edge from the partners of a name until a time. */
    public void holdEdge(String partner, Instant until) {
        execute(
                "insert into delivery_lease select id, gen_random_uuid(), ? from partner where name like ?"
                        + " on conflict (partner_id) do update set until = excluded.until",
                Timestamp.from(until),
                partner);
    }

    public long number(String sql, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** The first id that a query finds; null if none. */
    public @Nullable UUID id(String sql, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getObject(1, UUID.class) : null;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
