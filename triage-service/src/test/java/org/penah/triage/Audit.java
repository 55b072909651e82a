package org.penah.triage;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The answer to an auditor who checks all of the journal. */
public final class Audit {

    private Audit() {}

    /** Where the rows of one thing differ from the journal, each with the deed of the entry, if there is one. */
    public static List<String> differences(String which) {
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = Json.of(Browser.of("nigar")
                    .get("/api/journal/facts?after=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
            for (JsonNode difference : page.path("differences")) {
                if (difference.path("which").asText().equals(which)) {
                    found.add((difference.path("deed").asText() + " "
                                    + difference.path("how").asText())
                            .trim());
                }
            }
            next = page.path("next").asText();
        } while (!next.isEmpty());
        return found;
    }
}
