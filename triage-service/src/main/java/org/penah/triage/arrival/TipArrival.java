package org.penah.triage.arrival;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.tip.TipOfSource;

/** Hears of each tip as it comes, in the transaction that keeps it. */
public interface TipArrival {

    Uni<Void> arrived(Mutiny.Session session, TipOfSource.Here tip);
}
