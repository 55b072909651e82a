package org.penah.notify.slot;

import java.util.List;
import java.util.Map;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.partner.Endpoint;

/**
 * Holds what leaves in a slot, sealed and signed before its moment comes, so that the moment does not tell how long that
 * took.
 *
 * @param id the request's, which the answer repeats
 * @param told what is in it
 * @param withheld whether an alert was left out because something in it may not leave
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares parcels
record SlotRequest(
        Endpoint endpoint,
        String id,
        Map<String, String> headers,
        byte[] body,
        List<OpenAlert> told,
        boolean withheld) {}
