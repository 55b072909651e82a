package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.penah.notify.partner.PartnerSql;
import org.penah.outbox.Connections;

/**
 * Shares the partners among the instances, so that one beats for each and all have as many.
 *
 * <p>A lease lasts while its owner lives, by the database's clock, which all instances share. What nobody has been told
 * to write stays as it is: idle, an instance writes one row a second.
 */
@ApplicationScoped
class Leases {

    // No waiting for the disk: what a crash of the database loses of this is said again a second later.
    private static final String AT_ONCE = "set local synchronous_commit = off";

    // An instance that died is missed for at most this long.
    private static final String LIVE = """
            insert into slot_instance (id, until) values ($1, now() + interval '8 seconds')
            on conflict (id) do update set until = excluded.until""";

    private static final String FORGET_DEAD = "delete from slot_instance where until < now() - interval '1 hour'";

    private static final String ADD = """
            insert into slot_lease (partner_id) select p.id from %s
            where %s and not exists (select from slot_lease l where l.partner_id = p.id)
            on conflict do nothing""".formatted(PartnerSql.PARTNERS, PartnerSql.IN_SLOTS);

    private static final String WITH_SHARE = """
            with live as (
                -- What lasts longer than anybody says was said before the database's clock was set back.
                select id from slot_instance where until > now() and until < now() + interval '5 minutes'
            ), beaten as (
                select l.partner_id, l.owner, l.until from slot_lease l join %s on p.id = l.partner_id where %s
            ), share as (
                select ceil(count(*) / (select count(*) from live)::numeric) as most,
                    count(*) filter (where owner = $1) as held
                from beaten
            )
            """.formatted(PartnerSql.PARTNERS, PartnerSql.IN_SLOTS);

    // What somebody has locked waits: with it, the word that this instance lives would be taken back.
    private static final String GIVE_UP = WITH_SHARE + """
            update slot_lease set owner = null, until = '-infinity' where partner_id in (
                select partner_id from slot_lease where owner = $1 and partner_id not in (
                    select partner_id from beaten where owner = $1 order by partner_id limit (select most from share))
                for update skip locked)""";

    // Which somebody has locked, another instance takes, or this one a second later.
    private static final String TAKE = WITH_SHARE + """
            update slot_lease set owner = $1, until = 'infinity' where partner_id in (
                select l.partner_id from slot_lease l join beaten using (partner_id)
                where l.owner is null or (l.until < now() or l.until = 'infinity')
                    and not exists (select from live where id = l.owner)
                order by l.partner_id limit (select greatest(most - held, 0) from share)
                for update of l skip locked)""";

    private static final String HELD = """
            select l.partner_id, l.phase from slot_lease l join %s on p.id = l.partner_id
            where l.owner = $1 and %s""".formatted(PartnerSql.PARTNERS, PartnerSql.IN_SLOTS);

    private static final String LEAVE = "delete from slot_instance where id = $1";
    private static final String RELEASE = "update slot_lease set owner = null, until = '-infinity' where owner = $1";

    private final Pool pool;

    // A separate connection: behind requests that are packed on a slow disk, an instance would be taken for dead.
    Leases(Connections connections) {
        this.pool = connections.another(1);
    }

    @PreDestroy
    void close() {
        pool.closeAndForget();
    }

    /**
     * Says that an instance lives, and evens out what each has.
     *
     * @return the partners that it holds now, and for each where in a slot its moments are, from 0 to 1
     */
    Uni<Map<UUID, Double>> hold(UUID instance) {
        return atOnce(connection -> execute(connection, LIVE, instance)
                .chain(() -> connection.query(FORGET_DEAD).execute())
                .chain(() -> connection.query(ADD).execute())
                .chain(() -> execute(connection, GIVE_UP, instance))
                .chain(() -> execute(connection, TAKE, instance))
                .chain(() -> connection.preparedQuery(HELD).execute(Tuple.of(instance)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toUnmodifiableMap(
                                row -> row.getUUID("partner_id"), row -> row.getDouble("phase")))));
    }

    /** Lets the others go on at once. */
    Uni<Void> release(UUID instance) {
        return atOnce(
                connection -> execute(connection, RELEASE, instance).chain(() -> execute(connection, LEAVE, instance)));
    }

    private <T> Uni<T> atOnce(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(
                connection -> connection.query(AT_ONCE).execute().chain(() -> work.apply(connection)));
    }

    private static Uni<Void> execute(SqlConnection connection, String sql, UUID instance) {
        return connection.preparedQuery(sql).execute(Tuple.of(instance)).replaceWithVoid();
    }
}
