package org.penah.intake.tip;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.intake.blob.PendingBlob;
import org.penah.intake.form.FormToken;
import org.penah.intake.receipt.DecisionKey;
import org.penah.intake.receipt.Mailbox;
import org.penah.outbox.Outbox;

/** Keeps tips, each once. */
@ApplicationScoped
public class TipStore {

    /** The result of storing a tip. */
    public enum Outcome {
        KEPT,
        /** The same page was sent before, and that tip was kept. */
        REPEATED,
        NOT_KEPT,
        /** The database went away during the commit; sending the same page again will tell. */
        UNKNOWN
    }

    private static final Logger LOG = Logger.getLogger(TipStore.class);

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final Clock clock;
    private final Deadlines deadlines;
    private final Duration delivery;
    private final Duration patience;
    private final Optional<byte[]> canaryMailbox;

    TipStore(Mutiny.SessionFactory sessions, Outbox outbox, Clock clock, TipConfig config) {
        this.sessions = sessions;
        this.outbox = outbox;
        this.clock = clock;
        this.deadlines = new Deadlines(config.dueWithinHours(), config.dueWithinDays());
        this.delivery = config.delivery();
        this.patience = config.patience();
        this.canaryMailbox = config.canaryMailbox().flatMap(TipStore::hash);
    }

    /** A mistake here must close the form to nobody: there is no canary then, which is an alarm. */
    private static Optional<byte[]> hash(String hex) {
        if (!hex.matches("[0-9a-f]{64}")) {
            LOG.error("penah.tips.canary-mailbox is not a SHA-256 in hexadecimal, so no tip is a canary tip");
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(hex));
    }

    /**
     * Keeps a tip whose bytes have all been written to its blob. Never fails; the blob is durable if the tip was kept, and
     * gone if it was not. To be called on the upload's Vert.x context, on which it answers.
     *
     * @param flood whether it came in a flood, and is marked so
     */
    public Uni<Outcome> keep(SealedTip tip, PendingBlob blob, boolean flood) {
        var attempt = new Attempt(tip, blob, flood);
        Context context = Vertx.currentContext();
        return wasSent(tip.once())
                .ifNoItem()
                .after(patience)
                .fail()
                .emitOn(on(context))
                .chain(before -> before ? Uni.createFrom().item(Outcome.REPEATED) : attempt.run())
                .onFailure()
                .recoverWithItem(attempt::failed)
                .emitOn(on(context))
                .call(outcome -> outcome == Outcome.KEPT || outcome == Outcome.UNKNOWN
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom()
                                .completionStage(blob.discard().otherwiseEmpty().toCompletionStage()));
    }

    /**
     * Whether the tip of a form was kept before, so that a large one need not be read again to learn it. Never fails: if
     * the database cannot say, {@link #keep} will. To be called on a Vert.x context, on which it answers.
     */
    public Uni<Boolean> wasKept(FormToken form) {
        Context context = Vertx.currentContext();
        return wasSent(form).onFailure().recoverWithItem(false).emitOn(on(context));
    }

    /**
     * Whether a mailbox holds any tip. Never fails: if the database cannot say, none. To be called on a Vert.x context, on which it
     * answers.
     */
    public Uni<Boolean> holdsTip(Mailbox mailbox) {
        Context context = Vertx.currentContext();
        return ask("select exists (select from sent_tips(?1))", mailbox.hash())
                .ifNoItem()
                .after(patience)
                .fail()
                .onFailure()
                .recoverWithItem(false)
                .emitOn(on(context));
    }

    /** Whether a mailbox is that of our own synthetic source. */
    public boolean isCanary(Mailbox mailbox) {
        return canaryMailbox
                .filter(ours -> MessageDigest.isEqual(ours, mailbox.hash()))
                .isPresent();
    }

    private Uni<Boolean> wasSent(FormToken form) {
        return ask("select was_sent(?1)", form.hash());
    }

    // In a separate session: withSession gives all callers on a context the same one, and two queries run at
    // once of a form that is read sooner than the database answers.
    private Uni<Boolean> ask(String question, byte[] hash) {
        return sessions.openStatelessSession()
                .chain(session -> session.createNativeQuery(question, Boolean.class)
                        .setParameter(1, hash)
                        .getSingleResult()
                        .onTermination()
                        .call(session::close));
    }

    /** What it is, and what that came from: never its words, which may quote what the source wrote. */
    private static String kinds(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .map(cause -> cause.getClass().getName())
                .collect(Collectors.joining(", from "));
    }

    private static Executor on(Context context) {
        return task -> context.runOnContext(ignored -> task.run());
    }

    /**
     * The blob to its store first, which may take long and must not hold a connection to the database meanwhile; then one
     * transaction: the rows, the blob's name, the commit, so that a failure leaves no blob in our directory without rows.
     */
    private final class Attempt {

        private enum Stage {
            ROWS,
            BLOB,
            GIVEN_UP
        }

        private final SealedTip tip;
        private final PendingBlob blob;
        private final boolean flood;
        /** Its steps decide a race: between the blob becoming durable and our patience running out, only one wins. */
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.ROWS);

        Attempt(SealedTip tip, PendingBlob blob, boolean flood) {
            this.tip = tip;
            this.blob = blob;
            this.flood = flood;
        }

        Uni<Outcome> run() {
            return Uni.createFrom()
                    .completionStage(blob.deliver().toCompletionStage())
                    .ifNoItem()
                    .after(delivery)
                    .fail()
                    .chain(() -> sessions.withTransaction(this::commit)
                            .ifNoItem()
                            .after(patience)
                            .fail());
        }

        private Uni<Outcome> commit(Mutiny.Session session) {
            TipEvents announcement = TipEvents.of(tip, flood, isCanary(tip.mailbox()), deadlines, clock.instant());
            return insert(session, announcement.received())
                    .chain(rows -> rows == 0
                            ? Uni.createFrom().item(Outcome.REPEATED)
                            : announce(session, announcement)
                                    .chain(this::makeBlobDurable)
                                    .replaceWith(Outcome.KEPT));
        }

        private Uni<Integer> insert(Mutiny.Session session, TipReceived received) {
            return session.createNativeQuery(
                            "select keep_tip(?1, ?2, ?3, ?4, cast(?5 as uuid), ?6, ?7, cast(?8 as bytea), ?9, cast(?10 as text))",
                            Integer.class)
                    .setParameter(1, received.tipId())
                    .setParameter(2, tip.mailbox().hash())
                    .setParameter(3, received.day())
                    .setParameter(4, tip.once().hash())
                    .setParameter(5, received.alertId())
                    .setParameter(6, tip.consents().alert())
                    .setParameter(7, tip.consents().details())
                    .setParameter(8, salt(tip.mailbox().decisionKey()))
                    .setParameter(9, tip.queue())
                    .setParameter(
                            10,
                            tip.threat().when() == null
                                    ? null
                                    : tip.threat().when().word())
                    .getSingleResult();
        }

        private static byte @Nullable [] salt(@Nullable DecisionKey key) {
            return key == null ? null : key.saltBytes();
        }

        private Uni<Void> announce(Mutiny.Session session, TipEvents announcement) {
            boolean urgent = tip.threat().exists() && !flood;
            Uni<Void> received =
                    outbox.append(session, TipReceived.RECEIVER, TipReceived.TYPE, announcement.received(), urgent);
            return announcement
                    .alert()
                    .map(alert -> received.chain(
                            () -> outbox.append(session, AlertAsserted.RECEIVER, AlertAsserted.TYPE, alert, urgent)))
                    .orElse(received);
        }

        private Uni<Void> makeBlobDurable() {
            if (!stage.compareAndSet(Stage.ROWS, Stage.BLOB)) {
                return Uni.createFrom().failure(new IllegalStateException("the source was told that it is not kept"));
            }
            return Uni.createFrom()
                    .completionStage(blob.complete().toCompletionStage())
                    .onFailure()
                    .invoke(() -> stage.set(Stage.GIVEN_UP));
        }

        private Outcome failed(Throwable fault) {
            LOG.errorf("a tip could not be kept: %s", kinds(fault));
            stage.compareAndSet(Stage.ROWS, Stage.GIVEN_UP);
            return stage.get() == Stage.BLOB ? Outcome.UNKNOWN : Outcome.NOT_KEPT;
        }
    }
}
