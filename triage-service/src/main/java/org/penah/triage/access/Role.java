package org.penah.triage.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/** The realm's roles; any other role that a token names counts for nothing. */
public enum Role {
    @JsonProperty("triager")
    TRIAGER("triager"),
    @JsonProperty("lead")
    LEAD("lead"),
    @JsonProperty("auditor")
    AUDITOR("auditor"),
    @JsonProperty("partner-manager")
    PARTNER_MANAGER("partner-manager");

    private final String realmName;

    Role(String realmName) {
        this.realmName = realmName;
    }

    static Optional<Role> named(String realmName) {
        return Arrays.stream(values())
                .filter(role -> role.realmName.equals(realmName))
                .findFirst();
    }
}
