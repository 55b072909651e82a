package org.penah.triage.access;

import io.smallrye.mutiny.Uni;

/** Is told what {@link Access} has decided about somebody who is signed in. */
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
