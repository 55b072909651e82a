package org.penah.triage.details;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;
import org.penah.triage.text.SealedText;

/**
 * Tells notify-service, as event {@code org.penah.details.approved.v1}, a text for one partner, without the names of who
 * wrote and who approved it.
 *
 * @param sealed to the partner's recipient, in base64
 */
record DetailsApproved(UUID detailsId, UUID alertId, String partner, String sealed) {

    static final String TYPE = "org.penah.details.approved.v1";

    DetailsApproved {
        require(SealedText.is(sealed), "sealed is not a sealed text");
    }
}
