package org.penah.notify.delivery;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Marks the connections that only heartbeats use, so that nothing else delays them. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface HeartbeatPool {

    /** So many looks at alerts run at once. */
    int CONNECTIONS = 6;
}
