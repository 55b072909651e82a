package org.penah.triage.memberkey;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;

/** Keeps members' own keys. A member without one is nobody to this service. */
@ApplicationScoped
public class MemberKeys {

    /** What everybody may know of a member's key. */
    public record Holder(
            String name,
            @Nullable String recipient,
            @Nullable LocalDate enrolledOn) {}

    /** What only the member's browser opens. */
    public record OwnKey(
            String sealedIdentity,
            @Nullable String recipient,
            @Nullable PasskeyCopy passkey) {}

    /** The identity, sealed under what the named passkey derives. */
    public record PasskeyCopy(
            @Nullable String credential, @Nullable String sealedIdentity) {}

    /** As the key ceremony made it. */
    public record CeremonyKey(
            String member, String sealedIdentity, @Nullable String recipient) {}

    private final Journal journal;
    private final Clock clock;

    MemberKeys(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** By name. */
    public Uni<List<Holder>> all(Mutiny.Session session) {
        return session.createQuery("from MemberKey m order by m.member", MemberKey.class)
                .getResultList()
                .map(keys -> keys.stream()
                        .map(key -> new Holder(key.member, key.recipient, key.enrolledOn))
                        .toList());
    }

    /** Nothing if the member has not enrolled. */
    public Uni<@Nullable OwnKey> of(Mutiny.Session session, String member) {
        return session.find(MemberKey.class, member)
                .chain(key -> session.find(MemberPasskey.class, member)
                        .map(passkey -> key == null
                                ? null
                                : new OwnKey(
                                        key.sealedIdentity,
                                        key.recipient,
                                        passkey == null
                                                ? null
                                                : new PasskeyCopy(passkey.credential, passkey.sealedIdentity))));
    }

    /** Fails with a problem if somebody has not enrolled. */
    public Uni<Void> requireKnown(Mutiny.Session session, String member) {
        return known(session, member).replaceWithVoid();
    }

    /** Fails with a problem if somebody has made another key meanwhile. */
    public Uni<Void> requireRecipient(Mutiny.Session session, String member, String recipient) {
        return known(session, member)
                .invoke(key -> {
                    if (!recipient.equals(key.recipient)) {
                        throw ProblemException.conflict(
                                "other-key",
                                "Another key",
                                "This person has made another key meanwhile. Compare the fingerprint again.");
                    }
                })
                .replaceWithVoid();
    }

    /** Keeps the identity that a member's browser made. */
    public Uni<Void> enrol(Mutiny.Session session, Member member, String sealedIdentity, String recipient) {
        MemberKey key = MemberKey.of(member.name(), sealedIdentity);
        key.recipient = recipient;
        key.enrolledOn = LocalDate.now(clock);
        return session.persist(key)
                .call(session::flush)
                .chain(() -> journal.record(
                        session,
                        member,
                        Deed.MEMBER_ENROLLED,
                        member.name(),
                        KeyFacts.of(member.name(), recipient, key.enrolledOn)));
    }

    /** Keeps what a passkey opens, in the place of what another one opened; the passphrase opens the identity as before. */
    public Uni<Void> addPasskey(Mutiny.Session session, Member member, String credential, String sealedIdentity) {
        return known(session, member.name())
                .chain(() -> session.createNativeQuery("""
                        insert into member_passkey (member, credential, sealed_identity) values (?1, ?2, ?3)
                        on conflict (member) do update
                        set credential = excluded.credential, sealed_identity = excluded.sealed_identity""")
                        .setParameter(1, member.name())
                        .setParameter(2, credential)
                        .setParameter(3, sealedIdentity)
                        .executeUpdate())
                .chain(() -> journal.record(session, member, Deed.PASSKEY_ADDED, member.name()));
    }

    /** Deletes what a passkey opens. */
    public Uni<Void> forgetPasskey(Mutiny.Session session, Member member) {
        return session.createMutationQuery("delete from MemberPasskey p where p.member = :member")
                .setParameter("member", member.name())
                .executeUpdate()
                .chain(() -> journal.record(session, member, Deed.PASSKEY_FORGOTTEN, member.name()));
    }

    /** Deletes a member's key; what was sealed to it opens no more. */
    public Uni<Void> forget(Mutiny.Session session, String member) {
        return session.createMutationQuery("delete from MemberKey k where k.member = :member")
                .setParameter("member", member)
                .executeUpdate()
                .invoke(session::clear)
                .replaceWithVoid();
    }

    /** Deletes the key of somebody who leaves, whom no folder of the ceremony brings back. */
    public Uni<Void> remove(Mutiny.Session session, Member lead, String member) {
        return remove(session, member).chain(() -> journal.record(session, lead, Deed.MEMBER_REMOVED, member));
    }

    /** The same for somebody whom the ceremony removed. */
    public Uni<Void> removeByCeremony(Mutiny.Session session, String member) {
        return session.find(MemberKey.class, member)
                .chain(known -> known == null
                        ? Uni.createFrom().voidItem()
                        : remove(session, member)
                                .chain(() -> journal.recordOfStart(session, Deed.MEMBER_REMOVED, member, null)));
    }

    private Uni<Integer> remove(Mutiny.Session session, String member) {
        return forget(session, member)
                .chain(() -> session.createNativeQuery(
                                "insert into removed_member (member, day) values (?1, ?2) on conflict do nothing")
                        .setParameter(1, member)
                        .setParameter(2, LocalDate.now(clock))
                        .executeUpdate());
    }

    /** Those whose key their browser made, and those who were removed: about them a folder of the ceremony says nothing new. */
    public static Uni<Set<String>> decidedHere(Mutiny.StatelessSession session) {
        return session.createNativeQuery(
                        "select member from member_key where enrolled_on is not null union select member from removed_member",
                        String.class)
                .getResultList()
                .map(Set::copyOf);
    }

    /** Who has a key, and to which recipient their browser made it; to none if the ceremony made it. */
    public static Uni<Map<String, Optional<String>>> madeHere(Mutiny.StatelessSession session) {
        return session.createNativeQuery(
                        "select member, case when enrolled_on is not null then recipient end from member_key",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(
                                Collectors.toMap(row -> (String) row[0], row -> Optional.ofNullable((String) row[1]))));
    }

    /** Keeps keys of the ceremony, also in the place of others. */
    public static Uni<Void> takeOver(Mutiny.StatelessSession session, List<CeremonyKey> keys) {
        return keys.isEmpty()
                ? Uni.createFrom().voidItem()
                : session.upsertMultiple(keys.stream().map(MemberKeys::entity).toList());
    }

    private static MemberKey entity(CeremonyKey made) {
        MemberKey key = MemberKey.of(made.member(), made.sealedIdentity());
        key.recipient = made.recipient();
        return key;
    }

    private static Uni<MemberKey> known(Mutiny.Session session, String member) {
        return session.find(MemberKey.class, member).onItem().ifNull().failWith(ProblemException::notFound);
    }
}
