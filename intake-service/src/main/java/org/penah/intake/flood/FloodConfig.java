package org.penah.intake.flood;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets the budgets of one circuit, and of all together. */
@ConfigMapping(prefix = "penah.flood")
interface FloodConfig {

    OneCircuit circuit();

    Together together();

    /** How long the tips of a circuit that sent too many wait before they are kept, and at most any request before it is read. */
    @WithDefault("10s")
    Duration hold();

    /** One Tor circuit, which is one browser, as a rule. */
    interface OneCircuit {

        /** A browser opens six at a time to one address. */
        @WithDefault("16")
        int connections();

        @WithDefault("60")
        int requestsPerMinute();

        /** Without danger; further ones are taken and marked. */
        @WithDefault("6")
        int tipsPerHour();

        /** Reports of danger; further ones are taken and marked. */
        @WithDefault("3")
        int dangersPerHour();

        /** For sealed files; more is accepted only while the disk is not filling. */
        @WithDefault("2048")
        int megabytesPerHour();

        /** Room for typing errors; a guess has one chance in 10^25 with any value. */
        @WithDefault("20")
        int receiptsPerHour();
    }

    /** All sources, by Tor or not. */
    interface Together {

        /** Pages fetched; rendering one costs some tenths of a millisecond. */
        @WithDefault("1000")
        int requestsPerSecond();

        /** More than staff could open. */
        @WithDefault("30")
        int tipsPerMinute();

        @WithDefault("20")
        int dangersPerHour();

        @WithDefault("600")
        int receiptsPerMinute();
    }
}
