package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.penah.notify.delivery.BeatsPool;
import org.penah.notify.partner.PartnerSql;

/** Sees to it that one instance beats for a partner at a time. By the database's clock, which all instances share. */
@ApplicationScoped
class Leases {

    // Renewed each second; an instance that died is missed for at most this long.
    private static final String HOLD = """
            insert into slot_lease (partner_id, owner, until)
            select p.id, $1, now() + interval '8 seconds' from\s""" + PartnerSql.PARTNERS + """
             left join slot_lease l on l.partner_id = p.id
            where (l.owner is null or l.owner = $1 or l.until < now()) and\s""" + PartnerSql.IN_SLOTS + """

            order by p.id
            on conflict (partner_id) do update set owner = excluded.owner, until = excluded.until
            where slot_lease.owner = excluded.owner or slot_lease.until < now()
            returning partner_id""";

    private static final String RELEASE = "update slot_lease set until = '-infinity' where owner = $1";

    private final Pool pool;

    Leases(@BeatsPool Pool pool) {
        this.pool = pool;
    }

    /** Renews what an instance holds, takes what nobody holds, and answers all that it holds now. */
    Uni<Set<UUID>> hold(UUID instance) {
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(instance))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("partner_id"))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Lets another instance go on at once. */
    Uni<Void> release(UUID instance) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(instance)).replaceWithVoid();
    }
}
