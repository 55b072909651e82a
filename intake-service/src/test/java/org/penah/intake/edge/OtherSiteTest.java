package org.penah.intake.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherSiteTest {

    private static final String HOST = "penahpenah.onion";

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                # Sec-Fetch-Site, Origin,                     another site
                same-origin,      http://penahpenah.onion,    false
                same-origin,      null,                       false
                cross-site,       http://penahpenah.onion,    true
                same-site,        -,                          true
                none,             -,                          true
                -,                http://penahpenah.onion,    false
                -,                https://penahpenah.onion,   false
                -,                http://penahpenah.onion:81, true
                -,                http://elsewhere.example,   true
                -,                null,                       true
                -,                '',                         true
                -,                not an origin,              true
                -,                -,                          false
                """)
    void the_browser_says_where_a_form_comes_from(String site, String origin, boolean isOther) {
        assertThat(OtherSite.sent(site, origin, HOST)).isEqualTo(isOther);
    }
}
