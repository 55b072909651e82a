package org.penah.triage.obligation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long a source may wait; the defaults are those of Directive (EU) 2019/1937, article 9. */
@ConfigMapping(prefix = "penah.clocks")
public interface ClockConfig {

    /** Days from a tip to the first answer. */
    @WithDefault("7")
    int answerDays();

    /** Months from the first answer to feedback. */
    @WithDefault("3")
    int feedbackMonths();
}
