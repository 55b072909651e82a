package org.penah.partner.inbox;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Bounds how many alerts and messages are kept, so that the disk fills neither in a flood nor over the years. An open
 * alert is always kept. The one exception is an alert of a flood that nobody has confirmed and nobody here has answered:
 * Penah sends it again.
 *
 * @param flood alerts of a flood, open or over
 * @param ended other alerts that are over
 * @param messages the latest messages of one alert, of 8 KB each
 */
record Bounds(int flood, int ended, int messages) {

    /** Together 64 MB at most, beside what is open and no flood; usually each alert has one message, and it is 8 MB. */
    static final Bounds USUAL = new Bounds(500, 500, 8);

    /** Those that are too many: of a flood first what is over, then what the edge marked, then the oldest. */
    List<KeptAlert> surplus(List<KeptAlert> alerts) {
        Comparator<KeptAlert> oldest = Comparator.comparing(KeptAlert::arrived);
        return Stream.concat(
                        beyond(
                                flood,
                                alerts,
                                KeptAlert::isOfFlood,
                                Comparator.comparing(KeptAlert::open)
                                        .thenComparing(kept -> !kept.isQuiet())
                                        .thenComparing(oldest)),
                        beyond(ended, alerts, kept -> !kept.open() && !kept.isOfFlood(), oldest))
                .toList();
    }

    private static Stream<KeptAlert> beyond(
            int most, List<KeptAlert> alerts, Predicate<KeptAlert> kind, Comparator<KeptAlert> firstToGo) {
        List<KeptAlert> all = alerts.stream().filter(kind).sorted(firstToGo).toList();
        return all.stream().limit(Math.max(0, all.size() - most));
    }
}
