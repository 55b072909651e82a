package org.penah.notify.details;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import org.penah.notify.partner.FreshWrap;
import org.penah.notify.partner.KeyWrap;
import org.penah.outbox.Outbox;

/** Starts what keeps details as another instance would that has other secrets. */
public final class DetailsAtStart {

    private DetailsAtStart() {}

    public static void start(KeyWrap wrap, FreshWrap freshWrap) throws Throwable {
        Outbox outbox = Arc.container().instance(Outbox.class).get();
        new Details(wrap, outbox, Clock.systemUTC(), freshWrap).start(new StartupEvent());
    }
}
