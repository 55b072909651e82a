package org.penah.intake.mailbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Notes on a tip how its alert was answered. */
@ApplicationScoped
class AnswerKeeper implements EventHandler<AlertAnswered> {

    @Override
    public String type() {
        return AlertAnswered.TYPE;
    }

    @Override
    public Class<AlertAnswered> dataType() {
        return AlertAnswered.class;
    }

    /** An alert that no tip of ours sent was opened by staff, so nobody here waits for its answer: it changes nothing. */
    @Override
    public Uni<Void> handle(Mutiny.Session session, AlertAnswered answered) {
        return session.createNativeQuery("update tip set answer = ?1, answered_on = ?2"
                        + " where alert_id = ?3 and answer is distinct from 'cancelled'")
                .setParameter(1, answered.state().word())
                .setParameter(2, answered.day())
                .setParameter(3, answered.alertId())
                .executeUpdate()
                .replaceWithVoid();
    }
}
