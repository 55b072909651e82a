package org.penah.notify.partner;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a partner verifies us with and where it answers.
 *
 * @param name the name that alerts are addressed to
 * @param acknowledgements where a signed acknowledgement is posted, if anywhere
 * @param details where details are fetched, if anywhere
 * @param signingKey {@code whpk_…}
 * @param sharedSecret {@code whsec_…}
 * @param previousSigningKey the one before, while both sign
 * @param previousSharedSecret the one before, while both sign
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PartnerCredentials(
        String name,
        @Nullable String acknowledgements,
        @Nullable String details,
        String signingKey,
        String sharedSecret,
        @Nullable String previousSigningKey,
        @Nullable String previousSharedSecret) {

    @Override
    public String toString() {
        return "PartnerCredentials[redacted]";
    }
}
