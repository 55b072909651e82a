package org.penah.notify.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Tells that staff hand details over to one partner, {@value #TYPE} on {@code penah.triage.notify}.
 *
 * @param sealed an age file of {@value #BYTES} bytes that the partner alone can open
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record DetailsApproved(UUID detailsId, UUID alertId, String partner, byte[] sealed) {

    public static final String TYPE = "org.penah.details.approved.v1";

    /** 8,192 bytes of text, sealed to one recipient. */
    public static final int BYTES = 9851;

    private static final byte[] AGE = "age-encryption.org/v1\n-> mlkem768x25519 ".getBytes(StandardCharsets.US_ASCII);

    public DetailsApproved {
        Valid.randomId(detailsId);
        Valid.randomId(alertId);
        Valid.partner(partner);
        Valid.require(sealed != null && sealed.length == BYTES, "the details have another length");
        Valid.require(Arrays.equals(sealed, 0, AGE.length, AGE, 0, AGE.length), "the details are not sealed");
    }
}
