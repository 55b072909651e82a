package org.penah.intake.event;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Keeps for the mailbox of a tip what the other services tell of it; of a tip that its source has erased meanwhile, nothing. */
@ApplicationScoped
class MailboxEvents {

    @Produces
    @Singleton
    static EventHandler<TipOpened> onTipOpened() {
        return EventHandler.of(
                "triage",
                TipOpened.TYPE,
                TipOpened.class,
                (session, opened) -> call(session, "note_opened(?1, ?2)", opened.tipId(), opened.day()));
    }

    @Produces
    @Singleton
    static EventHandler<TipAlerted> onTipAlerted() {
        return EventHandler.of(
                "triage",
                TipAlerted.TYPE,
                TipAlerted.class,
                (session, alerted) ->
                        call(session, "note_alerted(?1, ?2, ?3)", alerted.tipId(), alerted.alertId(), alerted.day()));
    }

    @Produces
    @Singleton
    static EventHandler<TipExpired> onTipExpired() {
        return EventHandler.of(
                "triage",
                TipExpired.TYPE,
                TipExpired.class,
                (session, expired) -> call(session, "expire_tip(?1, ?2)", expired.tipId(), expired.day()));
    }

    @Produces
    @Singleton
    static EventHandler<ReplySent> onReplySent() {
        return EventHandler.of(
                "triage",
                ReplySent.TYPE,
                ReplySent.class,
                (session, reply) -> call(
                        session,
                        "keep_reply(?1, ?2, ?3, ?4)",
                        reply.replyId(),
                        reply.tipId(),
                        reply.day(),
                        reply.bytes()));
    }

    /** An alert of no tip that is here any more changes nothing. */
    @Produces
    @Singleton
    static EventHandler<AlertAnswered> onAlertAnswered() {
        return EventHandler.of(
                "notify",
                AlertAnswered.TYPE,
                AlertAnswered.class,
                (session, answered) -> call(
                        session,
                        "note_answer(?1, ?2, ?3, ?4)",
                        answered.alertId(),
                        answered.state().word(),
                        answered.number() == null ? 0 : answered.number(),
                        answered.day()));
    }

    private static Uni<Void> call(Mutiny.Session session, String function, Object... arguments) {
        var query = session.createNativeQuery("select 1 from " + function, Integer.class);
        for (int place = 0; place < arguments.length; place++) {
            query.setParameter(place + 1, arguments[place]);
        }
        return query.getResultList().replaceWithVoid();
    }
}
