package org.penah.partner.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "fa-IR", "ar-EG", "tr-TR"})
    void an_answer_is_the_same_bytes_wherever_the_machine_is(String place) {
        Locale before = Locale.getDefault();
        try {
            // Given
            Locale.setDefault(Locale.forLanguageTag(place));

            // When
            String json = new Answer(new UUID(1, 2), 17, Action.NEED_INFO, 3).json();

            // Then
            assertThat(json)
                    .isEqualTo("{\"id\":\"00000000-0000-0001-0000-000000000002\",\"seq\":17,"
                            + "\"action\":\"need-info\",\"number\":3}");
        } finally {
            Locale.setDefault(before);
        }
    }
}
