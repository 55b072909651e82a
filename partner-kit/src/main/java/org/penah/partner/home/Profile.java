package org.penah.partner.home;

import java.net.URI;

/**
 * What a partner hands over to Penah; nothing in it is secret.
 *
 * @param name 1 to 31 lower-case letters, digits and hyphens
 * @param url where alerts are to be sent
 * @param recipient {@code age1pq1…}, whom they are sealed to
 * @param acknowledgementKey {@code whpk_…}, what answers are verified with
 * @param acceptsSourceAsserted send alerts at once, before Penah's desk has confirmed them
 */
public record Profile(
        String name, URI url, String recipient, String acknowledgementKey, boolean acceptsSourceAsserted) {

    public Profile {
        if (name == null || !name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("a name has 1 to 31 lower-case letters, digits and hyphens");
        }
    }
}
