package org.penah.notify.canary;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.CanaryChanged;

/** The one row of the canary: which alert it is, and how its last rounds went. */
@Entity
@Table(name = "canary")
class CanaryRound {

    static final int ONLY = 1;

    @Id
    int id;

    UUID alertId;
    int revision;
    int missed;
    Instant next;

    /** When a canary tip last went the whole way, rounded down to 5 minutes. */
    @Nullable
    Instant tipHeard;

    boolean isDue(Instant now) {
        return !next.isAfter(now);
    }

    void begin(Instant now, Duration every) {
        next = now.plus(every);
    }

    /** Takes how a round went. */
    void ended(boolean taken) {
        missed = taken ? 0 : Math.min(missed + 1, CanaryChanged.MOST);
        revision++;
    }

    CanaryChanged changed() {
        return CanaryChanged.of(revision, missed, tipHeard);
    }
}
