package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.access.Member;
import org.penah.triage.event.Contract;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** Keeps what the desk decides about partners, one decision after another, and tells notify-service. */
@ApplicationScoped
public class PartnerDecisions {

    /** Names the advisory lock under which one decision comes after another. */
    private static final long LOCK = 0x706172746e6572L;

    /**
     * A decision, as the page shows it.
     *
     * @param approvedBy the second member, where there had to be one
     */
    record Decision(
            String name,
            int version,
            boolean disabled,
            String decidedBy,
            @Nullable String approvedBy,
            LocalDate decidedOn) {}

    /** Makes the decision that follows the one before; null before the first. */
    interface Next {
        PartnerDecided after(int version, @Nullable PartnerDecided before);
    }

    private final Partners partners;
    private final Outbox outbox;
    private final Journal journal;
    private final PartnerJson json;
    private final UnreadableRows unreadable;
    private final Clock clock;

    PartnerDecisions(
            Partners partners,
            Outbox outbox,
            Journal journal,
            PartnerJson json,
            UnreadableRows unreadable,
            Clock clock) {
        this.partners = partners;
        this.outbox = outbox;
        this.journal = journal;
        this.json = json;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    /** The last one about each partner. */
    Uni<List<Decision>> all(Mutiny.Session session) {
        return session.createNativeQuery("""
                        select distinct on (name) name, version, facts, decided_by, approved_by, decided_on
                        from partner_decision order by name, version desc""", Object[].class)
                .getResultList()
                .map(rows -> unreadable.readable(Table.PARTNER_DECISION, rows, row -> row[0], this::decision));
    }

    private Decision decision(Object[] row) {
        return new Decision(
                (String) row[0],
                (int) row[1],
                json.read((String) row[2], PartnerDecided.class).disabled(),
                (String) row[3],
                (String) row[4],
                (LocalDate) row[5]);
    }

    /** Lets decisions about partners come one after another until the caller's transaction ends. */
    Uni<Void> lock(Mutiny.Session session) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")", Integer.class)
                .getSingleResult()
                .replaceWithVoid();
    }

    /** Changes how a partner is told; where and with which keys, only the partner's own word changes. */
    Uni<Void> change(Mutiny.Session session, Member member, String name, PartnerDecided.Profile profile) {
        UUID id = UUID.randomUUID();
        return lock(session)
                .chain(() -> partners.named(session, name))
                .invoke(PartnersGate::requireOngoing)
                .chain(known -> decide(
                        session,
                        known,
                        name,
                        id,
                        member.name(),
                        null,
                        (version, before) -> new PartnerDecided(name, version, false, statementOf(before), profile)))
                .chain(facts -> journal.record(session, member, Deed.PARTNER_CHANGED, id, facts));
    }

    /**
     * Ends a partner: it gets nothing more, and others get its alerts.
     *
     * @param approvedBy the second member; null if nobody kept it for an hour
     * @return what it says, for the journal
     */
    Uni<Facts> end(
            Mutiny.Session session,
            @Nullable PartnerChanged known,
            String name,
            PendingDeed asked,
            @Nullable String approvedBy) {
        return decide(
                        session,
                        known,
                        name,
                        asked.id(),
                        asked.by(),
                        approvedBy,
                        (version, before) -> new PartnerDecided(
                                name, version, true, statementOf(before), before == null ? null : before.profile()))
                .call(() -> Telephones.forget(session, name));
    }

    /** Whether the desk's last word about a partner is that it ended; notify-service may not have said so yet. */
    Uni<Boolean> hasEnded(Mutiny.Session session, String name) {
        return last(session, name).map(last -> last != null && last.disabled());
    }

    /** Stores a decision and tells notify-service; returns its text for the journal. */
    Uni<Facts> decide(
            Mutiny.Session session,
            @Nullable PartnerChanged known,
            String name,
            UUID id,
            String decidedBy,
            @Nullable String approvedBy,
            Next next) {
        return last(session, name).chain(before -> {
            // notify-service may know of a later one than a desk that was put back from a backup.
            int heard = known == null || known.managed() == null
                    ? 0
                    : known.managed().version();
            int version = Math.max(heard, before == null ? 0 : before.version()) + 1;
            if (version > Contract.MOST) {
                throw ProblemException.conflict(
                        "no-more-decisions",
                        "No more decisions",
                        "Somebody has forged decisions about this partner up to the last number that there is."
                                + " Take it in under another name.");
            }
            PartnerDecided decided = next.after(version, before);
            String written = json.write(decided);
            UUID salt = UUID.randomUUID();
            LocalDate today = LocalDate.now(clock);
            return session.createNativeQuery("""
                                    insert into partner_decision
                                        (name, version, id, facts, decided_by, approved_by, decided_on, salt)
                                    values (?1, ?2, ?3, ?4, ?5, cast(?6 as text), ?7, ?8)""")
                    .setParameter(1, name)
                    .setParameter(2, decided.version())
                    .setParameter(3, id)
                    .setParameter(4, written)
                    .setParameter(5, decidedBy)
                    .setParameter(6, approvedBy)
                    .setParameter(7, today)
                    .setParameter(8, salt)
                    .executeUpdate()
                    // As urgent as an alert, which must not reach a partner before the word that it is none any
                    // more.
                    .chain(() -> outbox.append(session, Receivers.NOTIFY, PartnerDecided.TYPE, decided, true))
                    .replaceWith(() ->
                            DecisionFacts.of(salt, id, name, decided.version(), written, decidedBy, approvedBy, today));
        });
    }

    /**
     * Whom details for a partner may be sealed to: the recipient in the statement whose fingerprint two members heard. Nothing for
     * a partner that the administrator's file brought in.
     */
    public Uni<@Nullable String> heardRecipient(Mutiny.Session session, String name) {
        return last(session, name)
                .map(PartnerDecisions::statementOf)
                .map(statement -> statement == null
                        ? null
                        : Statement.read(statement).said().recipient());
    }

    private Uni<@Nullable PartnerDecided> last(Mutiny.Session session, String name) {
        return session.createNativeQuery(
                        "select facts from partner_decision where name = ?1 order by version desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(facts -> facts == null ? null : json.read(facts, PartnerDecided.class));
    }

    private static @Nullable String statementOf(@Nullable PartnerDecided before) {
        return before == null ? null : before.statement();
    }
}
