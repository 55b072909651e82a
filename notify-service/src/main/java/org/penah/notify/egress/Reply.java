package org.penah.notify.egress;

import java.util.Map;

/**
 * Holds what a partner's server answered, and is kept nowhere.
 *
 * @param headers by their names in lower case
 * @param body as much of it as was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
public record Reply(int status, Map<String, String> headers, byte[] body) {

    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
