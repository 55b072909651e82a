package org.penah.intake.receipt;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.penah.intake.keys.Keys;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptKeys;
import org.penah.sealing.receipt.ReceiptParameters;

/**
 * Derives what receipts open: the costliest thing that a stranger can ask of this service.
 *
 * <p>As many at a time as there are cores, the others in a queue of bounded length, so that no flood of them can take
 * the threads or the memory of what else is going on.
 */
@ApplicationScoped
public class Derivation {

    private static final String NAME = "derivation";

    private final Keys keys;
    private final WorkerExecutor workers;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();

    Derivation(Keys keys, Vertx vertx, DerivationConfig config) {
        this.keys = keys;
        this.workers =
                vertx.createSharedWorkerExecutor(NAME, Runtime.getRuntime().availableProcessors());
        this.mostWaiting = config.mostWaiting();
    }

    @PreDestroy
    void stop() {
        workers.close();
    }

    /** Whether the next one would be refused. */
    public boolean isBusy() {
        return waiting.get() >= mostWaiting;
    }

    /** The mailbox of a receipt; a {@link BusyException} if too many wait. To be called on a Vert.x context, which is answered. */
    public Future<Mailbox> mailbox(Receipt receipt) {
        return derive(receipt, keys -> {
            try {
                return Mailbox.of(keys);
            } finally {
                keys.destroy();
            }
        });
    }

    private <T> Future<T> derive(Receipt receipt, Function<ReceiptKeys, T> use) {
        ReceiptParameters parameters = keys.receipts().orElseThrow();
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return Future.failedFuture(new BusyException());
        }
        return workers.executeBlocking(() -> use.apply(receipt.derive(parameters)), false)
                .onComplete(done -> waiting.decrementAndGet());
    }
}
