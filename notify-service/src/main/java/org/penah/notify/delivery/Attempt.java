package org.penah.notify.delivery;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One try that is under way: a lease on the partner, and the message as it is to leave.
 *
 * @param claim whose lease it is
 * @param number counts the tries at this alert with this partner
 * @param isFresh whether this message was never tried before, and the partner took the last one
 * @param messageId the same for every try of this message
 * @param flood how many are open there that nobody has confirmed, if this one is of a flood
 */
public record Attempt(
        UUID claim,
        UUID partnerId,
        UUID partnerAlertId,
        UUID alertId,
        int number,
        boolean isFresh,
        UUID messageId,
        Message message,
        @Nullable Integer flood) {}
