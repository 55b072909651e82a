package org.penah.intake.seal;

import io.vertx.core.Future;
import java.util.UUID;
import org.penah.intake.blob.PendingBlob;
import org.penah.sealing.tip.Padme;

/**
 * A sealed tip that has arrived whole.
 *
 * @param length in bytes
 * @param decided to be run once it is kept, or is known not to be
 */
public record CompletedUpload(UUID blobId, PendingBlob blob, long length, Runnable decided) {

    /**
     * One that is not here, or no longer. If its form was kept before, the database knows, and its source hears that;
     * if not,
     * there is nothing to make durable, and its source hears that.
     */
    public static CompletedUpload gone() {
        return new CompletedUpload(UUID.randomUUID(), new Gone(), Padme.SMALLEST, () -> {});
    }

    private static final class Gone implements PendingBlob {

        @Override
        public Future<Void> deliver() {
            return Future.failedFuture("the completed upload is no longer here");
        }

        @Override
        public Future<Void> complete() {
            return deliver();
        }

        @Override
        public Future<Void> discard() {
            return Future.succeededFuture();
        }
    }
}
