package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dtest=StepKindTest -Dwrite} writes docs/contracts/step-kinds.json again, which the console's fixture serves. */
class StepKindTest {

    private static final Path PAGE = Path.of("../docs/contracts/step-kinds.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_page_says_what_each_kind_of_step_needs() throws Exception {
        // When
        String now = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(StepKind.RULES) + "\n";
        if (System.getProperty("write") != null) {
            Files.writeString(PAGE, now);
        }

        // Then
        assertThat(Files.readString(PAGE)).isEqualTo(now);
    }
}
