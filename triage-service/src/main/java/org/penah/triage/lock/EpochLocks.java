package org.penah.triage.lock;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Locks the sealed keys of an epoch before they go into the database, and opens them on the way out.
 *
 * <p>A lock is on the disk before the first row that needs it, and is deleted after the last: a crash in between can
 * leave an unused lock, never a row without one.
 */
@ApplicationScoped
public class EpochLocks {

    /** Used in place of a member's name; Keycloak allows no parentheses in account names. */
    public static final String RECOVERY = "(recovery)";

    /** Names the advisory lock under which instances come one after another; nothing else may use the number. */
    private static final long LOCK = 0x6c6f636b73L;

    private static final Logger LOG = Logger.getLogger(EpochLocks.class);

    private final Optional<LockFolder> folder;
    private final Vertx vertx;
    /** The locks of the database's folder; unknown before the start is complete. */
    private volatile @Nullable UUID id;

    EpochLocks(LockConfig config, Vertx vertx) {
        this.folder = config.epochLocks().map(LockFolder::new);
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        if (folder.isEmpty()) {
            LOG.warn("penah.keyring.epoch-locks is not set: backups of the database keep the keys of destroyed epochs");
        }
    }

    /** Whether a destroyed epoch is unreadable in backups, too. */
    public boolean areKept() {
        return folder.isPresent();
    }

    /**
     * Sees that the folder is the one of this database; the first time, they are made to belong together.
     *
     * @return whether this was the first time; fails if the folder belongs to another database, or none is there
     */
    public Uni<Boolean> bind(Mutiny.StatelessSession session) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")", Integer.class)
                .getSingleResult()
                .chain(() -> session.createNativeQuery("select id from lock_folder", UUID.class)
                        .getSingleResultOrNull())
                .chain(known -> blocking(() -> bind(folder.orElseThrow(), known)))
                .chain(first -> first
                        ? session.createNativeQuery("insert into lock_folder (id) values (?1)")
                                .setParameter(1, id)
                                .executeUpdate()
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private boolean bind(LockFolder there, @Nullable UUID known) throws IOException {
        UUID found = there.id().orElse(null);
        if (known == null && found == null) {
            id = there.nameIt();
            return true;
        }
        if (!Objects.equals(known, found)) {
            throw new IllegalStateException(
                    known == null
                            ? "the folder of locks belongs to another database than this one"
                            : "the folder of locks is empty or another database's: mount the right volume");
        }
        id = found;
        return false;
    }

    /** Whether the locks can be read and made; also true if there are to be none. */
    boolean areThere() {
        return folder.map(there -> there.isThere() && isOurs(there)).orElse(true);
    }

    private boolean isOurs(LockFolder there) {
        try {
            return id != null && there.id().equals(Optional.ofNullable(id));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Makes the lock of an epoch that has no key in the database yet, or comes from the ceremony; keeps an existing one. */
    public Uni<Void> make(String queue, int epoch) {
        return folder.isEmpty()
                ? Uni.createFrom().voidItem()
                : blocking(() -> {
                            if (!isOurs(folder.get())) {
                                throw new IOException("the folder of locks is not this database's");
                            }
                            folder.get().obtain(queue, epoch);
                            return true;
                        })
                        .replaceWithVoid();
    }

    /** Locks a key for the database; returns it unchanged if there are no locks; fails if this epoch's is lost. */
    public Uni<String> lock(String queue, int epoch, String whose, String sealed) {
        return folder.isEmpty()
                ? Uni.createFrom().item(sealed)
                : blocking(() -> folder.get()
                        .find(queue, epoch)
                        .orElseThrow(() -> new IOException("an epoch's lock is not in the folder"))
                        .close(place(queue, epoch, whose), sealed));
    }

    /** The key that was locked; empty if its lock is missing or a different one, or if somebody wrote it without a lock. */
    public Uni<Optional<String>> open(String queue, int epoch, String whose, String stored) {
        boolean locked = stored.startsWith(EpochLock.MARK);
        if (locked != folder.isPresent()) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (folder.isEmpty()) {
            return Uni.createFrom().item(Optional.of(stored));
        }
        return blocking(() ->
                folder.get().find(queue, epoch).flatMap(lock -> lock.open(place(queue, epoch, whose), stored)));
    }

    /** Destroys the lock of an epoch for good; once more changes nothing. */
    public Uni<Void> destroy(String queue, int epoch) {
        return folder.isEmpty()
                ? Uni.createFrom().voidItem()
                : blocking(() -> {
                            folder.get().destroy(queue, epoch);
                            return true;
                        })
                        .replaceWithVoid();
    }

    private static String place(String queue, int epoch, String whose) {
        return queue + "/" + epoch + "/" + whose;
    }

    /** A folder that instances share may be slow, and the event loop must not wait for it. */
    private <T> Uni<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work);
    }
}
