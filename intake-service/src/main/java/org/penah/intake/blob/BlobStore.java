package org.penah.intake.blob;

import java.util.UUID;

/** Keeps sealed bytes under random names; nothing in the clear ever comes here. */
public interface BlobStore {

    /**
     * Begins a blob, which does not exist for others until it is complete. Returns at once.
     *
     * @param onFault called once, on the caller's context, if the store fails while bytes are being written
     */
    BlobUpload begin(UUID id, Runnable onFault);
}
