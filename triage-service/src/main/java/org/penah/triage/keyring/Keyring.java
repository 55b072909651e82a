package org.penah.triage.keyring;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.keyring.QueueKeys.SealedQueueKey;
import org.penah.triage.problem.ProblemException;

/** Says which queues a member belongs to: those whose key they hold. */
@ApplicationScoped
public class Keyring {

    /** Names the advisory lock; nothing else may use the number. */
    private static final long LOCK = 0x70656f706c65L;

    /** HQL: a row with each of {@code :queues} that a member has a key of. */
    public static final String EACH_OF_QUEUES =
            "(select distinct k.queue as queue from QueueKey k where k.queue in :queues)";

    /** SQL: the queues of which somebody holds a key. */
    public static final String QUEUES = "(select k.queue from queue_key k)";

    /** SQL: the queues and epochs of which somebody holds the key. */
    public static final String EPOCHS = "(select k.queue, k.epoch from queue_key k)";

    /** The names of the member's queues, in order. */
    public Uni<List<String>> queuesOf(Mutiny.Session session, Member member) {
        return session.createQuery(
                        "select distinct k.queue from QueueKey k where k.member = :member order by k.queue",
                        String.class)
                .setParameter("member", member.name())
                .getResultList();
    }

    /** Whether the member holds the key of this epoch. */
    public Uni<Boolean> holds(Mutiny.Session session, Member member, EpochId id) {
        return session.createQuery(
                        "select count(*) from QueueKey k where k.member = :member and k.queue = :queue and k.epoch = :epoch",
                        Long.class)
                .setParameter("member", member.name())
                .setParameter("queue", id.queue())
                .setParameter("epoch", id.epoch())
                .getSingleResult()
                .map(keys -> keys > 0);
    }

    /** Lets deeds about keys come one after another until the caller's transaction ends. */
    public Uni<Integer> oneAfterAnother(Mutiny.Session session) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")", Integer.class)
                .getSingleResult();
    }

    /** Keeps deeds about keys back until the caller's transaction ends; a problem if one is under way, rather than a wait for each other. */
    public Uni<Void> holdStill(Mutiny.Session session) {
        return session.createNativeQuery("select pg_try_advisory_xact_lock_shared(" + LOCK + ")", Boolean.class)
                .getSingleResult()
                .invoke(still -> {
                    if (!still) {
                        throw ProblemException.conflict(
                                "keys-change",
                                "Keys change",
                                "A key is being changed at this moment. Nothing was changed: try again.");
                    }
                })
                .replaceWithVoid();
    }

    /** The names of those who hold the key of a queue, in order. */
    public Uni<List<String>> membersOf(Mutiny.Session session, String queue) {
        return session.createQuery(
                        "select distinct k.member from QueueKey k where k.queue = :queue order by k.member",
                        String.class)
                .setParameter("queue", queue)
                .getResultList();
    }

    /** The same for any of these queues. */
    public Uni<List<String>> membersOfAny(Mutiny.Session session, List<String> queues) {
        return session.createQuery(
                        "select distinct k.member from QueueKey k where k.queue in :queues order by k.member",
                        String.class)
                .setParameter("queues", queues)
                .getResultList();
    }

    /** The names of those who have shown that they open the key of a queue's epoch, in order: who can be a second person. */
    public Uni<List<String>> readersOf(Mutiny.Session session, String queue, int epoch) {
        return readers(session, queue, epoch, epoch);
    }

    /** The same for any epoch up to this one: a member who begins a later one can show its key to themselves. */
    public Uni<List<String>> readersUpTo(Mutiny.Session session, String queue, int epoch) {
        return readers(session, queue, 0, epoch);
    }

    /** The names of those who have shown that they open the key of some queue. */
    public Uni<List<String>> readers(Mutiny.Session session) {
        return session.createQuery(
                        "select distinct k.member from QueueKey k where k.shown order by k.member", String.class)
                .getResultList();
    }

    private static Uni<List<String>> readers(Mutiny.Session session, String queue, int first, int last) {
        return session.createQuery(
                        "select distinct k.member from QueueKey k where k.queue = :queue and k.shown"
                                + " and k.epoch between :first and :last order by k.member",
                        String.class)
                .setParameter("queue", queue)
                .setParameter("first", first)
                .setParameter("last", last)
                .getResultList();
    }

    /** The recovery key, to which next epochs are sealed besides the members; none before a key ceremony was imported. */
    public Uni<List<String>> recoveryRecipient(Mutiny.Session session) {
        return session.createNativeQuery("select recipient from recovery_key", String.class)
                .getResultList();
    }

    /** The number of a queue's newest epoch. */
    public Uni<Integer> last(Mutiny.Session session, String queue) {
        return session.createQuery(
                        "select coalesce(max(e.epoch), 0) from QueueEpoch e where e.queue = :queue", Integer.class)
                .setParameter("queue", queue)
                .getSingleResult();
    }

    /** Whether the epoch of a key was not destroyed: a browser that had it open may still hold it, but nobody gets it again. */
    Uni<Boolean> living(Mutiny.Session session, SealedQueueKey key) {
        String queue = Objects.requireNonNullElse(key.queue(), "");
        return session.find(QueueEpoch.class, new QueueEpoch.Key(queue, key.epoch()))
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound)
                .map(epoch -> epoch.destroyedOn == null);
    }

    /** Does something with one thing after another. */
    public static <T> Uni<Void> each(List<T> things, Function<T, Uni<Void>> deed) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (T thing : things) {
            done = done.chain(() -> deed.apply(thing));
        }
        return done;
    }
}
