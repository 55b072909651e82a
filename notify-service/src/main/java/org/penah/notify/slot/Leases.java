package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Sees to it that one instance beats for a partner at a time. By the database's clock, which all instances share. */
@ApplicationScoped
class Leases {

    // Renewed each second; an instance that died is missed for at most this long.
    private static final String HOLD = """
            update partner set beat_owner = $1, beat_until = now() + interval '8 seconds'
            where channel = 'SLOTS' and not gone and admission <> 'DISABLED'
                and (beat_owner = $1 or beat_until is null or beat_until < now())
            returning id""";

    private static final String RELEASE =
            "update partner set beat_owner = null, beat_until = null where beat_owner = $1";

    private final Pool pool;

    Leases(Pool pool) {
        this.pool = pool;
    }

    /** Renews what an instance holds, takes what nobody holds, and answers all that it holds now. */
    Uni<Set<UUID>> hold(UUID instance) {
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(instance))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Lets another instance go on at once. */
    Uni<Void> release(UUID instance) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(instance)).replaceWithVoid();
    }
}
