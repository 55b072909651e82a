package org.penah.triage.obligation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.penah.triage.threat.DueTime;

/** Sets how long a source may wait; the defaults for answers are those of Directive (EU) 2019/1937, article 9. */
@ConfigMapping(prefix = "penah.clocks")
public interface ClockConfig {

    /** Queues whose sources are owed an answer and feedback by a day; none unless this is set. */
    Optional<Set<String>> queues();

    /** Days from a tip to the first answer. */
    @WithDefault("7")
    int answerDays();

    /** Months from the first answer to feedback. */
    @WithDefault("3")
    int feedbackMonths();

    /**
     * How long an imminent tip may stay undecided after somebody has opened it, and a request wait for a second person; from 5
     * minutes to 4 hours.
     */
    @WithDefault("30m")
    Duration decideWithin();

    /** Whether sources of a queue are owed something by a day. */
    default boolean oweIn(String queue) {
        return queues().orElse(Set.of()).contains(queue);
    }

    /** When that time is over, rounded up. */
    default Instant decideBy(Instant now) {
        return DueTime.roundedUp(now.plus(decideWithin()));
    }
}
