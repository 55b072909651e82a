package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.stack.alarm.Alarms;
import org.penah.stack.doctor.Finding.Status;

/** What a person and a machine are told. */
class ReportTest {

    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "OK,OK,true,All is well.",
        "OK,WARN,true,It will run; read the lines marked warn.",
        "WARN,OK,true,It will run; read the lines marked warn.",
        "WARN,BAD,false,It will not run well: fix the lines marked bad.",
        "BAD,OK,false,It will not run well: fix the lines marked bad."
    })
    void it_comes_to_the_worst_of_what_was_found_before_and_now(Status before, Status now, boolean healthy, String last)
            throws Exception {
        // Given
        Report report = new Report(
                new PrintWriter(said), false, false, List.of(new Finding(before, "disk", "was said already", "")));

        // When
        report.add(new Finding(now, "state", "others enter \"it\"", "chmod 700"));
        boolean concluded = report.conclude();

        // Then
        assertThat(concluded).isEqualTo(healthy);
        assertThat(said.toString())
                .startsWith("%-4s  %-16s others enter \"it\"\n%23schmod 700\n".formatted(now.word(), "state", ""))
                .endsWith("\n\n" + last + "\n")
                .doesNotContain("\u001b", "was said already");
    }

    @Test
    void a_machine_gets_one_object_with_all_that_was_found() throws Exception {
        // Given
        Report report = new Report(new PrintWriter(said), true, true, List.of(Finding.ok("disk", "9 GiB are free")));

        // When
        report.add(Finding.bad("state", "others enter \"it\"\n", "chmod 700"));
        report.conclude();

        // Then
        JsonNode answer = new ObjectMapper().readTree(said.toString());
        assertThat(answer.path("healthy").asBoolean(true)).isFalse();
        assertThat(answer.path("findings").findValuesAsText("subject")).containsExactly("disk", "state");
        assertThat(answer.at("/findings/1/status").asText()).isEqualTo("bad");
        assertThat(answer.at("/findings/1/found").asText()).isEqualTo("others enter \"it\"\n");
        assertThat(answer.at("/findings/0/remedy").asText("none")).isEmpty();
    }

    @Test
    void a_terminal_gets_colours() throws Exception {
        // Given
        Report report = new Report(new PrintWriter(said), false, true, List.of());

        // When
        report.add(Finding.warn("swap", "reaches a disk", ""));
        report.conclude();

        // Then
        assertThat(said.toString()).startsWith("\u001b[33mwarn\u001b[0m  swap");
    }

    @ParameterizedTest
    @CsvSource({
        "penah_alerts_duty 1,BAD,'Open the desk, see whom the alert went to, and telephone them. The person who calls writes it down there: *Reached by telephone…*'",
        "penah_desk_epochs_lost 1,BAD,docs/operations.md#locks-of-epochs: mount the right volume before anything else.",
        "penah_flood 1,WARN,docs/operations.md#a-flood says how. Do not close the form."
    })
    void an_alarm_is_told_in_the_words_of_the_guide(String metric, Status status, String remedy) {
        assertThat(Service.NOTIFY.alarms(Optional.of(metric + "\n")))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.status()).isEqualTo(status);
                    assertThat(alarm.found()).startsWith("notify: ");
                    assertThat(alarm.remedy()).isEqualTo(remedy);
                });
    }

    @Test
    void no_alarm_is_told_in_markdown() {
        String everything = Alarms.TABLE.stream()
                .flatMap(alarm -> alarm.condition().signals().stream())
                .map(signal -> signal.metric() + " -1\n" + signal.metric() + " 9\n")
                .reduce("", String::concat);

        assertThat(Service.INTAKE.alarms(Optional.of(everything)))
                .hasSizeGreaterThan(10)
                .allSatisfy(alarm -> assertThat(alarm.remedy()).doesNotContain("]("));
    }
}
