package org.penah.triage.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.access.Member;
import org.penah.triage.event.Contract;
import org.penah.triage.event.Queues;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** Invites partners, takes their signed answers, and changes how they are told. */
@ApplicationScoped
public class PartnerOnboarding {

    /** Names the advisory lock under which one decision comes after another. */
    private static final long LOCK = 0x706172746e6572L;

    private static final int CHALLENGE_BYTES = 16;

    /** Far more than there are; each costs notify-service a request every few seconds. */
    private static final int MOST = 100;

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
    private interface Next {
        PartnerDecided after(int version, @Nullable PartnerDecided before);
    }

    private final Partners partners;
    private final Outbox outbox;
    private final Journal journal;
    private final ObjectMapper json;
    private final UnreadableRows unreadable;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PartnerOnboarding(
            Partners partners,
            Outbox outbox,
            Journal journal,
            ObjectMapper json,
            UnreadableRows unreadable,
            Clock clock) {
        this.unreadable = unreadable;
        this.partners = partners;
        this.outbox = outbox;
        this.journal = journal;
        this.json = json;
        this.clock = clock;
    }

    /** Those that are open, by name. */
    Uni<List<Invitation>> invitations(Mutiny.Session session) {
        return session.createNativeQuery("""
                        select name, id, challenge, invited_by, invited_on, statement, profile, proposed_by, proposed_on
                        from partner_invitation order by name""", Object[].class)
                .getResultList()
                .map(rows -> unreadable.readable(Table.PARTNER_INVITATION, rows, row -> row[0], this::invitation));
    }

    /** The last one about each partner. */
    Uni<List<Decision>> decisions(Mutiny.Session session) {
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
                read((String) row[2], PartnerDecided.class).disabled(),
                (String) row[3],
                (String) row[4],
                (LocalDate) row[5]);
    }

    /** Makes a challenge for somebody new, or for a partner that moves or comes back; one before it counts no more. */
    Uni<Void> invite(Mutiny.Session session, Member member, String name) {
        UUID id = UUID.randomUUID();
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        String asked = "join-" + HexFormat.of().formatHex(challenge);
        LocalDate today = today();
        return lock(session)
                .chain(() -> partners.named(session, name))
                .invoke(known -> {
                    if (known != null) {
                        PartnersGate.requireManaged(known);
                    }
                })
                .chain(() -> requireRoom(session, name))
                .chain(() -> session.createNativeQuery(
                                "delete from partner_invitation where name = ?1 returning id", UUID.class)
                        .setParameter(1, name)
                        .getSingleResultOrNull())
                .call(() -> session.createNativeQuery("""
                                insert into partner_invitation (name, id, challenge, invited_by, invited_on)
                                values (?1, ?2, ?3, ?4, ?5)""")
                        .setParameter(1, name)
                        .setParameter(2, id)
                        .setParameter(3, asked)
                        .setParameter(4, member.name())
                        .setParameter(5, today)
                        .executeUpdate())
                .chain(before -> before == null
                        ? Uni.createFrom().voidItem()
                        : journal.record(session, member, Deed.PARTNER_DROPPED, before))
                .chain(() -> journal.record(
                        session,
                        member,
                        Deed.PARTNER_INVITED,
                        id,
                        InvitationFacts.of(id, name, asked, member.name(), today)));
    }

    /** Takes an answer whose fingerprint a first member has heard from the partner; nothing leaves by it. */
    Uni<Void> propose(
            Mutiny.Session session,
            Member member,
            String name,
            Statement statement,
            String heard,
            PartnerDecided.Profile profile) {
        String written = write(profile);
        LocalDate today = today();
        return lock(session)
                .chain(() -> find(session, name))
                .map(PartnersGate::requireInvited)
                .call(invitation -> partners.named(session, name)
                        .invoke(known -> PartnersGate.requireFitting(statement, invitation, known, today())))
                .invoke(() -> PartnersGate.requireHeard(statement, heard))
                .chain(invitation -> session.createNativeQuery("""
                                update partner_invitation
                                set statement = ?2, profile = ?3, proposed_by = ?4, proposed_on = ?5 where name = ?1""")
                        .setParameter(1, name)
                        .setParameter(2, statement.text())
                        .setParameter(3, written)
                        .setParameter(4, member.name())
                        .setParameter(5, today)
                        .executeUpdate()
                        .chain(() -> journal.record(
                                session,
                                member,
                                Deed.PARTNER_PROPOSED,
                                invitation.id(),
                                AnswerFacts.of(
                                        invitation.id(), name, statement.text(), written, member.name(), today))));
    }

    /** A second member has heard the same: the partner is taken in, in the caller's transaction. */
    Uni<Void> approve(Mutiny.Session session, Member member, String name, String heard) {
        return lock(session)
                .chain(() -> find(session, name))
                .map(PartnersGate::requireInvited)
                .chain(invitation -> partners.named(session, name).chain(known -> {
                    Invitation.Answer answer = PartnersGate.requireSecond(invitation, member.name());
                    Statement statement = Statement.read(answer.statement());
                    PartnersGate.requireFitting(statement, invitation, known, today());
                    PartnersGate.requireHeard(statement, heard);
                    return decide(
                                    session,
                                    known,
                                    name,
                                    invitation.id(),
                                    answer.proposedBy(),
                                    member.name(),
                                    (version, before) -> new PartnerDecided(
                                            name, version, false, answer.statement(), answer.profile()))
                            .call(() -> forget(session, name))
                            .chain(facts ->
                                    journal.record(session, member, Deed.PARTNER_ADMITTED, invitation.id(), facts));
                }));
    }

    /** Takes an invitation back, and an answer to it. */
    Uni<Void> drop(Mutiny.Session session, Member member, String name) {
        return lock(session)
                .chain(() -> find(session, name))
                .map(PartnersGate::requireInvited)
                .call(() -> forget(session, name))
                .chain(invitation -> journal.record(session, member, Deed.PARTNER_DROPPED, invitation.id()));
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
        return session.createNativeQuery(
                        "select facts from partner_decision where name = ?1 order by version desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(facts -> facts != null && read(facts, PartnerDecided.class).disabled());
    }

    /** Stores a decision and tells notify-service; returns its text for the journal. */
    private Uni<Facts> decide(
            Mutiny.Session session,
            @Nullable PartnerChanged known,
            String name,
            UUID id,
            String decidedBy,
            @Nullable String approvedBy,
            Next next) {
        return session.createNativeQuery(
                        "select facts from partner_decision where name = ?1 order by version desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .chain(facts -> {
                    PartnerDecided before = facts == null ? null : read(facts, PartnerDecided.class);
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
                    String written = write(decided);
                    UUID salt = UUID.randomUUID();
                    LocalDate today = today();
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
                            .chain(() -> outbox.append(session, Queues.NOTIFY, PartnerDecided.TYPE, decided, true))
                            .replaceWith(() -> DecisionFacts.of(
                                    salt, id, name, decided.version(), written, decidedBy, approvedBy, today));
                });
    }

    /**
     * Whom details for a partner may be sealed to: the recipient in the statement whose fingerprint two members heard. Nothing for
     * a partner that the administrator's file brought in.
     */
    public Uni<@Nullable String> heardRecipient(Mutiny.Session session, String name) {
        return session.createNativeQuery(
                        "select facts from partner_decision where name = ?1 order by version desc limit 1",
                        String.class)
                .setParameter(1, name)
                .getSingleResultOrNull()
                .map(facts -> facts == null ? null : statementOf(read(facts, PartnerDecided.class)))
                .map(statement -> statement == null
                        ? null
                        : Statement.read(statement).said().recipient());
    }

    private static @Nullable String statementOf(@Nullable PartnerDecided before) {
        return before == null ? null : before.statement();
    }

    private static Uni<Void> requireRoom(Mutiny.Session session, String name) {
        return session.createNativeQuery("""
                        select count(*) from (select name from partner union select name from partner_invitation) one
                        where name <> ?1""", Long.class)
                .setParameter(1, name)
                .getSingleResult()
                .invoke(others -> {
                    if (others >= MOST) {
                        throw ProblemException.conflict(
                                "too-many", "Too many", "There are as many partners and invitations as there may be.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<@Nullable Invitation> find(Mutiny.Session session, String name) {
        return invitations(session)
                .map(all -> all.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElse(null));
    }

    private static Uni<Void> forget(Mutiny.Session session, String name) {
        return session.createNativeQuery("delete from partner_invitation where name = ?1")
                .setParameter(1, name)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Lets decisions about partners come one after another until the caller's transaction ends. */
    Uni<Void> lock(Mutiny.Session session) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")", Integer.class)
                .getSingleResult()
                .replaceWithVoid();
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Invitation invitation(Object[] row) {
        Invitation.Answer answer = row[5] == null
                ? null
                : new Invitation.Answer(
                        (String) row[5],
                        read((String) row[6], PartnerDecided.Profile.class),
                        (String) row[7],
                        (LocalDate) row[8]);
        return new Invitation(
                (String) row[0], (UUID) row[1], (String) row[2], (String) row[3], (LocalDate) row[4], answer);
    }

    private String write(Object facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plain record can be written", impossible);
        }
    }

    private <T> T read(String facts, Class<T> type) {
        try {
            // A newer version may have kept a field more.
            return json.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(facts);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a partner's stored data cannot be read", damaged);
        }
    }
}
