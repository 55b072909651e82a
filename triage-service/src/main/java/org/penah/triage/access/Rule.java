package org.penah.triage.access;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may use one route.
 *
 * @param path a template as the resource states it; {@code {name}} stands for one segment, {@code {name:.+}} for the rest
 */
record Rule(String method, String path, Audience audience, Pattern pattern) {

    /** Who may use a route. */
    enum Audience {
        ANYBODY,
        SIGNED_IN,
        STAFF,
        DESK;

        boolean includes(Set<Role> roles) {
            return switch (this) {
                case ANYBODY, SIGNED_IN -> true;
                case STAFF -> !roles.isEmpty();
                case DESK -> roles.contains(Role.TRIAGER) || roles.contains(Role.LEAD);
            };
        }
    }

    static Rule of(String method, String path, Audience audience) {
        String pattern =
                path.replace(".", "\\.").replaceAll("\\{[a-zA-Z]+}", "[^/]+").replaceAll("\\*$", "[^/]+");
        return new Rule(method, path, audience, Pattern.compile(pattern));
    }

    boolean covers(String otherMethod, String otherPath) {
        return method.equals(otherMethod) && pattern.matcher(otherPath).matches();
    }
}
