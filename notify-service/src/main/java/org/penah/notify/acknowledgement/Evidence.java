package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.alert.AlertSql;
import org.penah.notify.alert.Answer;

/** Keeps what partners have signed, for the day when one of them says that it was never told. */
@ApplicationScoped
class Evidence {

    /** Far more than people say; a partner that is not ours any more must not fill the disk. */
    static final int MOST = 200;

    // Of an alert for staff nothing is kept: its evidence would outlive it, and count reports of danger. A repeat is no
    // news. Numbered answers, of which a partner can send as many as it likes, take no room from what
    // else it signs.
    private static final String KEEP = """
            insert into evidence (partner_alert_id, seq, what, number, day, signed_id, signed_bytes, signature, key)
            select cast(?1 as uuid), cast(?2 as integer), cast(?3 as text), cast(?4 as integer), cast(?5 as date),
                cast(?6 as text), cast(?7 as bytea), cast(?8 as bytea), cast(?9 as text)
            where not %s and (select count(*) from evidence where partner_alert_id = cast(?1 as uuid)
                and (number > 0) = (cast(?4 as integer) > 0)) < %d
            on conflict do nothing""".formatted(AlertSql.IS_FOR_STAFF, MOST);

    /** The same as the driver says it. */
    private static final String KEEP_TAKEN = KEEP.replace('?', '$');

    private final Pool pool;

    Evidence(Pool pool) {
        this.pool = pool;
    }

    /** Keeps what a human there has answered. */
    Uni<Void> keep(Mutiny.Session session, Answer answer, SignedAnswer signed) {
        int number = answer.number() == null ? 0 : answer.number();
        Object[] columns =
                columns(answer.id(), answer.seq(), answer.action().name(), number, signed, signed.signatureOfDay());
        Mutiny.MutationQuery query = session.createNativeQuery(KEEP);
        for (int i = 0; i < columns.length; i++) {
            query = query.setParameter(i + 1, columns[i]);
        }
        return query.executeUpdate().replaceWithVoid();
    }

    /** Keeps that the partner's server took these messages, all of them at once. */
    Uni<Void> keep(List<SlotAnswers.Taken> taken, SignedAnswer signed) {
        // Once for all: to find which key signed takes longer than to keep it.
        byte[] signature = signed.signatureOfDay();
        return pool.preparedQuery(KEEP_TAKEN)
                .executeBatch(taken.stream()
                        .map(one -> Tuple.from(columns(
                                one.partnerAlertId(), one.seq(), one.type().name(), 0, signed, signature)))
                        .toList())
                .replaceWithVoid();
    }

    private static Object[] columns(
            UUID partnerAlertId, int seq, String what, int number, SignedAnswer signed, byte[] signature) {
        boolean isSigned = signature.length > 0;
        return new Object[] {
            partnerAlertId,
            seq,
            what,
            number,
            signed.day(),
            isSigned ? signed.message().id() : "",
            isSigned ? signed.body() : signature,
            signature,
            signed.key().toString()
        };
    }
}
