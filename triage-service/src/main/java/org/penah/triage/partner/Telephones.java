package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;

/**
 * Keeps partners' telephone numbers for those who call when an alert stays unanswered. Browsers seal them to the queues and mark
 * them with the queues' keys, so that this service can neither read nor make one.
 */
@ApplicationScoped
class Telephones {

    /**
     * The numbers of one partner, for one queue.
     *
     * @param sealed what the first member wrote, in base64; it never changes
     * @param approval the second member's word that they have called by it, sealed to the same epoch; absent while nobody has
     * @param approvedBy the second member
     */
    record Telephone(
            UUID telephoneId,
            String partner,
            String queue,
            int epoch,
            String sealed,
            String writtenBy,
            @Nullable String approval,
            @Nullable String approvedBy) {}

    /** The same numbers, as sealed to the epoch of one queue. */
    record Copy(EpochId epoch, String sealed) {}

    private final Keyring keyring;
    private final Partners partners;
    private final PartnerDecisions decisions;
    private final Journal journal;

    Telephones(Keyring keyring, Partners partners, PartnerDecisions decisions, Journal journal) {
        this.keyring = keyring;
        this.partners = partners;
        this.decisions = decisions;
        this.journal = journal;
    }

    /** Those of a member's queues. */
    Uni<List<Telephone>> of(Mutiny.Session session, Member member) {
        return keyring.queuesOf(session, member)
                .chain(queues -> queues.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : found(session, "queue in (?1) order by partner, queue, approved_by nulls last", queues));
    }

    /** Keeps what a member wrote until a second has called; what two have seen stays meanwhile. */
    Uni<Void> write(Mutiny.Session session, Member member, String partner, List<Copy> copies) {
        return decisions
                .lock(session)
                .chain(() -> partners.named(session, partner))
                .invoke(PartnersGate::requireOngoing)
                .chain(() -> decisions.hasEnded(session, partner))
                .invoke(ended -> {
                    if (ended) {
                        throw PartnersGate.ended();
                    }
                })
                .chain(() -> Keyring.each(
                        copies,
                        copy -> requireKey(session, member, copy.epoch())
                                .invoke(readers -> FourEyes.requireReader(member.name(), readers))
                                .replaceWithVoid()))
                .chain(() -> Keyring.each(copies, copy -> write(session, member, partner, copy)));
    }

    private Uni<Void> write(Mutiny.Session session, Member member, String partner, Copy copy) {
        UUID telephoneId = UUID.randomUUID();
        return session.createNativeQuery(
                        "delete from partner_telephone where partner = ?1 and queue = ?2 and approved_by is null")
                .setParameter(1, partner)
                .setParameter(2, copy.epoch().queue())
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                                insert into partner_telephone (telephone_id, partner, queue, epoch, sealed, written_by)
                                values (?1, ?2, ?3, ?4, ?5, ?6)""")
                        .setParameter(1, telephoneId)
                        .setParameter(2, partner)
                        .setParameter(3, copy.epoch().queue())
                        .setParameter(4, copy.epoch().epoch())
                        .setParameter(5, SealedText.bytes(copy.sealed()))
                        .setParameter(6, member.name())
                        .executeUpdate())
                .chain(() -> journal.record(session, member, Deed.TELEPHONE_WRITTEN, telephoneId));
    }

    /**
     * Puts what one member wrote in the place of what two had seen before.
     *
     * @param approval the second member's word about that text, sealed to the same epoch; browsers compare the two
     */
    Uni<Void> approve(Mutiny.Session session, Member member, UUID telephoneId, String approval) {
        return decisions
                .lock(session)
                .chain(() -> found(session, "telephone_id = ?1 and approved_by is null", telephoneId))
                .map(waiting -> waiting.stream().findFirst().orElseThrow(ProblemException::notFound))
                .chain(waiting -> requireKey(session, member, new EpochId(waiting.queue(), waiting.epoch()))
                        .invoke(readers -> FourEyes.require(waiting.writtenBy(), member.name(), readers))
                        .chain(() -> session.createNativeQuery(
                                        "delete from partner_telephone where partner = ?1 and queue = ?2 and approved_by is not null")
                                .setParameter(1, waiting.partner())
                                .setParameter(2, waiting.queue())
                                .executeUpdate())
                        .chain(() -> session.createNativeQuery(
                                        "update partner_telephone set approval = ?2, approved_by = ?3 where telephone_id = ?1 and approved_by is null")
                                .setParameter(1, telephoneId)
                                .setParameter(2, SealedText.bytes(approval))
                                .setParameter(3, member.name())
                                .executeUpdate())
                        .invoke(approved -> {
                            if (approved != 1) {
                                throw ProblemException.notFound();
                            }
                        }))
                .chain(() -> journal.record(session, member, Deed.TELEPHONE_APPROVED, telephoneId));
    }

    /** Deletes the numbers of a partner that was ended. */
    static Uni<Void> forget(Mutiny.Session session, String partner) {
        return session.createNativeQuery("delete from partner_telephone where partner = ?1")
                .setParameter(1, partner)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Who has shown that they read the queue, for a member who holds the key of this epoch. */
    private Uni<List<String>> requireKey(Mutiny.Session session, Member member, EpochId epoch) {
        return keyring.holds(session, member, epoch)
                .invoke(holds -> {
                    if (!holds) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> keyring.readersUpTo(session, epoch.queue(), epoch.epoch()));
    }

    private static Uni<List<Telephone>> found(Mutiny.Session session, String where, Object which) {
        return session.createNativeQuery(
                        "select telephone_id, partner, queue, epoch, sealed, written_by, approval, approved_by from partner_telephone where "
                                + where,
                        Object[].class)
                .setParameter(1, which)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Telephone(
                                (UUID) row[0],
                                (String) row[1],
                                (String) row[2],
                                (int) row[3],
                                base64((byte[]) row[4]),
                                (String) row[5],
                                row[6] == null ? null : base64((byte[]) row[6]),
                                (String) row[7]))
                        .toList());
    }

    private static String base64(byte[] sealed) {
        return Base64.getEncoder().encodeToString(sealed);
    }
}
