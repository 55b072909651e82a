package org.penah.intake.blob;

/**
 * Takes the bytes of one blob into the store; for use on one Vert.x context.
 *
 * <p>A fault of the store is kept and comes out of {@link #deliver}; until then writes are taken and dropped.
 */
public interface BlobUpload extends PendingBlob {

    /** Queues sealed bytes; the array is the store's from now on. Never waits, so ask {@link #full} after it. */
    void write(byte[] sealed);

    /** Whether the store is behind and no more should be written. */
    boolean full();

    /** Calls once when there is room again, at once if there is. */
    void whenRoom(Runnable resume);
}
