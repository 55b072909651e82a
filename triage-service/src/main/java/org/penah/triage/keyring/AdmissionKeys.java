package org.penah.triage.keyring;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.keyring.QueueKeys.SealedQueueKey;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.memberkey.Armored;
import org.penah.triage.pending.PendingDeeds;

/** Keeps keys that are sealed to somebody who is not in the queue yet; nobody gets them. */
@ApplicationScoped
public class AdmissionKeys {

    private final PendingDeeds pending;
    private final Keyring keyring;
    private final EpochLocks locks;

    AdmissionKeys(PendingDeeds pending, Keyring keyring, EpochLocks locks) {
        this.pending = pending;
        this.keyring = keyring;
        this.locks = locks;
    }

    /** Keeps those whose epoch was not destroyed. */
    public Uni<Void> keep(Mutiny.Session session, Membership membership, List<SealedQueueKey> keys) {
        return Keyring.each(
                keys,
                key -> keyring.living(session, key)
                        .chain(living -> living
                                ? locks.lock(
                                                membership.queue(),
                                                key.epoch(),
                                                membership.member(),
                                                Armored.sealed(key.sealedIdentity()))
                                        .chain(locked -> keep(session, membership, key.epoch(), locked))
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem()));
    }

    private static Uni<Integer> keep(Mutiny.Session session, Membership membership, int epoch, String locked) {
        return session.createNativeQuery(
                        "insert into admission_key (member, queue, epoch, sealed_identity) values (?1, ?2, ?3, ?4)")
                .setParameter(1, membership.member())
                .setParameter(2, membership.queue())
                .setParameter(3, epoch)
                .setParameter(4, locked)
                .executeUpdate();
    }

    /** The epochs whose keys wait for somebody. */
    public Uni<List<Integer>> epochs(Mutiny.Session session, Membership membership) {
        return session.createNativeQuery(
                        "select epoch from admission_key where member = ?1 and queue = ?2", Integer.class)
                .setParameter(1, membership.member())
                .setParameter(2, membership.queue())
                .getResultList();
    }

    /** They are the member's from now on. */
    public Uni<Integer> handOver(Mutiny.Session session, Membership membership) {
        return session.createNativeQuery("""
                        insert into queue_key (queue, epoch, member, sealed_identity)
                        select a.queue, a.epoch, a.member, a.sealed_identity
                        from admission_key a join queue_epoch e using (queue, epoch)
                        where a.member = ?1 and a.queue = ?2 and e.destroyed_on is null on conflict do nothing""")
                .setParameter(1, membership.member())
                .setParameter(2, membership.queue())
                .executeUpdate()
                .chain(() -> drop(session, membership));
    }

    public Uni<Integer> drop(Mutiny.Session session, Membership membership) {
        return session.createNativeQuery("delete from admission_key where member = ?1 and queue = ?2")
                .setParameter(1, membership.member())
                .setParameter(2, membership.queue())
                .executeUpdate();
    }

    /** Also what was asked for them: they are gone, or have another key. */
    Uni<Void> dropAll(Mutiny.Session session, String member) {
        return session.createNativeQuery("select distinct queue from admission_key where member = ?1", String.class)
                .setParameter(1, member)
                .getResultList()
                .chain(queues -> Keyring.each(queues, queue -> refuse(session, new Membership(member, queue))));
    }

    /** The same for one queue. */
    Uni<Void> refuse(Mutiny.Session session, Membership membership) {
        return pending.drop(session, Deed.MEMBER_ADMITTED, membership.toString())
                .chain(() -> drop(session, membership))
                .replaceWithVoid();
    }

    /** Those of an epoch that is destroyed. */
    Uni<Integer> dropOf(Mutiny.Session session, String queue, int epoch) {
        return session.createNativeQuery("delete from admission_key where queue = ?1 and epoch = ?2")
                .setParameter(1, queue)
                .setParameter(2, epoch)
                .executeUpdate();
    }
}
