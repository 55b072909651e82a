package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(UnsignedScriptTest.NobodySignedIt.class)
class UnsignedScriptTest {

    /** A signed manifest, which names no script and words that are not there. */
    public static class NobodySignedIt implements QuarkusTestProfile {

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(LocalPostgres.class),
                    new TestResourceEntry(LocalBroker.class),
                    new TestResourceEntry(LocalKeys.class, Map.of("withoutScript", "", "withoutWords", "")));
        }
    }

    private final Source source = new Source();

    @Test
    void the_form_goes_without_it_and_says_so() {
        // When
        HttpResponse<String> page = source.get("/en/tip");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Sealing in the browser is off", "Our server will seal your tip")
                .doesNotContain("<script", "in-browser", "value=\"browser\"");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("script-src"));
        assertThat(page.headers().firstValue("Content-Length")).contains("49152");
    }

    @Test
    void the_inbox_goes_without_it() {
        // When
        HttpResponse<String> page = source.get("/en/inbox");

        // Then
        assertThat(page.body())
                .contains("Our server derives the key to your inbox")
                .doesNotContain("<script", "open-in-browser");
    }

    /** No page leads to the one about the operator, and a link that somebody kept does not say that the form is closed. */
    @Test
    void the_form_is_open_without_the_operators_words_and_no_page_shows_any() {
        // When
        HttpResponse<String> form = source.get("/en/danger");
        HttpResponse<String> about = source.get("/en/about");

        // Then
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(List.of(form, source.get("/en/"), about))
                .allSatisfy(page -> assertThat(page.body())
                        .doesNotContain("class=\"operator\"", "href=\"/en/about\"", "The form is closed"));
        assertThat(List.of(about, source.get("/en/words.txt")))
                .extracting(HttpResponse::statusCode)
                .containsOnly(404);
    }

    @Test
    void it_is_not_served() {
        assertThat(source.get("/assets/form.js").statusCode()).isEqualTo(404);
    }
}
