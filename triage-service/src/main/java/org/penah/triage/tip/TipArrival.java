package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Hears of each tip as it comes, in the transaction that keeps it. */
public interface TipArrival {

    /**
     * A tip has come.
     *
     * @param decisionKey under which the source signs what they decide; null if the tip came without one
     */
    Uni<Void> arrived(Mutiny.Session session, UUID tipId, @Nullable String decisionKey);
}
