package org.penah.triage.access;

import io.smallrye.mutiny.Uni;

/** Records the decisions of {@link Access} about a signed-in member. */
public interface Witness {

    /**
     * They asked for what is not theirs.
     *
     * @param route as the rules name it, never as it was asked for
     */
    Uni<Void> refused(Member who, String route);

    /** They may do what needs to be asked once more. */
    Uni<Void> steppedUp(Member who);
}
