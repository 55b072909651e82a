package org.penah.intake.news;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Notes on a tip how its alert was answered. */
@ApplicationScoped
class AnswerKeeper implements EventHandler<AlertAnswered> {

    @Override
    public String sender() {
        return "notify";
    }

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
        return session.createNativeQuery("select 1 from note_answer(?1, ?2, ?3, ?4)", Integer.class)
                .setParameter(1, answered.alertId())
                .setParameter(2, answered.state().word())
                .setParameter(3, answered.number() == null ? 0 : answered.number())
                .setParameter(4, answered.day())
                .getResultList()
                .replaceWithVoid();
    }
}
