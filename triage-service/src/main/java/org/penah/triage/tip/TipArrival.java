package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** Hears of each tip as it comes, in the transaction that keeps it. */
public interface TipArrival {

    Uni<Void> arrived(Mutiny.Session session, TipOfSource.Here tip);
}
