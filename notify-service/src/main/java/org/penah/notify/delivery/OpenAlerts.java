package org.penah.notify.delivery;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Holds what is open for a partner.
 *
 * @param first the most important first, as many as can matter for a slot
 * @param count how many there are
 * @param flood how many of them came in a flood; 0 without one
 */
public record OpenAlerts(List<OpenAlert> first, int count, int flood) {

    /** The same without some, which wait. */
    public OpenAlerts without(Set<UUID> partnerAlertIds) {
        return new OpenAlerts(
                first.stream()
                        .filter(open -> !partnerAlertIds.contains(open.partnerAlertId()))
                        .toList(),
                count,
                flood);
    }
}
