package org.penah.intake.blob;

import io.vertx.core.Future;

/** A blob whose bytes have all been written and that is not durable yet, for use on one Vert.x context. */
public interface PendingBlob {

    /**
     * Moves all written bytes to their final place, which takes longer for a larger blob. It may still be discarded;
     * a store that cannot delete then keeps orphaned sealed bytes.
     */
    Future<Void> deliver();

    /** Makes what was delivered durable under its name; succeeds only after that, and can then not be undone. */
    Future<Void> complete();

    /** Leaves nothing behind of a blob that is not complete. */
    Future<Void> discard();
}
