package org.penah.notify.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.notify.partner.Candidate;

/**
 * Decides who is to know of an alert that nobody has answered, by how long it is open.
 *
 * <p>The next tier hears of it after a minute without transport, after 5 minutes and after 15 without an answer; everybody
 * after 30. A tier in which all are silent, or in which somebody let go of it, is passed over at once.
 *
 * @param age since the alert was opened
 * @param delivered whether any partner's server has taken it
 * @param passedOn the partners that turned it down, gave it back or let their claim lapse
 */
record Escalation(Duration age, boolean delivered, Set<UUID> passedOn) {

    private static final Duration TRANSPORT = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final Duration DUTY = Duration.ofMinutes(15);
    private static final Duration EVERYBODY = Duration.ofMinutes(30);

    /** Those of the admitted that are to be told now, silent ones of a tier that was reached included. */
    List<Candidate> told(Collection<Candidate> admitted) {
        if (isUnanswered()) {
            return List.copyOf(admitted);
        }
        int left = 1 + steps();
        Set<Integer> tiers = new java.util.HashSet<>();
        for (int tier :
                admitted.stream().map(Candidate::tier).sorted().distinct().toList()) {
            if (left == 0) {
                break;
            }
            tiers.add(tier);
            left -= holds(admitted.stream()
                            .filter(candidate -> candidate.tier() == tier)
                            .toList())
                    ? 1
                    : 0;
        }
        return admitted.stream()
                .filter(candidate -> tiers.contains(candidate.tier()))
                .collect(Collectors.toList());
    }

    private boolean holds(List<Candidate> tier) {
        return tier.stream().anyMatch(candidate -> !candidate.silent())
                && tier.stream().noneMatch(candidate -> passedOn.contains(candidate.id()));
    }

    private int steps() {
        return (isOver(TRANSPORT) && !delivered ? 1 : 0) + (isOver(ANSWER) ? 1 : 0) + (isOver(DUTY) ? 1 : 0);
    }

    /** Whether nobody has answered for so long that it is an alarm. */
    boolean isUnanswered() {
        return isOver(EVERYBODY);
    }

    private boolean isOver(Duration limit) {
        return age.compareTo(limit) >= 0;
    }

    /** When to look next at an alert that was opened then; null once everything is done. */
    static @Nullable Instant next(Instant opened, Instant now) {
        return Stream.of(TRANSPORT, ANSWER, DUTY, EVERYBODY)
                .map(opened::plus)
                .filter(moment -> moment.isAfter(now))
                .findFirst()
                .orElse(null);
    }
}
