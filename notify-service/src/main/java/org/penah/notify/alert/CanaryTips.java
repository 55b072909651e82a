package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** Hears of each canary tip that went the whole way, from its source to a partner and back. */
public interface CanaryTips {

    /** The source of one has read the answer, and says so; in the transaction that takes its word. */
    Uni<Void> heard(Mutiny.Session session);
}
