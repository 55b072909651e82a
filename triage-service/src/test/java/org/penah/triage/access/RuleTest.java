package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

    @ParameterizedTest
    @CsvSource({
        "GET,  /api/tips/x/blob,    true",
        "POST, /api/tips/x/blob,    false",
        "GET,  /api/tips//blob,     false",
        "GET,  /api/tips/x/y/blob,  false",
        "GET,  /api/tips/x/blob/,   false",
        "GET,  /a/api/tips/x/blob,  false",
    })
    void a_rule_covers_its_own_route_and_nothing_near_it(String method, String path, boolean covered) {
        // Given
        Rule rule = Rule.of("GET", "/api/tips/{tipId}/blob", Rule.Audience.DESK);

        // When
        boolean covers = rule.covers(method, path);

        // Then
        assertThat(covers).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"TRIAGER, true", "LEAD, true", "AUDITOR, false", "PARTNER_MANAGER, false"})
    void each_role_alone_reaches_the_desk_or_does_not(Role role, boolean reaches) {
        // When
        boolean included = Rule.Audience.DESK.includes(EnumSet.of(role));

        // Then
        assertThat(included).isEqualTo(reaches);
    }

    @Test
    void an_account_without_any_of_our_roles_reaches_nothing_but_the_way_out() {
        // When
        boolean desk = Rule.Audience.DESK.includes(Set.of());
        boolean staff = Rule.Audience.STAFF.includes(Set.of());

        // Then
        assertThat(desk).isFalse();
        assertThat(staff).isFalse();
        assertThat(Rule.Audience.SIGNED_IN.includes(Set.of())).isTrue();
    }
}
