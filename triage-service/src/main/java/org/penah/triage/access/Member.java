package org.penah.triage.access;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A member of staff who is signed in.
 *
 * @param name the account's name; the keyring and the journal know the member by it
 */
public record Member(String name, Set<Role> roles) {

    public static Member of(SecurityIdentity identity) {
        Set<Role> roles = identity.getRoles().stream()
                .map(Role::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Member(identity.getPrincipal().getName(), roles);
    }
}
