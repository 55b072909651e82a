package org.penah.notify.acknowledgement;

import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.penah.notify.partner.AlertIds;

/**
 * Bounds how many requests are looked at at once. Those that name an alert as a partner knows it have places of their own: somebody who
 * knows no such id cannot take them.
 */
final class Places {

    private final AlertIds ids;
    private final Semaphore known;
    private final Semaphore others;

    Places(AlertIds ids, int each) {
        this.ids = ids;
        this.known = new Semaphore(each);
        this.others = new Semaphore(each);
    }

    /**
     * Takes one.
     *
     * @return to give it back with; null if none is left
     */
    @Nullable
    Runnable take(@Nullable UUID alert) {
        Semaphore places = alert != null && ids.isOurs(alert) ? known : others;
        return places.tryAcquire() ? places::release : null;
    }
}
