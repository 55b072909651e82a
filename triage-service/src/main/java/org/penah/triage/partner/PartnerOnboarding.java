package org.penah.triage.partner;

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
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.UnreadableRows;
import org.penah.triage.row.UnreadableRows.Table;

/** Invites partners and takes their signed answers, whose fingerprints two members have heard. */
@ApplicationScoped
class PartnerOnboarding {

    private static final int CHALLENGE_BYTES = 16;

    /** Notify-service refuses one more, those that were ended included: an alert that all were told of must stay one event. */
    private static final int MOST = 1000;

    private final Partners partners;
    private final PartnerDecisions decisions;
    private final Journal journal;
    private final PartnerJson json;
    private final UnreadableRows unreadable;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PartnerOnboarding(
            Partners partners,
            PartnerDecisions decisions,
            Journal journal,
            PartnerJson json,
            UnreadableRows unreadable,
            Clock clock) {
        this.partners = partners;
        this.decisions = decisions;
        this.journal = journal;
        this.json = json;
        this.unreadable = unreadable;
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

    /** Makes a challenge for somebody new, or for a partner that moves or comes back; one before it counts no more. */
    Uni<Void> invite(Mutiny.Session session, Member member, String name) {
        UUID id = UUID.randomUUID();
        byte[] challenge = new byte[CHALLENGE_BYTES];
        random.nextBytes(challenge);
        String asked = "join-" + HexFormat.of().formatHex(challenge);
        LocalDate today = today();
        return decisions
                .lock(session)
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
        String written = json.write(profile);
        LocalDate today = today();
        return decisions
                .lock(session)
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
        return decisions
                .lock(session)
                .chain(() -> find(session, name))
                .map(PartnersGate::requireInvited)
                .chain(invitation -> partners.named(session, name).chain(known -> {
                    Invitation.Answer answer = PartnersGate.requireSecond(invitation, member.name());
                    Statement statement = Statement.read(answer.statement());
                    PartnersGate.requireFitting(statement, invitation, known, today());
                    PartnersGate.requireHeard(statement, heard);
                    return decisions
                            .decide(
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
        return decisions
                .lock(session)
                .chain(() -> find(session, name))
                .map(PartnersGate::requireInvited)
                .call(() -> forget(session, name))
                .chain(invitation -> journal.record(session, member, Deed.PARTNER_DROPPED, invitation.id()));
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
                                "too-many-partners",
                                "Too many",
                                "There are " + MOST
                                        + " partners and invitations, those that were ended included: as many as there may"
                                        + " be. Drop an invitation, or use the name of a partner that was ended. Nobody was invited.");
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

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Invitation invitation(Object[] row) {
        Invitation.Answer answer = row[5] == null
                ? null
                : new Invitation.Answer(
                        (String) row[5],
                        json.read((String) row[6], PartnerDecided.Profile.class),
                        (String) row[7],
                        (LocalDate) row[8]);
        return new Invitation(
                (String) row[0], (UUID) row[1], (String) row[2], (String) row[3], (LocalDate) row[4], answer);
    }
}
