package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
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

    /** Keeps what a human there has answered. */
    Uni<Void> keep(Mutiny.Session session, Answer answer, SignedAnswer signed) {
        int number = answer.number() == null ? 0 : answer.number();
        return keep(
                session, answer.id(), answer.seq(), answer.action().name(), number, signed, signed.signatureOfDay());
    }

    /** Keeps that the partner's server took these messages. */
    Uni<Void> keep(Mutiny.Session session, List<SlotAnswers.Taken> taken, SignedAnswer signed) {
        if (taken.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // Once for all: to find which key signed takes longer than to keep it.
        byte[] signature = signed.signatureOfDay();
        return Multi.createFrom()
                .iterable(taken)
                .onItem()
                .transformToUniAndConcatenate(one -> keep(
                        session, one.partnerAlertId(), one.seq(), one.type().name(), 0, signed, signature))
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Void> keep(
            Mutiny.Session session,
            UUID partnerAlertId,
            int seq,
            String what,
            int number,
            SignedAnswer signed,
            byte[] signature) {
        boolean isSigned = signature.length > 0;
        return session.createNativeQuery(KEEP)
                .setParameter(1, partnerAlertId)
                .setParameter(2, seq)
                .setParameter(3, what)
                .setParameter(4, number)
                .setParameter(5, signed.day())
                .setParameter(6, isSigned ? signed.message().id() : "")
                .setParameter(7, isSigned ? signed.body() : signature)
                .setParameter(8, signature)
                .setParameter(9, signed.key().toString())
                .executeUpdate()
                .replaceWithVoid();
    }
}
