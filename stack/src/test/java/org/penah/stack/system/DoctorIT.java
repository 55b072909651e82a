package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.penah.stack.Stack;
import org.penah.stack.doctor.DoctorCommand;
import picocli.CommandLine;

/** What doctor finds of services that run. */
@ExtendWith(RunningStack.class)
class DoctorIT {

    @Test
    void a_stack_that_runs_is_asked_on_its_own_ports(Stack stack) throws Exception {
        // Given
        StringWriter said = new StringWriter();

        // When
        new CommandLine(new DoctorCommand())
                .setOut(new PrintWriter(said))
                .execute("--json", "--state", stack.state().root().toString());

        // Then
        Map<String, JsonNode> findings = new TreeMap<>();
        new ObjectMapper()
                .readTree(said.toString())
                .path("findings")
                .forEach(finding -> findings.put(finding.path("subject").asText(), finding));
        assertThat(List.of("state", "intake", "triage", "notify"))
                .allSatisfy(subject -> assertThat(
                                findings.get(subject).path("status").asText())
                        .as("%s", findings.get(subject))
                        .isEqualTo("ok"));
        assertThat(findings.get("programs").path("found").asText())
                .contains("broker, intake, keycloak, notify, null-partner", "partner, postgres", "triage");
        // The form is open, the keys are signed and the script is the signed one: their metrics were read, and are
        // well.
        assertThat(findings)
                .doesNotContainKeys("FormClosed", "SignTheKeys", "SignTheKeysNow", "ScriptUnsigned", "ports");
    }
}
