package org.penah.triage.access;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides who may use one route.
 *
 * @param path a template as the resource states it; {@code {name}}, and {@code *} at the end, stand for one segment
 * @param steppedUp whether Keycloak must have asked who it is a moment ago
 */
record Rule(String method, String path, Audience audience, boolean steppedUp, Pattern pattern) {

    /** The audience of a route. */
    enum Audience {
        ANYBODY,
        SIGNED_IN,
        STAFF,
        DESK,
        LEAD,
        AUDITOR,
        PARTNER_MANAGER,
        /** Members who may approve a partner as the second. */
        PARTNER_APPROVER,
        /** Members who must know the state of the alert channel. */
        CHANNEL;

        boolean includes(Set<Role> roles) {
            return switch (this) {
                case ANYBODY, SIGNED_IN -> true;
                case STAFF -> !roles.isEmpty();
                case DESK -> roles.contains(Role.TRIAGER) || roles.contains(Role.LEAD);
                case LEAD -> roles.contains(Role.LEAD);
                case AUDITOR -> roles.contains(Role.AUDITOR);
                case PARTNER_MANAGER -> roles.contains(Role.PARTNER_MANAGER);
                case PARTNER_APPROVER -> LEAD.includes(roles) || PARTNER_MANAGER.includes(roles);
                case CHANNEL -> DESK.includes(roles) || PARTNER_MANAGER.includes(roles);
            };
        }
    }

    static Rule of(String method, String path, Audience audience) {
        String pattern =
                path.replace(".", "\\.").replaceAll("\\{[a-zA-Z]+}", "[^/]+").replaceAll("\\*$", "[^/]+");
        return new Rule(method, path, audience, false, Pattern.compile(pattern));
    }

    /** The same for a dangerous deed, before which the member shows once more that it is them. */
    Rule asSteppedUp() {
        return new Rule(method, path, audience, true, pattern);
    }

    boolean covers(String otherMethod, String otherPath) {
        return method.equals(otherMethod) && pattern.matcher(otherPath).matches();
    }
}
