package org.penah.intake.blob;

import io.vertx.core.Future;

/**
 * One blob on its way into the store, for use on one Vert.x context.
 *
 * <p>A fault of the store is kept and comes out of {@link #deliver}; until then writes are taken and dropped.
 */
public interface BlobUpload {

    /** Queues sealed bytes; the array is the store's from now on. Never waits, so ask {@link #full} after it. */
    void write(byte[] sealed);

    /** Whether the store is behind and no more should be written. */
    boolean full();

    /** Calls once when there is room again, at once if there is. */
    void whenRoom(Runnable resume);

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
