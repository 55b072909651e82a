package org.penah.triage.keyring;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.KeyFolder.SignedPart;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.memberkey.MemberKeys;
import org.penah.triage.memberkey.MemberKeys.CeremonyKey;

/**
 * Takes over at the start what the key ceremony sealed; a key that is known already is replaced, unless a browser made it or
 * its epoch. Rows without a lock get one when the database gets its locks, and never again: later, a row without one
 * was written by somebody else. Where the root key is known, only what it signed is taken over, and whom the ceremony
 * removed has no key afterwards.
 */
@ApplicationScoped
class KeyringImport {

    private static final Logger LOG = Logger.getLogger(KeyringImport.class);

    private final Mutiny.SessionFactory sessions;
    private final KeyringConfig config;
    private final CeremonyRemoval removal;
    private final EpochLocks locks;
    private final Journal journal;
    private final AtomicInteger serial;

    KeyringImport(
            Mutiny.SessionFactory sessions,
            KeyringConfig config,
            CeremonyRemoval removal,
            EpochLocks locks,
            Journal journal,
            MeterRegistry meters) {
        this.serial = meters.gauge("penah.desk.keys.serial", new AtomicInteger());
        this.removal = removal;
        this.journal = journal;
        this.sessions = sessions;
        this.config = config;
        this.locks = locks;
    }

    void start(@Observes StartupEvent started) throws Throwable {
        if (locks.areKept()) {
            bind();
        }
        if (config.importDirectory().isPresent()) {
            take(config.importDirectory().get());
        }
    }

    /** The first start with a folder of locks, and with no other, locks what is there. */
    void bind() throws Throwable {
        int done = VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(session -> locks.bind(
                        session)
                .chain(first -> first ? lockTheRest(session) : Uni.createFrom().item(0))));
        if (done > 0) {
            LOG.warnf("locked %d sealed keys; older backups hold them without a lock until they are gone", done);
        }
    }

    void take(Path directory) throws Throwable {
        KeyFolder folder = new KeyFolder(directory);
        if (config.root().isEmpty()) {
            take(folder, folder.epochs(), folder.queueKeys(), folder.recoveryRecipient());
            return;
        }
        try {
            SignedPart signed = folder.signedBy(config.root().get());
            VertxContextSupport.subscribeAndAwait(
                    () -> sessions.withSession(session -> removal.requireNew(session, signed)));
            List<QueueEpoch> epochs = signed.of(folder.epochs());
            Set<String> ids = epochs.stream().map(KeyringImport::id).collect(Collectors.toSet());
            take(
                    folder,
                    epochs,
                    signed.ofMembers(folder.queueKeys()).stream()
                            .filter(key -> ids.contains(new EpochId(key.queue, key.epoch).toString()))
                            .toList(),
                    Optional.of(signed.manifest().recovery().toString()));
            VertxContextSupport.subscribeAndAwait(
                    () -> sessions.withTransaction(session -> removal.take(session, signed)));
            serial.set(signed.manifest().serial());
        } catch (IOException | GeneralSecurityException | IllegalStateException refused) {
            LOG.errorf("nothing was taken over from the key folder: %s", refused.getMessage());
        }
    }

    private void take(KeyFolder folder, List<QueueEpoch> epochs, List<QueueKey> queues, Optional<String> recovery)
            throws Throwable {
        List<CeremonyKey> members = folder.memberKeys();
        Map<String, String> recipients = folder.recipients();
        VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(session -> decidedHere(session)
                .chain(names -> MemberKeys.takeOver(session, without(names, members, CeremonyKey::member))
                        .chain(() -> settled(session, epochs))
                        .invoke(settled -> warnOf(settled, epochs))
                        .map(Map::keySet)
                        .chain(settled -> readable(session, recipients, queues)
                                .map(keys -> without(
                                        settled,
                                        without(names, keys, k -> new Membership(k.member, k.queue).toString()),
                                        k -> new EpochId(k.queue, k.epoch).toString()))
                                .chain(keys -> each(keys, this::locked))
                                .chain(keys -> newHolders(session, keys)
                                        .call(() -> upsert(session, keys))
                                        .chain(holders -> each(holders, holder -> record(session, holder))))
                                .chain(() -> each(without(settled, epochs, KeyringImport::id), this::locked))
                                .chain(keys -> newKeys(session, keys)
                                        .call(() -> upsert(session, keys))
                                        .chain(news -> each(news, epoch -> record(session, epoch)))))
                        .chain(() ->
                                recovery.isEmpty() ? Uni.createFrom().voidItem() : keep(session, recovery.get())))));
        LOG.infof("took over the sealed keys of %d members, %d of queues", members.size(), queues.size());
    }

    /**
     * The keys of queues that their member can open: the folder's key for them is theirs here. Where their browser made it, a
     * folder brings the next epochs of queues that they hold, and those whose lock is lost, and changes nothing.
     */
    private Uni<List<QueueKey>> readable(
            Mutiny.StatelessSession session, Map<String, String> recipients, List<QueueKey> keys) {
        return MemberKeys.madeHere(session)
                .chain(made -> held(session)
                        .map(held -> keys.stream()
                                .filter(key -> Optional.ofNullable(made.get(key.member))
                                        .filter(here -> here.isEmpty()
                                                || (here.get().equals(recipients.get(key.member))
                                                        && isMissing(held, key)))
                                        .isPresent())
                                .toList()))
                .invoke(readable -> {
                    if (readable.size() < keys.size()) {
                        LOG.infof(
                                "%d sealed keys of the key folder are for members without this key, or who have them",
                                keys.size() - readable.size());
                    }
                });
    }

    /** Which keys members hold, and whether their locks are there. */
    private Uni<Map<String, Boolean>> held(Mutiny.StatelessSession session) {
        return session.createNativeQuery("select queue, epoch, member, sealed_identity from queue_key", Object[].class)
                .getResultList()
                .chain(rows -> each(
                        rows,
                        row -> locks.open((String) row[0], (int) row[1], (String) row[2], (String) row[3])
                                .map(key -> Map.entry(
                                        held((String) row[0], (int) row[1], (String) row[2]), key.isPresent()))))
                .map(held -> held.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static String held(String queue, int epoch, String member) {
        return new EpochId(queue, epoch) + " " + member;
    }

    private static boolean isMissing(Map<String, Boolean> held, QueueKey key) {
        return !held.getOrDefault(held(key.queue, key.epoch, key.member), false)
                && IntStream.rangeClosed(1, key.epoch)
                        .anyMatch(epoch -> held.containsKey(held(key.queue, epoch, key.member)));
    }

    /** Those about whom a folder says nothing new, and who was removed from which queue. */
    private static Uni<Set<String>> decidedHere(Mutiny.StatelessSession session) {
        return MemberKeys.decidedHere(session)
                .chain(members -> session.createNativeQuery(
                                "select member || '/' || queue from left_queue", String.class)
                        .getResultList()
                        .map(left -> {
                            Set<String> names = new HashSet<>(members);
                            names.addAll(left);
                            return names;
                        }));
    }

    /**
     * The epochs about which a folder says nothing new, and the recipient of each that was not destroyed: those that were, and
     * those that a browser made. Only if the lock of such an epoch is lost, its copy in the folder is taken in its place, and it
     * counts as the ceremony's from then on.
     */
    private Uni<Map<String, String>> settled(Mutiny.StatelessSession session, List<QueueEpoch> brought) {
        Map<String, String> recipients =
                brought.stream().collect(Collectors.toMap(KeyringImport::id, epoch -> epoch.recipient));
        return session.createNativeQuery(
                        "select queue, epoch, recipient, recovery_copy from queue_epoch where destroyed_on is not null"
                                + " or begun_on is not null",
                        Object[].class)
                .getResultList()
                .chain(rows -> each(rows, row -> {
                    String id = new EpochId((String) row[0], (int) row[1]).toString();
                    boolean destroyed = row[3] == null;
                    Map.Entry<String, String> epoch = Map.entry(id, destroyed ? "" : (String) row[2]);
                    return destroyed || !row[2].equals(recipients.get(id))
                            ? Uni.createFrom().item(Optional.of(epoch))
                            : locks.open((String) row[0], (int) row[1], EpochLocks.RECOVERY, (String) row[3])
                                    .map(copy -> copy.map(here -> epoch));
                }))
                .map(rows -> rows.stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static void warnOf(Map<String, String> settled, List<QueueEpoch> epochs) {
        long leftOut = epochs.stream()
                .filter(epoch ->
                        !settled.getOrDefault(id(epoch), epoch.recipient).equals(epoch.recipient))
                .count();
        if (leftOut > 0) {
            LOG.errorf(
                    "%d epochs of the key folder were left out: they were destroyed, or the desk began them with other"
                            + " keys; nobody can open what is sealed to the folder's",
                    leftOut);
        }
    }

    /** Members that the folder lets into a queue. */
    private static Uni<List<String>> newHolders(Mutiny.StatelessSession session, List<QueueKey> keys) {
        return session.createNativeQuery("select distinct member || '/' || queue from queue_key", String.class)
                .getResultList()
                .map(Set::copyOf)
                .map(known -> keys.stream()
                        .map(key -> new Membership(key.member, key.queue).toString())
                        .distinct()
                        .filter(holder -> !known.contains(holder))
                        .toList());
    }

    private Uni<Void> record(Mutiny.StatelessSession session, String holder) {
        return journal.recordOfStart(session, Deed.KEY_TAKEN_OVER, holder, null);
    }

    /** Epochs that are new here, or had another key. */
    private static Uni<List<QueueEpoch>> newKeys(Mutiny.StatelessSession session, List<QueueEpoch> epochs) {
        return session.createNativeQuery(
                        "select queue || '/' || epoch || ' ' || recipient from queue_epoch", String.class)
                .getResultList()
                .map(Set::copyOf)
                .map(known -> without(known, epochs, e -> id(e) + " " + e.recipient));
    }

    private Uni<Void> record(Mutiny.StatelessSession session, QueueEpoch epoch) {
        return journal.recordOfStart(
                session,
                Deed.KEY_TAKEN_OVER,
                id(epoch),
                EpochFacts.of(epoch.queue, epoch.epoch, epoch.recipient, epoch.begunOn));
    }

    private static String id(QueueEpoch epoch) {
        return new EpochId(epoch.queue, epoch.epoch).toString();
    }

    private Uni<QueueKey> locked(QueueKey key) {
        return locks.make(key.queue, key.epoch)
                .chain(() -> locks.lock(key.queue, key.epoch, key.member, key.sealedIdentity))
                .map(locked -> QueueKey.of(key.queue, key.epoch, key.member, locked));
    }

    private Uni<QueueEpoch> locked(QueueEpoch epoch) {
        return locks.make(epoch.queue, epoch.epoch)
                .chain(() ->
                        locks.lock(epoch.queue, epoch.epoch, EpochLocks.RECOVERY, String.valueOf(epoch.recoveryCopy)))
                .map(locked -> QueueEpoch.of(epoch.queue, epoch.epoch, epoch.recipient, locked, epoch.begunOn));
    }

    private Uni<Integer> lockTheRest(Mutiny.StatelessSession session) {
        return lockTheRest(
                        session,
                        "select queue, epoch, member, sealed_identity from queue_key where sealed_identity not like"
                                + " 'locked:%'",
                        "update queue_key set sealed_identity = ?1 where queue = ?2 and epoch = ?3 and member = ?4 and"
                                + " sealed_identity = ?5")
                .chain(keys -> lockTheRest(
                                session,
                                "select queue, epoch, '(recovery)', recovery_copy from queue_epoch where recovery_copy"
                                        + " not like 'locked:%'",
                                "update queue_epoch set recovery_copy = ?1 where queue = ?2 and epoch = ?3 and ?4 ="
                                        + " '(recovery)' and recovery_copy = ?5")
                        .map(copies -> keys + copies));
    }

    private Uni<Integer> lockTheRest(Mutiny.StatelessSession session, String open, String lock) {
        return session.createNativeQuery(open, Object[].class)
                .getResultList()
                .chain(rows -> each(
                        rows,
                        row -> locks.make((String) row[0], (int) row[1])
                                .chain(() ->
                                        locks.lock((String) row[0], (int) row[1], (String) row[2], (String) row[3]))
                                .chain(locked -> session.createNativeQuery(lock)
                                        .setParameter(1, locked)
                                        .setParameter(2, row[0])
                                        .setParameter(3, row[1])
                                        .setParameter(4, row[2])
                                        .setParameter(5, row[3])
                                        .executeUpdate())))
                .map(updates -> updates.stream().mapToInt(Integer::intValue).sum());
    }

    private static <T, R> Uni<List<R>> each(List<T> things, Function<T, Uni<R>> deed) {
        return Multi.createFrom()
                .iterable(things)
                .onItem()
                .transformToUniAndConcatenate(thing -> deed.apply(thing))
                .collect()
                .asList();
    }

    private static <K> List<K> without(Set<String> names, List<K> keys, Function<K, String> name) {
        return keys.stream().filter(key -> !names.contains(name.apply(key))).toList();
    }

    private static Uni<Void> keep(Mutiny.StatelessSession session, String recovery) {
        return session.createNativeQuery("delete from recovery_key")
                .executeUpdate()
                .chain(() -> session.createNativeQuery("insert into recovery_key (recipient) values (?1)")
                        .setParameter(1, recovery)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> upsert(Mutiny.StatelessSession session, List<?> keys) {
        return keys.isEmpty() ? Uni.createFrom().voidItem() : session.upsertMultiple(keys);
    }
}
