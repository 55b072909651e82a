package org.penah.triage.lock;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/**
 * Locks the sealed keys of an epoch before they go into the database, and opens them on the way out.
 *
 * <p>A lock is on the disk before the first row that needs it, and goes after the last: what breaks off in between leaves a
 * lock too many, never a row without one.
 */
@ApplicationScoped
public class EpochLocks {

    /** Stands where a member's name would; Keycloak allows no account to have parentheses in its name. */
    public static final String RECOVERY = "(recovery)";

    private static final Logger LOG = Logger.getLogger(EpochLocks.class);

    private final Optional<LockFolder> folder;
    private final Vertx vertx;

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

    /** Whether the locks can be read and made; also true if there are to be none. */
    boolean areThere() {
        return folder.map(LockFolder::isThere).orElse(true);
    }

    public static boolean isLocked(String stored) {
        return stored.startsWith(EpochLock.MARK);
    }

    /** What goes into the database: the same that came, if there are no locks. */
    public Uni<String> lock(String queue, int epoch, String whose, String sealed) {
        return folder.isEmpty()
                ? Uni.createFrom().item(sealed)
                : blocking(() -> folder.get().obtain(queue, epoch).close(place(queue, epoch, whose), sealed));
    }

    /** What was locked; nothing if its lock is gone or is another. */
    public Uni<Optional<String>> open(String queue, int epoch, String whose, String stored) {
        if (!isLocked(stored)) {
            return Uni.createFrom().item(Optional.of(stored));
        }
        if (folder.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
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
