package org.penah.triage.keyring;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.sealing.manifest.RemovedMembers.RemovedMember;
import org.penah.triage.keyring.KeyFolder.SignedPart;
import org.penah.triage.memberkey.MemberKeys;

/**
 * Takes their keys from members whom the ceremony has removed. Only the root key's word counts: a manifest that it signed, by
 * the root key that this database has known first, and newer than the last one; so nobody who writes the folder removes a member,
 * and nobody is removed again whom the desk has admitted since.
 */
@ApplicationScoped
class CeremonyRemoval {

    private final Keyring keyring;
    private final QueueKeys queueKeys;
    private final MemberKeys memberKeys;
    private final QueueEpochs epochs;
    private final Clock clock;

    CeremonyRemoval(Keyring keyring, QueueKeys queueKeys, MemberKeys memberKeys, QueueEpochs epochs, Clock clock) {
        this.keyring = keyring;
        this.queueKeys = queueKeys;
        this.memberKeys = memberKeys;
        this.epochs = epochs;
        this.clock = clock;
    }

    /** The serial of the last manifest; fails if this one is older, or another root key signed that one. */
    Uni<Integer> requireNew(Mutiny.Session session, SignedPart signed) {
        return seen(session, signed.root()).invoke(seen -> {
            int serial = signed.manifest().serial();
            if (serial < seen) {
                throw new IllegalStateException(
                        "the manifest in it has the serial %d, and %d was here before".formatted(serial, seen));
            }
        });
    }

    /**
     * Comes after the folder's keys were taken over. Fails, and removes nobody, if nobody would then hold a key that sources
     * seal to.
     */
    Uni<Void> take(Mutiny.Session session, SignedPart signed) {
        int serial = signed.manifest().serial();
        return keyring.oneAfterAnother(session)
                .chain(() -> requireNew(session, signed))
                .chain(seen -> signed.removed()
                        .filter(members -> serial > seen)
                        .map(members -> Keyring.each(members.since(seen), member -> remove(session, member))
                                .chain(() -> requireHeld(session, signed))
                                .chain(() -> keep(session, serial, signed.root())))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> requireHeld(Mutiny.Session session, SignedPart signed) {
        return epochs.absent(session, signed.recipientsFrom(LocalDate.now(clock)))
                .invoke(absent -> {
                    if (!absent.isEmpty()) {
                        throw new IllegalStateException(
                                "nobody would hold the key of %s, so nobody was removed".formatted(absent));
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Integer> seen(Mutiny.Session session, String root) {
        return session.createNativeQuery("select serial, root from ceremony order by serial desc", Object[].class)
                .setMaxResults(1)
                .getResultList()
                .map(rows -> {
                    if (rows.isEmpty()) {
                        return 0;
                    }
                    if (!rows.get(0)[1].equals(root)) {
                        throw new IllegalStateException("another root key has signed what was here before");
                    }
                    return (int) rows.get(0)[0];
                });
    }

    private Uni<Void> remove(Mutiny.Session session, RemovedMember removed) {
        return queueKeys
                .leaveByCeremony(session, new Membership(removed.member(), removed.queue()))
                .chain(() -> queueKeys.holdsAny(session, removed.member()))
                .chain(holds -> holds
                        ? Uni.createFrom().voidItem()
                        : queueKeys
                                .forget(session, removed.member())
                                .chain(() -> memberKeys.removeByCeremony(session, removed.member())));
    }

    private static Uni<Void> keep(Mutiny.Session session, int serial, String root) {
        return session.createNativeQuery("insert into ceremony (serial, root) values (?1, ?2)")
                .setParameter(1, serial)
                .setParameter(2, root)
                .executeUpdate()
                .replaceWithVoid();
    }
}
