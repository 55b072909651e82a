package org.penah.triage.event;

/** What the record of an event insists on. */
public final class Contract {

    private Contract() {}

    /** Throws an {@link IllegalArgumentException} that names the kind of fault, never the value, if this does not hold. */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
