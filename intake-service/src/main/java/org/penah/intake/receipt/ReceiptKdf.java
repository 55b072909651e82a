package org.penah.intake.receipt;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.penah.intake.keys.Keys;
import org.penah.sealing.decision.DecisionKeys;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptKeys;
import org.penah.sealing.receipt.ReceiptParameters;

/**
 * Derives what receipts open: the costliest thing that a stranger can ask of this service.
 *
 * <p>As many at a time as there are cores, the others in a queue of bounded length, so that no flood of them can take
 * the threads or the memory of what else is going on. Every method is to be called on a Vert.x context, which is
 * answered, and fails with a {@link BusyException} if too many wait.
 */
@ApplicationScoped
public class ReceiptKdf {

    private static final String NAME = "derivation";

    private final Keys keys;
    private final WorkerExecutor workers;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReplyOpener opener = new ReplyOpener();
    private final SecureRandom random = new SecureRandom();

    ReceiptKdf(Keys keys, Vertx vertx, ReceiptKdfConfig config) {
        this.keys = keys;
        this.workers =
                vertx.createSharedWorkerExecutor(NAME, Runtime.getRuntime().availableProcessors());
        this.mostWaiting = config.mostWaiting();
    }

    @PreDestroy
    void stop() {
        workers.close();
    }

    /** Where the replies to a tip go, and what decides about it. */
    public Future<Mailbox> mailbox(Receipt receipt) {
        ReceiptParameters parameters = parameters();
        return work(() -> {
            ReceiptKeys derived = receipt.derive(parameters);
            try {
                byte[] salt = new byte[DecisionKeys.SALT_LENGTH];
                random.nextBytes(salt);
                return Mailbox.of(derived, salt);
            } finally {
                derived.destroy();
            }
        });
    }

    /** The key that opens the mailbox; the caller closes it. */
    public Future<MailboxKey> key(Receipt receipt) {
        ReceiptParameters parameters = parameters();
        return work(() -> new MailboxKey(receipt.derive(parameters)));
    }

    /**
     * Opens a reply, or spends the same time on none.
     *
     * @return its text, empty if there is none or if it cannot be opened
     */
    public Future<Optional<String>> open(Optional<byte[]> sealed, MailboxKey key) {
        return work(() -> opener.open(sealed, key.keys().identity()));
    }

    private ReceiptParameters parameters() {
        return keys.receipts().orElseThrow(() -> new IllegalStateException("there is no verified manifest"));
    }

    private <T> Future<T> work(Callable<T> piece) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return Future.failedFuture(new BusyException());
        }
        return workers.executeBlocking(piece, false).onComplete(done -> waiting.decrementAndGet());
    }
}
