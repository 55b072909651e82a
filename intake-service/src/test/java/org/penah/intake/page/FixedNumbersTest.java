package org.penah.intake.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.form.Draft;

/** Numbers that stand in sentences in words of their language are those of the settings. */
class FixedNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "inbox.InboxConfig, sessionLife, 15m",
        "chunk.ChunkConfig, idle, 10m",
        "tip.TipConfig, dueWithinHours, 15m"
    })
    void a_setting_is_what_the_pages_say(String type, String name, String said) throws ReflectiveOperationException {
        // When
        WithDefault setting = Class.forName("org.penah.intake." + type)
                .getDeclaredMethod(name)
                .getAnnotation(WithDefault.class);

        // Then
        assertThat(setting.value()).isEqualTo(said);
    }

    @Test
    void the_longest_text_is_what_the_pages_say() {
        assertThat(Draft.LONGEST_MESSAGE).isEqualTo(20_000);
    }
}
