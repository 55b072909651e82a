package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallFormTest {

    private static final String TYPE = "application/x-www-form-urlencoded";

    @Test
    void a_form_is_read_as_a_browser_writes_it() {
        // When
        SmallForm form = SmallForm.parse(TYPE + "; charset=utf-8", "receipt=%DB%B1+2%0D%0A3&do=reply+x")
                .orElseThrow();

        // Then
        assertThat(form.text("receipt")).isEqualTo("۱ 2\r\n3");
        assertThat(form.text("do")).isEqualTo("reply x");
        assertThat(form.has("session")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "receipt",
                "receipt=1&receipt=2",
                "receipt=%zz",
                "receipt=%",
                "message=x",
                "receipt=1&&do=look"
            })
    void anything_else_is_no_form_of_ours(String body) {
        // When
        var form = SmallForm.parse(TYPE, body);

        // Then
        assertThat(form).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=x", "text/plain", ""})
    void another_type_is_no_form_of_ours(String type) {
        // When
        var form = SmallForm.parse(type, "receipt=1");

        // Then
        assertThat(form).isEmpty();
    }
}
