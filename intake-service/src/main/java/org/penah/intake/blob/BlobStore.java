package org.penah.intake.blob;

import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Keeps sealed bytes under random names; nothing in the clear ever comes here. */
public interface BlobStore {

    /** Whether its disk would take a small blob now. */
    boolean hasRoom();

    /**
     * Begins a blob, which does not exist for others until it is complete. Returns at once.
     *
     * @param mayFill asked, on any thread, before each further megabyte of one that grows large: whether it may grow on a disk that is filling
     * @param onFault called once, on the caller's context, if the store fails while bytes are being written; with a
     *     {@link ReservedSpaceException} if a smaller blob would be taken
     */
    BlobUpload begin(UUID id, BooleanSupplier mayFill, Consumer<Throwable> onFault);
}
