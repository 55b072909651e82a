package org.penah.intake.mailbox;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.intake.form.Urgency;
import org.penah.intake.mailbox.SentTip.Answer;
import org.penah.outbox.Outbox;
import org.penah.sealing.decision.Decision;

/**
 * Looks into mailboxes and changes them. Each is named by its hash; what belongs to another one is as if it were not
 * there.
 */
@ApplicationScoped
public class Mailboxes {

    /** Signs in a source's name, with what the source has brought for it. */
    @FunctionalInterface
    public interface Signer {

        /** The signature in base64url; fails if the source has brought nothing that signs this. */
        String sign(byte[] salt, Decision decision);
    }

    private static final String TO_TRIAGE = "triage";
    private static final String TO_NOTIFY = "notify";

    private final Pool pool;
    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;
    private final Clock clock;
    private final MailboxConfig config;

    Mailboxes(Pool pool, Mutiny.SessionFactory sessions, Outbox outbox, Clock clock, MailboxConfig config) {
        this.pool = pool;
        this.sessions = sessions;
        this.outbox = outbox;
        this.clock = clock;
        this.config = config;
    }

    /** How many days a reply is kept. */
    public int keepDays() {
        return config.keepDays();
    }

    /**
     * The contents of a mailbox. A mailbox that does not exist gets the same three queries.
     *
     * @param wanted the reply to be shown; any other value shows the newest
     */
    public Uni<Contents> look(byte[] hash, Optional<UUID> wanted) {
        Buffer box = Buffer.buffer(hash);
        return patiently(pool.preparedQuery("select * from sent_tips($1)")
                .execute(Tuple.of(box))
                .map(rows -> list(rows, Mailboxes::tip))
                .chain(tips -> pool.preparedQuery("select * from mailbox_replies($1)")
                        .execute(Tuple.of(box))
                        .map(rows -> list(rows, Mailboxes::reply))
                        .chain(replies -> {
                            int shown = place(replies, wanted);
                            UUID id = replies.isEmpty()
                                    ? UUID.randomUUID()
                                    : replies.get(shown).id();
                            return pool.preparedQuery("select sealed_reply($1, $2)")
                                    .execute(Tuple.of(box, id))
                                    .map(rows -> new Contents(tips, replies, shown, sealed(rows)));
                        })));
    }

    /** Notes that a reply was read, the first time only, and tells staff the day. */
    public Uni<Void> read(byte[] hash, UUID reply) {
        LocalDate today = LocalDate.now(clock);
        return patiently(sessions.withTransaction(session -> session.createNativeQuery(
                        "select read_reply(?1, ?2, ?3)", Integer.class)
                .setParameter(1, hash)
                .setParameter(2, reply)
                .setParameter(3, today)
                .getSingleResult()
                .chain(firstTime -> firstTime == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.append(session, TO_TRIAGE, ReplyRead.TYPE, new ReplyRead(reply, today)))));
    }

    public Uni<Void> delete(byte[] hash, UUID reply) {
        return patiently(pool.preparedQuery("select delete_reply($1, $2)")
                .execute(Tuple.of(Buffer.buffer(hash), reply))
                .replaceWithVoid());
    }

    /**
     * Withdraws a source's consent to a tip, and tells the services that act on it.
     *
     * @param decision that no details be shown, or that nobody be told at all
     */
    public Uni<Void> withdraw(byte[] hash, UUID tip, Decision decision, Signer signer) {
        boolean onlyDetails = decision == Decision.WITHDRAW_DETAILS;
        return patiently(sessions.withTransaction(session -> session.createNativeQuery(
                        "select alert_id, alert, details, decision_salt from take_back_consent(?1, ?2, ?3)",
                        Object[].class)
                .setParameter(1, hash)
                .setParameter(2, tip)
                .setParameter(3, onlyDetails)
                .getSingleResultOrNull()
                .chain(changed -> changed == null
                        ? Uni.createFrom().voidItem()
                        : withdrawn(
                                session,
                                tip,
                                (@Nullable UUID) changed[0],
                                new Remaining((boolean) changed[1], (boolean) changed[2]),
                                signature((byte @Nullable []) changed[3], decision, signer)))));
    }

    private Uni<Void> withdrawn(
            Mutiny.Session session, UUID tip, @Nullable UUID alert, Remaining remaining, @Nullable String signature) {
        return outbox.append(session, TO_TRIAGE, ConsentWithdrawn.TYPE, new ConsentWithdrawn(tip, remaining, signature))
                .chain(() -> withdrawn(session, alert, remaining, signature));
    }

    private Uni<Void> withdrawn(
            Mutiny.Session session, @Nullable UUID alert, Remaining remaining, @Nullable String signature) {
        return alert == null
                ? Uni.createFrom().voidItem()
                : outbox.append(
                        session, TO_NOTIFY, AlertWithdrawn.TYPE, new AlertWithdrawn(alert, remaining, signature));
    }

    private static @Nullable String signature(byte @Nullable [] salt, Decision decision, Signer signer) {
        return salt == null ? null : signer.sign(salt, decision);
    }

    /** Erases a mailbox with all its replies, and asks triage to erase its tips. */
    public Uni<Void> erase(byte[] hash, Signer signer) {
        return patiently(sessions.withTransaction(session -> session.createNativeQuery(
                        "select tip_id, open_alert, decision_salt from empty_mailbox(?1)", Object[].class)
                .setParameter(1, hash)
                .getResultList()
                .chain(tips -> tips.stream()
                        .map(tip -> erased(
                                session, (UUID) tip[0], (@Nullable UUID) tip[1], (byte @Nullable []) tip[2], signer))
                        .reduce(Uni.createFrom().voidItem(), (before, next) -> before.chain(() -> next)))));
    }

    private Uni<Void> erased(
            Mutiny.Session session, UUID tip, @Nullable UUID openAlert, byte @Nullable [] salt, Signer signer) {
        return outbox.append(
                        session, TO_TRIAGE, TipErased.TYPE, new TipErased(tip, signature(salt, Decision.ERASE, signer)))
                .chain(() -> withdrawn(
                        session, openAlert, Remaining.NOTHING, signature(salt, Decision.WITHDRAW_ALERT, signer)));
    }

    private <T> Uni<T> patiently(Uni<T> work) {
        return work.ifNoItem().after(config.patience()).fail();
    }

    private static int place(List<Reply> replies, Optional<UUID> wanted) {
        return IntStream.range(0, replies.size())
                .filter(each -> wanted.filter(replies.get(each).id()::equals).isPresent())
                .findFirst()
                .orElse(0);
    }

    private static <T> List<T> list(RowSet<Row> rows, java.util.function.Function<Row, T> each) {
        return StreamSupport.stream(rows.spliterator(), false).map(each).toList();
    }

    private static SentTip tip(Row row) {
        String answer = row.getString("answer");
        String soon = row.getString("soon");
        Buffer salt = row.getDelegate().getBuffer("decision_salt");
        return new SentTip(
                row.getUUID("tip_id"),
                row.getLocalDate("day"),
                row.getLocalDate("opened_on"),
                answer == null ? null : Answer.valueOf(answer.toUpperCase(Locale.ROOT)),
                row.getLocalDate("answered_on"),
                row.getLocalDate("alerted_on"),
                row.getBoolean("alert"),
                row.getBoolean("details"),
                row.getLocalDate("expired_on"),
                row.getString("queue"),
                soon == null ? null : Urgency.valueOf(soon.toUpperCase(Locale.ROOT)),
                salt == null ? null : Base64.getUrlEncoder().withoutPadding().encodeToString(salt.getBytes()));
    }

    private static Reply reply(Row row) {
        return new Reply(row.getUUID("reply_id"), row.getLocalDate("day"), row.getLocalDate("read_on") != null);
    }

    private static Optional<byte[]> sealed(RowSet<Row> rows) {
        return Optional.ofNullable(rows.iterator().next().getDelegate().getBuffer(0))
                .map(Buffer::getBytes);
    }
}
