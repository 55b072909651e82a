package org.penah.intake.seal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.blob.PendingBlob;
import org.penah.sealing.tip.TipWriter;

/**
 * A tip's blob whose padding is still to come. A large tip has megabytes of it, so it is written in steps: between two of
 * them the event loop serves others, and the store is not given more than it takes.
 */
final class PaddedUpload implements PendingBlob {

    /** About half a millisecond of sealing on the slowest JDK that we run on. */
    static final int STEP = 128 * 1024;

    private final TipWriter writer;
    private final BlobUpload blob;

    PaddedUpload(TipWriter writer, BlobUpload blob) {
        this.writer = writer;
        this.blob = blob;
    }

    @Override
    public Future<Void> deliver() {
        Promise<Void> delivered = Promise.promise();
        pad(Vertx.currentContext(), delivered);
        return delivered.future();
    }

    private void pad(Context context, Promise<Void> delivered) {
        try {
            if (writer.pad(STEP)) {
                blob.deliver().onComplete(delivered);
            } else if (blob.full()) {
                blob.whenRoom(() -> pad(context, delivered));
            } else {
                context.runOnContext(next -> pad(context, delivered));
            }
        } catch (IOException | RuntimeException fault) {
            delivered.fail(fault);
        }
    }

    @Override
    public Future<Void> complete() {
        return blob.complete();
    }

    @Override
    public Future<Void> discard() {
        writer.close();
        return blob.discard();
    }
}
