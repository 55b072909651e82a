package org.penah.notify.partner;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Seals again, under today's wrapping secret, what one before it had sealed. */
@ApplicationScoped
public class FreshWrap {

    private static final Logger LOG = Logger.getLogger(FreshWrap.class);

    private static final String SEALED = "select id, %2$s from %1$s where %2$s is not null";
    /** Somebody may have replaced or destroyed it meanwhile. */
    private static final String RENEW = "update %1$s set %2$s = $1 where id = $2 and %2$s = $3";

    private final Pool pool;
    private final KeyWrap wrap;

    FreshWrap(Pool pool, KeyWrap wrap) {
        this.pool = pool;
        this.wrap = wrap;
    }

    /**
     * Sees to all rows of a table, whose owners are their ids. It may be interrupted and repeated: each secret opens meanwhile. What none opens
     * stays as it is, because alerts must go out to the others.
     *
     * @param column the caller's, as it is in SQL
     */
    public Uni<Void> of(String table, String column, String purpose) {
        if (!wrap.isChanging()) {
            return Uni.createFrom().voidItem();
        }
        return pool.query(SEALED.formatted(table, column))
                .execute()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> renew(row, RENEW.formatted(table, column), purpose))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> renew(Row row, String sql, String purpose) {
        UUID owner = row.getUUID(0);
        byte[] sealed = row.getBuffer(1).getBytes();
        Optional<byte[]> renewed;
        try {
            renewed = wrap.renewed(owner, purpose, sealed);
        } catch (IllegalStateException unreadable) {
            LOG.error("ALARM: a key that no wrapping secret opens stays as it is");
            return Uni.createFrom().voidItem();
        }
        if (renewed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(sql)
                .execute(Tuple.of(Buffer.buffer(renewed.get()), owner, Buffer.buffer(sealed)))
                .replaceWithVoid();
    }
}
