package org.penah.stack.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.penah.stack.doctor.Finding.Status;

/** Says findings, to a person one by one or to a machine all at once. */
final class Report {

    /** The report for machines. */
    record Findings(boolean healthy, List<Finding> findings) {}

    private final PrintWriter out;
    private final boolean asJson;
    private final boolean coloured;
    private final List<Finding> findings;

    /** @param soFar what was reported already */
    Report(PrintWriter out, boolean asJson, boolean coloured, List<Finding> soFar) {
        this.out = out;
        this.asJson = asJson;
        this.coloured = coloured;
        this.findings = new ArrayList<>(soFar);
    }

    void add(Finding finding) {
        findings.add(finding);
        if (asJson) {
            return;
        }
        String word = "%-4s".formatted(finding.status().word());
        out.printf(
                "%s  %-16s %s%n", coloured ? colour(finding.status(), word) : word, finding.subject(), finding.found());
        if (!finding.remedy().isEmpty()) {
            out.printf("%23s%s%n", "", finding.remedy());
        }
        out.flush();
    }

    private static String colour(Status status, String word) {
        int colour =
                switch (status) {
                    case OK -> 32;
                    case WARN -> 33;
                    case BAD -> 31;
                };
        return "\u001b[%dm%s\u001b[0m".formatted(colour, word);
    }

    /** Says what it all comes to; whether Penah will run. */
    boolean conclude() throws JsonProcessingException {
        boolean healthy = !has(Status.BAD);
        if (asJson) {
            out.println(new ObjectMapper().writeValueAsString(new Findings(healthy, findings)));
        } else if (!healthy) {
            out.printf("%nIt will not run well: fix the lines marked bad.%n");
        } else if (has(Status.WARN)) {
            out.printf("%nIt will run; read the lines marked warn.%n");
        } else {
            out.printf("%nAll is well.%n");
        }
        return healthy;
    }

    private boolean has(Status status) {
        return findings.stream().anyMatch(finding -> finding.status() == status);
    }
}
